import { createElement as h, type ReactNode } from 'react'
import type { Channel } from '../model.ts'
import { icon } from './icon.ts'
import type { Viewer } from './workspace-reader.ts'

type Place = { readonly channel: Channel; readonly viewer: Viewer; readonly threadTs: string | null }

/** Where one writes. The script offers commands and people while one types, and sends with Enter. */
export function composer({ channel, viewer, threadTs }: Place): ReactNode {
  const { app } = viewer.workspace
  const place = channel.kind === 'im' ? app.name : `#${channel.name}`
  const label = threadTs === null ? `Message ${place}` : 'Reply'
  const id = `composer-${threadTs === null ? 'channel' : 'thread'}`
  if (channel.isArchived) return h('p', { className: 'composer closed' }, 'This channel is archived.')
  return h(
    'form',
    {
      className: 'composer',
      'data-key': `composer ${channel.id} ${threadTs ?? ''}`,
      'data-keep': '',
      'data-channel': channel.id,
      'data-thread': threadTs ?? undefined,
    },
    h('ul', { className: 'offers', id: `${id}-offers`, role: 'listbox', 'aria-label': 'Suggestions', hidden: true }),
    h('textarea', {
      id,
      name: 'text',
      rows: 1,
      placeholder: threadTs === null ? `Message ${place}, or / for commands` : `Reply, or @${app.botName} to ask`,
      'aria-label': label,
      role: 'combobox',
      'aria-expanded': false,
      'aria-autocomplete': 'list',
      'aria-controls': `${id}-offers`,
      autoComplete: 'off',
      spellCheck: true,
    }),
    h('button', { type: 'submit', className: 'send', 'aria-label': 'Send', title: 'Send (Enter)' }, icon('send')),
  )
}
