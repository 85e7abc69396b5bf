import { createElement as h, type ReactNode } from 'react'
import type { Message } from '../model.ts'
import { emojiText } from './blocks/emoji.ts'
import { icon } from './icon.ts'
import { displayName, type Viewer } from './workspace-reader.ts'

/** What can be added with a click; the same four answer to the keys 1 to 4. */
export const quickReactions = ['+1', '-1', 'eyes', 'white_check_mark'] as const

/** The chips below a message; nothing where nobody has reacted. */
export function reactions(message: Message, viewer: Viewer): ReactNode {
  if (message.reactions.length === 0) return null
  return h(
    'div',
    { className: 'reactions' },
    message.reactions.map(({ name, users }) => {
      const who = users.map((id) => (id === viewer.person.id ? 'You' : displayName(viewer.workspace.state.person(id))))
      const label = `${who.join(', ')} reacted with ${name.replaceAll('_', ' ')}`
      return h(
        'button',
        {
          key: name,
          type: 'button',
          className: 'chip',
          'data-key': name,
          'data-react': name,
          'aria-pressed': users.includes(viewer.person.id),
          'aria-label': label,
          title: label,
        },
        emojiText(name),
        h('span', {}, users.length),
      )
    }),
    h(
      'details',
      { className: 'picker', 'data-key': 'picker' },
      h('summary', { className: 'chip', 'aria-label': 'Add a reaction', title: 'Add a reaction' }, icon('smile')),
      h('div', { className: 'menu row' }, quickReactions.map(reactButton)),
    ),
  )
}

/** One of the quick reactions. */
export function reactButton(name: string): ReactNode {
  const label = `React with ${name.replaceAll('_', ' ')}`
  return h(
    'button',
    { key: name, type: 'button', 'data-react': name, 'aria-label': label, title: label },
    emojiText(name),
  )
}
