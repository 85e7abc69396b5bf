import { actions, context } from '../block-kit/blocks.ts'
import { button } from '../block-kit/elements.ts'
import { message, type OutgoingMessage } from '../block-kit/surfaces.ts'

/** The button that leads from a 👎 to the form that asks why; its value is the key of the message that was voted on. */
export const giveReason = 'give_reason'

/** Asks somebody who reacted with 👎 what is wrong. */
export function whyBlocks(postKey: string): OutgoingMessage {
  const text = 'Your 👎 is counted. What is wrong?'
  return message(text, [
    context(text),
    actions('why', button({ text: 'Say why', actionId: giveReason, value: postKey })),
  ])
}
