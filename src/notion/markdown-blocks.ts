import { attributesIn, isInline } from './markdown-tags.ts'

/** A block of Notion's dialect. `text` is still in the dialect; what is below a block is deeper by a tab, or in its tag. */
export type Block =
  | { readonly kind: 'heading' | 'item'; readonly marker: string; readonly text: string; readonly below: Blocks }
  | { readonly kind: 'paragraph'; readonly text: string; readonly isBold?: true; readonly below: Blocks }
  | { readonly kind: 'quote'; readonly text: string; readonly below: Blocks }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly source: string; readonly hasHeader: boolean }
  | { readonly kind: 'rule' }
type Blocks = readonly Block[]

/** Reads lines of the dialect: one block each, unless a fence or a tag holds several together. */
export function readBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  const tagEnds = endsOfTags(lines)
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const end = tagEnds.get(at) ?? endOf(lines, at)
    if (line.trim() !== '') blocks.push(...blocksIn(lines.slice(at, end)))
    at = end
  }
  return blocks
}

function blocksIn(lines: readonly string[]): Block[] {
  const [first = '', ...below] = lines
  const depth = depthOf(first)
  const text = first.slice(depth).trim()
  if (fenceOf(first)) return [{ kind: 'code', lines: lines.map((line) => outdented(line, depth)) }]
  if (text === '$$') return [{ kind: 'code', lines: ['```', ...lines.slice(1, -1).map((line) => line.trim()), '```'] }]
  const leading = leadingTag(text)
  if (!leading || isInline(leading.name)) return [lineBlock(text, below)]
  if (leading.opens && lines.at(-1)?.trim().endsWith(`</${leading.name}>`)) return taggedBlocks(leading, lines)
  // A tag with nothing in it, or what is left of one; what stands beside and below it counts.
  return readBlocks([leading.rest, ...below])
}

function lineBlock(whole: string, below: readonly string[]): Block {
  const text = whole.replace(/(?<!\\)\{(?:\s*[\w-]+="[^"]*")+\s*\}$/, '').trim()
  const children = readBlocks(below)
  const [, heading, title = ''] = /^(#{1,6})(?:\s+(.*))?$/.exec(text) ?? []
  if (heading !== undefined) return { kind: 'heading', marker: `${heading} `, text: title, below: children }
  const [, bullet, box = '', item = ''] = /^([-*+]|\d{1,9}[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/.exec(text) ?? []
  if (bullet !== undefined) {
    const marker = /\d/.test(bullet) ? `${bullet} ` : '- '
    return { kind: 'item', marker, text: box === '' ? item : `[${box.toLowerCase()}] ${item}`, below: children }
  }
  if (/^(?:---|\*\*\*|___)$/.test(text)) return { kind: 'rule' }
  const [, quote] = /^>(?:\s+(.*))?$/.exec(text) ?? []
  if (/^>(?:\s|$)/.test(text)) return { kind: 'quote', text: quote ?? '', below: children }
  return { kind: 'paragraph', text, below: children }
}

type LeadingTag = {
  readonly name: string
  readonly attributes: string
  readonly opens: boolean
  readonly rest: string
}

function taggedBlocks({ name, attributes, rest }: LeadingTag, lines: readonly string[]): Block[] {
  const closing = new RegExp(`</${name}>\\s*$`)
  const inner = [rest, ...lines.slice(1)].join('\n').replace(closing, '').split('\n')
  switch (name) {
    case 'table':
      return [{ kind: 'table', source: inner.join('\n'), hasHeader: attributesIn(attributes).headerrow === 'true' }]
    case 'callout':
      return [{ kind: 'quote', text: '', below: readBlocks(inner) }]
    case 'summary':
      return lines.length === 1
        ? [{ kind: 'paragraph', text: rest.replace(closing, ''), isBold: true, below: [] }]
        : readBlocks(inner)
    case 'tab': {
      const { title = '' } = attributesIn(attributes)
      return [{ kind: 'paragraph', text: title, isBold: true, below: readBlocks(inner) }]
    }
    // Who said what in a meeting is no part of a postmortem, and Notion gives only a note that it is there.
    case 'transcript':
      return []
    default:
      return readBlocks(inner)
  }
}

/** Where the block that begins at a line ends: at its fence or closing tag, or before the next line as deep as it. */
function endOf(lines: readonly string[], at: number): number {
  const first = lines[at] ?? ''
  const fence = fenceOf(first)
  if (fence !== null) return endOfFence(lines, at, fence)
  const text = first.trim()
  if (text === '') return at + 1
  if (text === '$$') return 1 + Math.max(at, lines.indexOf('$$', at + 1), lines.indexOf(first, at + 1))
  return endOfBelow(lines, at)
}

function endOfBelow(lines: readonly string[], at: number): number {
  const depth = depthOf(lines[at] ?? '')
  let end = at + 1
  while (end < lines.length) {
    const line = lines[end] ?? ''
    if (line.trim() !== '' && depthOf(line) <= depth) break
    const fence = fenceOf(line)
    end = fence === null ? end + 1 : endOfFence(lines, end, fence)
  }
  return end
}

/** Where the tags that begin a line are closed, by their lines; those that never are have no end. */
function endsOfTags(lines: readonly string[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>()
  const open = new Map<string, number[]>()
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const fence = fenceOf(line)
    const end = fence === null ? at + 1 : endOfFence(lines, at, fence)
    for (const { 0: whole, 1: slash, 2: name = '', index } of fence === null ? tagsIn(line) : []) {
      const sameName = open.get(name) ?? []
      open.set(name, sameName)
      const isFirst = line.slice(0, index).trim() === ''
      if (!slash && !whole.endsWith('/>')) sameName.push(isFirst ? at : -1)
      const opened = slash ? sameName.pop() : undefined
      if (opened !== undefined && opened >= 0 && !ends.has(opened)) ends.set(opened, end)
    }
    at = end
  }
  return ends
}

/** The tags around blocks, but for those in code. */
function tagsIn(line: string): RegExpExecArray[] {
  if (!line.includes('<')) return []
  const tags = [...line.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length)).matchAll(tag)]
  return tags.filter(([, , name = '']) => !isInline(name))
}

const tag = /(?<!\\)<(\/?)([a-z][\w-]*)(?:\s+[\w-]+="[^"]*")*\s*\/?>/g

function endOfFence(lines: readonly string[], at: number, fence: string): number {
  for (let end = at + 1; end < lines.length; end += 1) {
    const line = (lines[end] ?? '').trim()
    if (line.startsWith(fence) && /^(?:`+|~+)$/.test(line)) return end + 1
  }
  return lines.length
}

function fenceOf(line: string): string | null {
  return /^\s*(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? null
}

function leadingTag(text: string): LeadingTag | null {
  const [whole, slash, name = '', attributes = '', close] =
    /^<(\/?)([a-z][\w-]*)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>/.exec(text) ?? []
  if (whole === undefined) return null
  return { name, attributes, opens: !slash && !close, rest: text.slice(whole.length) }
}

function depthOf(line: string): number {
  return /^\t*/.exec(line)?.[0].length ?? 0
}

function outdented(line: string, depth: number): string {
  return line.slice(Math.min(depth, depthOf(line)))
}
