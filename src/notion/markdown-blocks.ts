import { blockEnds, depthOf, fenceOf } from './markdown-extent.ts'
import { attributesIn, isInline } from './markdown-tags.ts'
import { UnreadablePage } from './unreadable-page.ts'

/** A block of Notion's dialect. `text` is still in the dialect; what is below a block is deeper by a tab, or in its tag. */
export type Block =
  | { readonly kind: 'heading' | 'item'; readonly marker: string; readonly text: string; readonly below: Blocks }
  | { readonly kind: 'paragraph'; readonly text: string; readonly isBold?: true; readonly below: Blocks }
  | { readonly kind: 'quote'; readonly text: string; readonly below: Blocks }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly source: string; readonly hasHeader: boolean }
  | { readonly kind: 'rule' }
type Blocks = readonly Block[]

const mostLevels = 100

/** Reads lines of the dialect: one block each, unless a fence or a tag holds several together. */
export function readBlocks(lines: readonly string[], level = 0): Block[] {
  if (level > mostLevels) throw new UnreadablePage(`its blocks are nested more than ${mostLevels} levels deep.`)
  const blocks: Block[] = []
  const endOf = blockEnds(lines)
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const end = endOf(at)
    if (line.trim() !== '') blocks.push(...blocksIn(lines.slice(at, end), level + 1))
    at = end
  }
  return blocks
}

function blocksIn(lines: readonly string[], level: number): Block[] {
  const [first = '', ...below] = lines
  const depth = depthOf(first)
  const text = first.slice(depth).trim()
  if (fenceOf(first)) return [{ kind: 'code', lines: lines.map((line) => outdented(line, depth)) }]
  if (text === '$$') return [{ kind: 'code', lines: ['```', ...lines.slice(1, -1).map((line) => line.trim()), '```'] }]
  const leading = leadingTag(text)
  if (!leading || isInline(leading.name)) return [lineBlock(text, readBlocks(below, level))]
  if (leading.opens && lines.at(-1)?.trim().endsWith(`</${leading.name}>`)) return taggedBlocks(leading, lines, level)
  // A tag with nothing in it, or what is left of one; what stands beside and below it counts.
  return readBlocks([withoutTags(leading.rest), ...below], level)
}

function lineBlock(whole: string, below: Blocks): Block {
  const text = whole.replace(/(?<!\\)\{(?:\s*[\w-]+="[^"]*")+\s*\}$/, '').trim()
  const [, heading, title = ''] = /^(#{1,6})(?:\s+(.*))?$/.exec(text) ?? []
  if (heading !== undefined) return { kind: 'heading', marker: `${heading} `, text: title, below }
  const [, bullet, box = '', item = ''] = /^([-*+]|\d{1,9}[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/.exec(text) ?? []
  if (bullet !== undefined) {
    const marker = /\d/.test(bullet) ? `${bullet} ` : '- '
    return { kind: 'item', marker, text: box === '' ? item : `[${box.toLowerCase()}] ${item}`, below }
  }
  if (/^(?:---|\*\*\*|___)$/.test(text)) return { kind: 'rule' }
  const [, quote] = /^>(?:\s+(.*))?$/.exec(text) ?? []
  if (/^>(?:\s|$)/.test(text)) return { kind: 'quote', text: quote ?? '', below }
  return { kind: 'paragraph', text, below }
}

type LeadingTag = {
  readonly name: string
  readonly attributes: string
  readonly opens: boolean
  readonly rest: string
}

function taggedBlocks({ name, attributes, rest }: LeadingTag, lines: readonly string[], level: number): Block[] {
  const closing = new RegExp(`</${name}>\\s*$`)
  const inner = [rest, ...lines.slice(1)].join('\n').replace(closing, '').split('\n')
  switch (name) {
    case 'table':
      return [{ kind: 'table', source: inner.join('\n'), hasHeader: attributesIn(attributes).headerrow === 'true' }]
    case 'callout':
      return [{ kind: 'quote', text: '', below: readBlocks(inner, level) }]
    case 'summary':
      return lines.length === 1
        ? [{ kind: 'paragraph', text: rest.replace(closing, ''), isBold: true, below: [] }]
        : readBlocks(inner, level)
    case 'tab': {
      const { title = '' } = attributesIn(attributes)
      return [{ kind: 'paragraph', text: title, isBold: true, below: readBlocks(inner, level) }]
    }
    // Who said what in a meeting is no part of a postmortem, and Notion gives only a note that it is there.
    case 'transcript':
      return []
    default:
      return readBlocks(inner, level)
  }
}

function leadingTag(text: string): LeadingTag | null {
  const [whole, slash, name = '', attributes = '', close] =
    /^<(\/?)([a-z][\w-]*)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>/.exec(text) ?? []
  if (whole === undefined) return null
  return { name, attributes, opens: !slash && !close, rest: text.slice(whole.length) }
}

function withoutTags(text: string): string {
  let rest = text.trim()
  for (let tag = leadingTag(rest); tag && !isInline(tag.name); tag = leadingTag(rest)) rest = tag.rest.trim()
  return rest
}

function outdented(line: string, depth: number): string {
  return line.slice(Math.min(depth, depthOf(line)))
}
