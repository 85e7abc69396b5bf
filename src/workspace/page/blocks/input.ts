import type { InputBlock } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'
import { acting } from './button.ts'
import { entry } from './control.ts'
import { withEmoji } from './emoji.ts'
import type { Surroundings } from './surroundings.ts'

const grouped = new Set(['radio_buttons', 'checkboxes'])

/** A labelled input of a form; the script reads it by its name, `block_id/action_id`. */
export function input(block: InputBlock, blockId: string, around: Surroundings): ReactNode {
  const { element, label, hint, optional } = block
  const id = `input-${blockId}-${element.action_id ?? ''}`
  const error = around.errors[blockId]
  const isGroup = grouped.has(element.type)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  const properties = {
    ...(isGroup
      ? {}
      : { id, 'aria-required': !optional, 'aria-describedby': described, 'aria-invalid': error ? true : undefined }),
    'data-entry': element.type,
    autoFocus: 'focus_on_load' in element && element.focus_on_load ? true : undefined,
    ...(block.dispatch_action ? acting(blockId, element) : {}),
  }
  const name = `${blockId}/${element.action_id ?? ''}`
  const caption = [
    withEmoji(label.text),
    optional && h('span', { key: 'optional', className: 'optional' }, ' (optional)'),
  ]
  return h(
    isGroup ? 'fieldset' : 'div',
    {
      className: error ? 'input wrong' : 'input',
      role: element.type === 'radio_buttons' ? 'radiogroup' : undefined,
      'aria-describedby': isGroup ? described : undefined,
    },
    isGroup ? h('legend', {}, caption) : h('label', { htmlFor: id }, caption),
    entry(element, name, properties, around.names),
    hint && h('p', { id: `${id}-hint`, className: 'hint' }, withEmoji(hint.text)),
    error && h('p', { id: `${id}-error`, className: 'error', role: 'alert' }, error),
  )
}
