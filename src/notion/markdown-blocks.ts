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
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const end = endOf(lines, at)
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
  const tag = leadingTag(text)
  if (!tag || isInline(tag.name)) return [lineBlock(text, below)]
  if (tag.opens && lines.at(-1)?.trim().endsWith(`</${tag.name}>`)) return taggedBlocks(tag, lines)
  // A tag with nothing in it, or what is left of one; what stands beside and below it counts.
  return readBlocks([tag.rest, ...below])
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
  const tag = leadingTag(text)
  const end = tag?.opens && !isInline(tag.name) ? endOfTag(lines, at, tag.name) : null
  return end ?? endOfBelow(lines, at)
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

/** Null where the tag is never closed. */
function endOfTag(lines: readonly string[], at: number, name: string): number | null {
  const tags = new RegExp(`(?<!\\\\)<(/?)${name}(?=[\\s>])[^<>]*>`, 'g')
  let open = 0
  for (let end = at; end < lines.length; ) {
    const line = lines[end] ?? ''
    const fence = fenceOf(line)
    if (fence !== null) {
      end = endOfFence(lines, end, fence)
      continue
    }
    for (const [tag, slash] of line.matchAll(tags)) open += slash ? -1 : tag.endsWith('/>') ? 0 : 1
    end += 1
    if (open <= 0) return end
  }
  return null
}

function endOfFence(lines: readonly string[], at: number, fence: string): number {
  const isLast = (line: string): boolean => line.trim().startsWith(fence) && /^(`+|~+)$/.test(line.trim())
  const last = lines.findIndex((line, index) => index > at && isLast(line))
  return last === -1 ? lines.length : last + 1
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
