import { createElement as h, type ReactNode } from 'react'
import type { Channel, Message } from '../model.ts'
import { avatar } from './avatar.ts'
import { composer } from './composer-view.ts'
import { emptyChannel } from './empty-view.ts'
import { appTabs, conversationHead } from './head-view.ts'
import { icon } from './icon.ts'
import { messageList, together } from './message-list.ts'
import { clockTime } from './time.ts'
import type { Viewer } from './workspace-reader.ts'

/** How many of the latest messages are shown at once; each “Load earlier” shows as many more. */
export const pageLength = 100

/** A channel or direct message: its latest messages, and all since `from` when a link leads to an earlier one. */
export function channelView(channel: Channel, viewer: Viewer, limit: number, from: string | null): ReactNode {
  const history = viewer.workspace.people.history(channel.id)
  const start = startOf(history, limit, from)
  const shown = together(
    history.slice(start),
    ephemeralsSince(start === 0 ? '' : (history[start]?.ts ?? ''), channel, viewer),
  )
  return h(
    'section',
    {
      className: 'conversation',
      'data-key': channel.id,
      'data-channel': channel.id,
      'data-shown': history.length - start,
    },
    channel.kind === 'im' ? appTabs(viewer, 'messages') : conversationHead(channel, viewer),
    h(
      'div',
      {
        className: 'log',
        role: 'log',
        'aria-label': `Messages in ${channel.name || 'this conversation'}`,
        tabIndex: 0,
      },
      start > 0 && earlier(start, history.length - start + pageLength),
      shown.length === 0
        ? emptyChannel(channel, viewer)
        : messageList(shown, viewer, (message) => threadBar(message, viewer)),
    ),
    composer({ channel, viewer, threadTs: null }),
  )
}

const before = 10

/** Where to begin, with a few messages before the one that a link leads to. */
function startOf(history: readonly Message[], limit: number, from: string | null): number {
  const linked = from === null ? -1 : history.findIndex(({ ts }) => ts === from)
  return Math.max(0, Math.min(history.length - limit, linked < 0 ? history.length : linked - before))
}

function ephemeralsSince(since: string, channel: Channel, { workspace, person }: Viewer): readonly Message[] {
  return workspace.people
    .ephemerals(person.id)
    .filter(({ channelId, threadTs, ts }) => channelId === channel.id && threadTs === null && ts >= since)
}

function earlier(hidden: number, limit: number): ReactNode {
  const label = `Load earlier messages (${hidden} more)`
  return h('button', { type: 'button', className: 'button earlier', 'data-key': 'earlier', 'data-limit': limit }, label)
}

/** Faces, count and time of the replies under a message that has any. */
function threadBar(message: Message, viewer: Viewer): ReactNode {
  if (message.ephemeralTo !== null || message.threadTs !== null) return null
  const { state } = viewer.workspace
  const replies = state.replies(message.channelId, message.ts)
  const last = replies.at(-1)
  if (!last) return null
  const faces = [...new Set(replies.map(({ userId }) => userId))].slice(0, 4)
  return h(
    'button',
    { type: 'button', className: 'thread-bar', 'data-thread': message.ts },
    h(
      'span',
      { className: 'faces' },
      faces.map((id) => avatar(state, id, 'small')),
    ),
    h('strong', {}, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
    h('span', { className: 'last' }, `Last reply ${clockTime(last.ts)}`),
    icon('down'),
  )
}
