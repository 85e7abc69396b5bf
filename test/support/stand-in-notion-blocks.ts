import { bodyOf, hiddenId, hiddenIn, unknownTag } from './stand-in-notion-bodies.ts'
import { type HiddenBlock, idOf, type NotionPage } from './stand-in-notion-model.ts'
import { richText } from './stand-in-notion-values.ts'

/** A block as it stands in a page's markdown; `text` is its own first line, without those of its children. */
export type NotionBlock = {
  readonly id: string
  readonly type: string
  readonly text: string
  readonly children: readonly NotionBlock[]
  readonly hidden?: HiddenBlock
}

const containers: Readonly<Record<string, string>> = {
  details: 'toggle',
  callout: 'callout',
  columns: 'column_list',
  column: 'column',
  synced_block: 'synced_block',
  synced_block_reference: 'synced_block',
  table: 'table',
  tr: 'table_row',
}

const starts: readonly (readonly [RegExp, string])[] = [
  [/^# /, 'heading_1'],
  [/^## /, 'heading_2'],
  [/^### /, 'heading_3'],
  [/^#### /, 'heading_4'],
  [/^- \[[ x]\] /, 'to_do'],
  [/^- /, 'bulleted_list_item'],
  [/^\d+\. /, 'numbered_list_item'],
  [/^> /, 'quote'],
  [/^---$/, 'divider'],
]

/** The blocks of a page, read from its markdown. Their ids come from their places. */
export function blocksOf(page: NotionPage): readonly NotionBlock[] {
  const markdown = bodyOf(page)
  const hidden = new Map(hiddenIn(page, markdown).map(([name, block]) => [unknownTag(page, name, block), name]))
  const read = (lines: readonly string[], place: string): NotionBlock[] => {
    const blocks: NotionBlock[] = []
    for (let at = 0; at < lines.length; ) {
      const end = endOf(lines, at)
      const own = lines.slice(at, end)
      const id = idOf(`${page.id} ${place}.${blocks.length}`)
      at = end
      const name = hidden.get(own[0]?.trim() ?? '')
      const block = name === undefined ? undefined : page.hidden[name]
      if (name !== undefined && block) blocks.push(hiddenBlock(hiddenId(page, name), block))
      else if (own[0]?.trim())
        blocks.push({ id, ...contentOf(own, (inner) => read(inner, `${place}.${blocks.length}`)) })
    }
    return blocks
  }
  return read(markdown.split('\n'), 'block')
}

/** The block of that id, at any depth. */
export function blockOf(blocks: readonly NotionBlock[], id: string): NotionBlock | undefined {
  for (const block of blocks) {
    const found = block.id === id ? block : blockOf(block.children, id)
    if (found) return found
  }
  return undefined
}

/** The part of the API's block object that is about content. */
export function blockContentJson({ type, text, hidden }: NotionBlock): Record<string, unknown> {
  if (hidden?.because === 'unsupported') return { type, [type]: { caption: [], url: hidden.url ?? null } }
  if (type === 'unsupported') return { type, unsupported: { block_type: 'unknown' } }
  if (type === 'table_row') return { type, table_row: { cells: cellsOf(text).map(richText) } }
  if (type === 'divider' || type === 'column_list' || type === 'column') return { type, [type]: {} }
  if (type === 'synced_block') return { type, synced_block: { synced_from: null } }
  if (type === 'code') return { type, code: { rich_text: richText(text), caption: [], language: 'plain text' } }
  return { type, [type]: { rich_text: richText(text), color: 'default' } }
}

function hiddenBlock(id: string, hidden: HiddenBlock): NotionBlock {
  const type =
    hidden.because === 'unsupported' ? hidden.type : hidden.because === 'unshared' ? 'child_page' : 'paragraph'
  return { id, type, text: hidden.because === 'left_out' ? hidden.markdown : '', children: [], hidden }
}

/** Where the block that begins at a line ends: with its closing tag or fence, or before the next line as deep as it. */
function endOf(lines: readonly string[], at: number): number {
  const first = lines[at] ?? ''
  const depth = depthOf(first)
  const closing = closingOf(first.trim())
  if (closing === null) {
    const next = lines.findIndex((line, index) => index > at && depthOf(line) <= depth)
    return next === -1 ? lines.length : next
  }
  const last = lines.findIndex((line, index) => index > at && depthOf(line) <= depth && line.trim() === closing)
  return last === -1 ? lines.length : last + 1
}

function closingOf(line: string): string | null {
  if (line.startsWith('```')) return '```'
  const [, tag] = /^<(\w+)[^>]*>$/.exec(line) ?? []
  return tag !== undefined && tag in containers && !line.endsWith('/>') ? `</${tag}>` : null
}

function contentOf(
  lines: readonly string[],
  read: (lines: readonly string[]) => NotionBlock[],
): Pick<NotionBlock, 'type' | 'text' | 'children'> {
  const first = lines[0]?.trim() ?? ''
  if (first.startsWith('```')) return { type: 'code', text: lines.slice(1, -1).join('\n'), children: [] }
  const [, tag = ''] = /^<(\w+)/.exec(first) ?? []
  const container = closingOf(first) === null ? undefined : containers[tag]
  if (container === undefined) {
    const [pattern, type] = starts.find(([start]) => start.test(first)) ?? [/^/, 'paragraph']
    return { type, text: visibleText(first.replace(pattern, '')), children: read(lines.slice(1)) }
  }
  const inner = lines.slice(1, -1)
  if (container === 'table_row') return { type: container, text: inner.join('\n'), children: [] }
  const [summary] = inner.flatMap((line) => /^\s*<summary>(.*)<\/summary>$/.exec(line)?.[1] ?? [])
  const children = read(inner.filter((line) => !/^\s*<summary>/.test(line)))
  return { type: container, text: visibleText(summary ?? ''), children }
}

function cellsOf(row: string): string[] {
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map((match) => visibleText(match[1] ?? ''))
}

/** What a reader sees: without tags, with what was escaped. */
function visibleText(markdown: string): string {
  return markdown.replaceAll(/<(?!http)[^>]*>/g, '').replaceAll(/\\([\\*~`$[\]<>{}|^])/g, '$1')
}

function depthOf(line: string): number {
  return /^\t*/.exec(line)?.[0].length ?? 0
}
