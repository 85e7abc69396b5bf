import { type Block, readBlocks } from './markdown-blocks.ts'
import { type Mentions, plainLine } from './markdown-inline.ts'
import { rowsIn, tableLines } from './markdown-table.ts'

/**
 * Notion's dialect as GitHub's Markdown, and who is mentioned in it. Nothing that is written on the page is lost but
 * addresses of files; what only Notion can show is gone. Throws `UnreadablePage` for nesting without end. The dialect:
 * https://developers.notion.com/guides/data-apis/enhanced-markdown
 */
export function plainMarkdown(dialect: string): { readonly markdown: string; readonly people: readonly string[] } {
  const mentions: Mentions = { people: [] }
  const blocks = readBlocks(dialect.replaceAll('\r\n', '\n').replaceAll('\0', '').split('\n'))
  return { markdown: linesOf(blocks, mentions).join('\n').trim(), people: [...new Set(mentions.people)] }
}

function linesOf(blocks: readonly Block[], mentions: Mentions): string[] {
  const lines: string[] = []
  let previous: Block | null = null
  for (const block of blocks) {
    const own = linesOfBlock(block, mentions)
    if (own.length === 0) continue
    const isSameList = previous?.kind === 'item' && block.kind === 'item' && isNumbered(previous) === isNumbered(block)
    if (lines.length > 0 && !isSameList) lines.push('')
    lines.push(...own)
    previous = block
  }
  return lines
}

function linesOfBlock(block: Block, mentions: Mentions): string[] {
  switch (block.kind) {
    case 'code':
      return [...block.lines]
    case 'rule':
      return ['---']
    case 'table': {
      const rows = rowsIn(block.source).map((row) => row.map((cell) => plainLine(cell, mentions).trim()))
      return tableLines(rows, block.hasHeader)
    }
    case 'heading': {
      const title = plainLine(block.text, mentions)
        .replaceAll(/\s*\n\s*/g, ' ')
        .trim()
      return joined(title === '' ? [] : [block.marker + title], linesOf(block.below, mentions))
    }
    case 'paragraph': {
      const lines = textLines(block.text, mentions)
      return joined(block.isBold ? lines.map(bold) : lines, linesOf(block.below, mentions))
    }
    case 'quote': {
      const lines = joined(textLines(block.text, mentions), linesOf(block.below, mentions))
      return lines.map((line) => `> ${line}`.trimEnd())
    }
    case 'item':
      return itemLines(block, mentions)
  }
}

type Item = { readonly marker: string; readonly text: string; readonly below: readonly Block[] }

function itemLines({ marker, text, below }: Item, mentions: Mentions): string[] {
  const own = textLines(text, mentions)
  const children = linesOf(below, mentions)
  const isTight = below.every(({ kind }) => kind === 'item')
  const lines = isTight ? [...own, ...children] : joined(own, children)
  const indent = ' '.repeat(marker.length)
  return lines.map((line, index) => (index === 0 ? marker + line : line === '' ? '' : indent + line))
}

function textLines(text: string, mentions: Mentions): string[] {
  return plainLine(text, mentions)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function joined(lines: readonly string[], below: readonly string[]): string[] {
  return lines.length > 0 && below.length > 0 ? [...lines, '', ...below] : [...lines, ...below]
}

function bold(line: string): string {
  return `**${line.replaceAll('**', '')}**`
}

function isNumbered({ marker }: { readonly marker: string }): boolean {
  return /^\d/.test(marker)
}
