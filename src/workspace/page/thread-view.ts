import { createElement as h, type ReactNode } from 'react'
import type { Channel } from '../model.ts'
import { composer } from './composer-view.ts'
import { icon } from './icon.ts'
import { replyList, together } from './message-list.ts'
import { messageView } from './message-view.ts'
import type { Viewer } from './workspace-reader.ts'

/** A message and its replies, in the pane beside the channel. Null for a message that is not there any more. */
export function threadView(channel: Channel, ts: string, viewer: Viewer): ReactNode {
  const { people } = viewer.workspace
  const [parent, ...replies] = people.thread(channel.id, ts)
  if (!parent) return null
  const ephemerals = people
    .ephemerals(viewer.person.id)
    .filter(({ channelId, threadTs }) => channelId === channel.id && threadTs === ts)
  const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`
  return h(
    'section',
    { className: 'conversation', 'data-key': `${channel.id}/${ts}`, 'data-channel': channel.id, 'data-thread': ts },
    h(
      'header',
      { className: 'head' },
      h('h2', {}, 'Thread'),
      h('a', { className: 'topic', href: `#${channel.id}` }, channel.name ? `#${channel.name}` : 'Direct message'),
      h(
        'button',
        {
          type: 'button',
          className: 'icon-button',
          'data-close-thread': '',
          'aria-label': 'Close the thread',
          title: 'Close (Esc)',
        },
        icon('close'),
      ),
    ),
    h(
      'div',
      { className: 'log', role: 'log', 'aria-label': 'Thread', tabIndex: 0 },
      messageView(parent, viewer, { isGrouped: false }),
      h('div', { className: 'line replies', 'data-key': 'replies' }, h('span', {}, count)),
      replyList(together(replies, ephemerals), viewer),
    ),
    composer({ channel, viewer, threadTs: ts }),
  )
}
