import type { ContextActionsBlock, ContextBlock, RichTextSection } from '@slack/types'
import { context, feedback } from '../block-kit/blocks.ts'
import type { MessageBlock } from '../block-kit/chart-block.ts'
import { type Part, paragraph, plainPart } from '../block-kit/rich-text.ts'
import { modelLine } from '../words.ts'
import { actionIds } from './action-ids.ts'

/** A message before it is made to fit: `text` is untrusted and what a notification says. */
export type Shown = { readonly text: string; readonly blocks: readonly MessageBlock[] }

/** Untrusted text with weight. */
export const bold = (text: string): Part => plainPart(text, 'bold')
/** Untrusted text, set apart. */
export const italic = (text: string): Part => plainPart(text, 'italic')
/** Untrusted text as it would be typed. */
export const code = (text: string): Part => plainPart(text, 'code')

/** A person, by an id that Slack gave us. */
export const person = (id: string): Part => ({ type: 'user', user_id: id })

/** Things in a row with words between them: "a, b and c". */
export function series(items: readonly (readonly Part[])[]): Part[] {
  return items.flatMap((item, place) => {
    const between = place === 0 ? [] : [place === items.length - 1 ? ' and ' : ', ']
    return [...between, ...item]
  })
}

/** Lines below each other: not every client begins a new line where a new section begins. */
export const lines = (...rows: readonly (readonly Part[])[]): RichTextSection =>
  paragraph(...rows.filter((row) => row.length > 0).flatMap((row, place) => (place === 0 ? row : ['\n', ...row])))

/** Slack's thumbs: what is below them is judged by them. */
export const thumbs = (): ContextActionsBlock =>
  feedback({
    blockId: 'vote',
    actionId: actionIds.vote,
    positive: { text: 'Correct', value: 'up' },
    negative: { text: 'Wrong', value: 'down' },
  })

/** Who answered, as small print. */
export const madeBy = (model: string): ContextBlock => context(sentence(modelLine(model)))

/** With a capital letter at its beginning. */
export const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
