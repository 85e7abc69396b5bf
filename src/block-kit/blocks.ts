import type {
  ActionsBlock,
  ActionsBlockElement,
  ContextActionsBlock,
  ContextBlock,
  ContextBlockElement,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  InputBlock,
  InputBlockElement,
  SectionBlock,
  SectionBlockAccessory,
} from '@slack/types'
import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'
import type { Choice } from './elements.ts'
import { line, orNothing, ownMrkdwn, plain } from './text-objects.ts'

/** A line in large letters. */
export const header = (text: string): HeaderBlock => ({ type: 'header', text: line(text, 150) })

/** A rule across the message. */
export const divider = (): DividerBlock => ({ type: 'divider' })

/** Mrkdwn that our own code wrote (`ownMrkdwn` says what that means), with a button or picture beside it. */
export const section = (text: string, accessory?: SectionBlockAccessory): SectionBlock => ({
  type: 'section',
  text: ownMrkdwn(text),
  ...(accessory !== undefined && { accessory }),
})

/** Small print of at most ten parts. A string is untrusted text; mrkdwn of our own is `ownMrkdwn`. */
export const context = (...parts: readonly (string | ContextBlockElement)[]): ContextBlock => ({
  type: 'context',
  elements: parts.map((part) => (typeof part === 'string' ? plain(part, 3_000) : part)),
})

/** Buttons and menus in a row. */
export const actions = (blockId: string, ...elements: readonly ActionsBlockElement[]): ActionsBlock => ({
  type: 'actions',
  block_id: blockId,
  elements: [...elements],
})

/** Slack's own pair of thumbs below a message. A click says nothing certain but its `value`. */
export const feedback = (given: {
  readonly blockId: string
  readonly actionId: string
  readonly positive: Choice
  readonly negative: Choice
}): ContextActionsBlock => ({
  type: 'context_actions',
  block_id: given.blockId,
  elements: [
    {
      type: 'feedback_buttons',
      action_id: given.actionId,
      positive_button: { text: line(given.positive.text, 75), value: given.positive.value },
      negative_button: { text: line(given.negative.text, 75), value: given.negative.value },
    },
  ],
})

/** A picture: one of our own files in Slack, or one on the web, with words for who can't see it. */
export function image(
  source: { readonly slackFileId: string } | { readonly url: string },
  { alt, title }: { readonly alt: string; readonly title?: string },
): ImageBlock {
  const words = {
    alt_text: clamped(orNothing(oneLine(alt)), 2_000),
    ...(title !== undefined && { title: line(title, 2_000) }),
  }
  return 'slackFileId' in source
    ? { type: 'image', slack_file: { id: source.slackFileId }, ...words }
    : { type: 'image', image_url: source.url, ...words }
}

/** A labelled field of a form. */
export const input = (given: {
  readonly blockId: string
  readonly label: string
  readonly element: InputBlockElement
  readonly hint?: string
  readonly optional?: boolean
}): InputBlock => ({
  type: 'input',
  block_id: given.blockId,
  label: line(given.label, 2_000),
  element: given.element,
  ...(given.hint !== undefined && { hint: line(given.hint, 2_000) }),
  ...(given.optional !== undefined && { optional: given.optional }),
})
