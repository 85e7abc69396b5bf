import type { ActionsBlockElement, InputBlockElement, SectionBlockAccessory } from '@slack/types'
import { Fragment, createElement as h, type ReactNode } from 'react'
import { acting, button } from './button.ts'
import { choices } from './choice.ts'
import { imageElement } from './image.ts'
import { select } from './select.ts'
import type { Names } from './surroundings.ts'
import { textInput } from './text-input.ts'

/** An element that acts by itself, in an actions block or beside a section. */
export function control(
  element: ActionsBlockElement | SectionBlockAccessory,
  blockId: string,
  names: Names,
  key?: string,
): ReactNode {
  if (element.type === 'button') return button(element, blockId, key)
  if (element.type === 'image') return imageElement(element, 'thumbnail', key)
  if (element.type === 'overflow' || element.type === 'workflow_button') return unsupported(element.type, key)
  const label = 'placeholder' in element ? element.placeholder?.text : undefined
  const properties = { ...acting(blockId, element), 'aria-label': label }
  return h(Fragment, { key }, entry(element, `${blockId}/${element.action_id ?? ''}`, properties, names))
}

/** An element that is filled in; `properties` say whether it acts at once or is sent with a form. */
export function entry(element: InputBlockElement, name: string, properties: object, names: Names): ReactNode {
  if (element.type === 'plain_text_input') return textInput(element, { name, ...properties })
  if (element.type === 'static_select') return select(element, { name, ...properties })
  if (element.type === 'radio_buttons' || element.type === 'checkboxes')
    return choices(element, name, properties, names)
  return unsupported(element.type)
}

/** Said aloud, because what silently vanished here would be taken for what Slack shows. */
export function unsupported(type: string, key?: string): ReactNode {
  return h('p', { key, className: 'unsupported' }, `Slack shows “${type}” here; this local workspace can't.`)
}
