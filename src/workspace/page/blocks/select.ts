import type { StaticSelect } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'
import { withEmoji } from './emoji.ts'

/** A menu that one thing is chosen from. The browser's own, so that it works with a keyboard and on a phone. */
export function select(element: StaticSelect, properties: object): ReactNode {
  const initial = element.initial_option?.value ?? ''
  return h(
    'select',
    { className: 'select', defaultValue: initial, ...properties },
    h('option', { value: '' }, element.placeholder?.text ?? 'Choose…'),
    (element.options ?? []).map(({ text, value }) => h('option', { key: value, value }, withEmoji(text.text))),
  )
}
