import type { z } from 'zod'
import { homeView, modalView, outgoingMessage, slackErrorsOf } from '../../src/block-kit/limits.ts'

/** A text of so many characters. */
export const x = (length: number): string => 'x'.repeat(length)
/** So many of what `item` makes. */
export const times = <Item>(length: number, item: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, n) => item(n))
/** A `plain_text` object. */
export const plain = (text: string) => ({ type: 'plain_text', text })
/** The smallest block. */
export const divider = { type: 'divider' }
/** One choice. */
export const option = { text: plain('One'), value: '1' }
/** A button with its action id. */
export const button = { type: 'button', action_id: 'a', text: plain('Press') }
/** One of the two feedback buttons. */
export const thumb = { text: plain('Right'), value: '1' }
/** Both feedback buttons. */
export const thumbs = { type: 'feedback_buttons', action_id: 'a', positive_button: thumb, negative_button: thumb }
/** A field to type into. */
export const typing = { type: 'plain_text_input', action_id: 'a' }
/** Radio buttons with one choice. */
export const radio = { type: 'radio_buttons', action_id: 'a', options: [option] }
/** A menu with one choice. */
export const select = { type: 'static_select', action_id: 'a', options: [option] }
/** An image block. */
export const picture = { type: 'image', alt_text: 'A chart', image_url: 'https://example.com/a.png' }
/** A confirmation dialog. */
export const confirm = { title: plain('Sure?'), text: plain('It goes.'), confirm: plain('Yes'), deny: plain('No') }

/** A message of these blocks, to be held against what Slack takes. */
export const message = (...blocks: unknown[]) => ({ schema: outgoingMessage, value: { text: 'Hello', blocks } })
/** A modal with a title and a submit button, unless given otherwise. */
export const modal = (given: object, ...blocks: unknown[]) => ({
  schema: modalView,
  value: { type: 'modal', title: plain('Title'), submit: plain('Save'), blocks, ...given },
})
/** A home tab of these blocks. */
export const home = (...blocks: unknown[]) => ({ schema: homeView, value: { type: 'home', blocks } })
/** A message of one section. */
export const section = (given: object) => message({ type: 'section', ...given })
/** A message of one row of buttons and menus. */
export const actions = (...elements: unknown[]) => message({ type: 'actions', elements })
/** A modal of one form field. */
export const input = (given: object) => modal({}, { type: 'input', label: plain('Why?'), element: typing, ...given })
/** The rows of a table. */
export const cells = (rows: number, columns: number) =>
  times(rows, () => times(columns, () => ({ type: 'raw_text', text: '1' })))

/** Something, and the schema of what Slack takes in its place. */
export type Checked = { readonly schema: z.ZodType; readonly value: unknown }
/** What Slack would say about it; nothing is fine. */
export const errorsOf = ({ schema, value }: Checked): string[] => {
  const checked = schema.safeParse(value)
  return checked.success ? [] : slackErrorsOf(checked.error, schema === outgoingMessage ? '' : '/view')
}

/** A text element of rich text. */
export const text = (given: string) => ({ type: 'text', text: given })
/** A message of one rich text block. */
export const rich = (...elements: unknown[]) => message({ type: 'rich_text', elements })
/** A message of one line of rich text. */
export const richLine = (...elements: unknown[]) => rich({ type: 'rich_text_section', elements })
