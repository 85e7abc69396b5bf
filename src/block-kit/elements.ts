import type {
  Button,
  ColorScheme,
  ConfirmationDialog,
  PlainTextInput,
  PlainTextOption,
  RadioButtons,
  StaticSelect,
} from '@slack/types'
import { clamped } from '../untrusted/clamped.ts'
import { clean } from '../untrusted/clean.ts'
import { safeUrl } from '../untrusted/safe-url.ts'
import { line, plain } from './text-objects.ts'

export type Confirmation = {
  readonly title: string
  readonly text: string
  readonly confirm: string
  readonly deny: string
}

/** One choice: `value` comes back to us and is never cut. */
export type Choice = { readonly text: string; readonly value: string }

const confirmation = ({ title, text, confirm, deny }: Confirmation): ConfirmationDialog => ({
  title: line(title, 100),
  text: plain(text, 300),
  confirm: line(confirm, 30),
  deny: line(deny, 30),
})

/** A button. With an address that `safeUrl` refuses it is one that opens nothing. */
export function button(given: {
  readonly text: string
  readonly actionId: string
  readonly value?: string
  readonly url?: string
  readonly style?: ColorScheme
  readonly confirm?: Confirmation
}): Button {
  const url = given.url === undefined ? undefined : safeUrl(given.url)
  return {
    type: 'button',
    action_id: given.actionId,
    text: line(given.text, 75),
    ...(given.value !== undefined && { value: given.value }),
    ...(url !== undefined && { url }),
    ...(given.style !== undefined && { style: given.style }),
    ...(given.confirm !== undefined && { confirm: confirmation(given.confirm) }),
  }
}

/** A field to type into, of at most 3,000 characters or fewer. */
export function textInput(given: {
  readonly actionId: string
  readonly multiline?: boolean
  readonly placeholder?: string
  readonly initial?: string
  readonly maxLength?: number
}): PlainTextInput {
  const longest = given.maxLength ?? 3_000
  return {
    type: 'plain_text_input',
    action_id: given.actionId,
    max_length: longest,
    ...(given.multiline !== undefined && { multiline: given.multiline }),
    ...(given.placeholder !== undefined && { placeholder: line(given.placeholder, 150) }),
    ...(given.initial !== undefined && { initial_value: clamped(clean(given.initial), longest) }),
  }
}

type Choosing = { readonly actionId: string; readonly choices: readonly Choice[]; readonly initial?: string }

/** The options, and the one whose value is chosen at first if there is one. */
function optionsOf({ choices, initial }: Choosing) {
  const options: PlainTextOption[] = choices.map(({ text, value }) => ({ text: line(text, 75), value }))
  const chosen = options.find(({ value }) => value === initial)
  return { options, ...(chosen !== undefined && { initial_option: chosen }) }
}

/** A menu of at most 100 choices. */
export const select = (given: Choosing & { readonly placeholder?: string }): StaticSelect => ({
  type: 'static_select',
  action_id: given.actionId,
  ...optionsOf(given),
  ...(given.placeholder !== undefined && { placeholder: line(given.placeholder, 150) }),
})

/** At most ten choices, all in sight. */
export const radio = (given: Choosing): RadioButtons => ({
  type: 'radio_buttons',
  action_id: given.actionId,
  ...optionsOf(given),
})
