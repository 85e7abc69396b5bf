import type { PlainTextInput } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'

/** A line or a few to write, as limited as Slack's. */
export function textInput(element: PlainTextInput, properties: object): ReactNode {
  const common = {
    className: 'field',
    placeholder: element.placeholder?.text,
    defaultValue: element.initial_value,
    minLength: element.min_length,
    maxLength: element.max_length,
    ...properties,
  }
  return element.multiline
    ? h('textarea', { ...common, rows: 4 })
    : h('input', { ...common, type: 'text', autoComplete: 'off' })
}
