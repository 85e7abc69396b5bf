import type { RichTextBlock } from '@slack/types'
import { context } from './blocks.ts'
import type { MessageBlock } from './chart-block.ts'
import { shortened, shortest } from './shortened.ts'
import { textBudget, textWeight } from './weight.ts'

const mostBlocks = 50
const cutNote = context('… cut for length')

/**
 * These blocks, made to fit into one message. First the longest texts are cut, all to the same length; only when that
 * is not enough do list items and blocks go, from the end and those with buttons last, and a closing line says so.
 * Never throws.
 */
export function fitted(blocks: readonly MessageBlock[]): MessageBlock[] {
  let kept = blocks.length > mostBlocks ? withNote(blocks) : [...blocks]
  for (let excess = leastExcess(kept); excess > 0 && kept.some(isContent); excess = leastExcess(kept))
    kept = withNote(lighter(kept.filter(isContent), excess))
  return excessOf(kept) > 0 ? shortened(kept, longestThatFits(kept)) : kept
}

const isContent = (block: MessageBlock): boolean => block !== cutNote

function withNote(blocks: readonly MessageBlock[]): MessageBlock[] {
  const kept = [...blocks]
  while (kept.length >= mostBlocks) kept.splice(lastToGo(kept), 1)
  return [...kept, cutNote]
}

const excessOf = (blocks: readonly MessageBlock[]): number => textWeight(blocks) - textBudget(blocks.length)

/** By how much these blocks are too heavy even with every text at its shortest. */
const leastExcess = (blocks: readonly MessageBlock[]): number => excessOf(shortened(blocks, shortest))

/** The greatest length at which all texts together are light enough, found by halving. */
function longestThatFits(blocks: readonly MessageBlock[]): number {
  let [low, high] = [shortest, textBudget(0)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (excessOf(shortened(blocks, middle)) > 0) high = middle - 1
    else low = middle
  }
  return low
}

function lastToGo(blocks: readonly MessageBlock[]): number {
  const last = blocks.findLastIndex((block) => !isInteractive(block))
  return last < 0 ? blocks.length - 1 : last
}

const isInteractive = (block: MessageBlock): boolean =>
  ['actions', 'context_actions', 'input'].includes(block.type) ||
  ('accessory' in block && block.accessory !== undefined && 'action_id' in block.accessory)

function lighter(blocks: readonly MessageBlock[], excess: number): MessageBlock[] {
  const index = lastToGo(blocks)
  return blocks.toSpliced(index, 1, ...blocks.slice(index, index + 1).flatMap((block) => remainderOf(block, excess)))
}

/** What stays of a block that is too heavy: its first rows or paragraphs, or nothing. */
function remainderOf(block: MessageBlock, excess: number): MessageBlock[] {
  if (block.type === 'rich_text') return remainderOfText(block, excess)
  if (block.type !== 'table') return []
  const rows = withoutLast(block.rows, excess)
  return rows.length > 0 ? [{ ...block, rows }] : []
}

function remainderOfText(block: RichTextBlock, excess: number): MessageBlock[] {
  const elements = withoutLast(block.elements, excess)
  const [cut, ...gone] = block.elements.slice(elements.length)
  if (cut?.type === 'rich_text_list') {
    const items = withoutLast(cut.elements, excess - leastWeight(gone))
    if (items.length > 0) elements.push({ ...cut, elements: items })
  }
  return elements.length > 0 ? [{ ...block, elements }] : []
}

const leastWeight = (content: object): number => textWeight(shortened(content, shortest))

/** All but the last items, of which as many go as together weigh `excess`. */
function withoutLast<Item extends object>(items: readonly Item[], excess: number): Item[] {
  let shed = 0
  const last = items.findLastIndex((item) => {
    const stays = shed >= excess
    shed += leastWeight(item)
    return stays
  })
  return items.slice(0, last + 1)
}
