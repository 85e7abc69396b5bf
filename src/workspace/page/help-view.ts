import { createElement as h, type ReactNode } from 'react'
import { icon } from './icon.ts'

const keys: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['J', '↓'], 'Next message'],
  [['K', '↑'], 'Previous message'],
  [['Enter'], 'Open the thread of a message'],
  [['R', '1–4'], 'React to a message: 👍 👎 👀 ✅'],
  [['M'], 'Menu of a message'],
  [['/'], 'Write a message or a command'],
  [['Alt', '↑ ↓'], 'Previous or next channel'],
  [['Enter'], 'Send what you wrote'],
  [['Shift', 'Enter'], 'New line while writing'],
  [['Tab'], 'Take the suggestion while writing'],
  [['Esc'], 'Close what is open'],
  [['?'], 'This list'],
]

/** The list of keys that `?` opens. */
export function helpDialog(): ReactNode {
  return h(
    'dialog',
    { id: 'help', className: 'card', 'aria-labelledby': 'help-title' },
    h(
      'header',
      {},
      h('h2', { id: 'help-title' }, 'Keyboard shortcuts'),
      h(
        'form',
        { method: 'dialog' },
        h('button', { type: 'submit', className: 'icon-button', 'aria-label': 'Close' }, icon('close')),
      ),
    ),
    h(
      'dl',
      {},
      keys.map(([names, does]) =>
        h(
          'div',
          { key: does },
          h(
            'dt',
            {},
            names.map((name) => h('kbd', { key: name }, name)),
          ),
          h('dd', {}, does),
        ),
      ),
    ),
  )
}
