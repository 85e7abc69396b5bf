import type { Checkboxes, RadioButtons } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'
import type { Names } from './surroundings.ts'
import { text } from './text.ts'

/** Radio buttons or check boxes, each with its description below it. `group` keeps radio buttons apart from others. */
export function choices(
  element: RadioButtons | Checkboxes,
  group: string,
  properties: object,
  names: Names,
): ReactNode {
  const type = element.type === 'checkboxes' ? 'checkbox' : 'radio'
  const initial = element.type === 'checkboxes' ? (element.initial_options ?? []) : [element.initial_option]
  const chosen = initial.map((one) => one?.value)
  return h(
    'div',
    { className: 'choices' },
    element.options.map((one) =>
      h(
        'label',
        { key: one.value },
        h('input', {
          type,
          value: one.value ?? '',
          name: group,
          defaultChecked: chosen.includes(one.value),
          ...properties,
        }),
        h('span', {}, text(one.text, names), one.description && h('small', {}, text(one.description, names))),
      ),
    ),
  )
}
