import { createElement as h, type ReactNode } from 'react'
import type { Channel } from '../model.ts'
import { avatar } from './avatar.ts'
import { icon } from './icon.ts'
import { type Viewer, visibleChannels } from './workspace-reader.ts'

/** The channels that this person may open, and the app. The script marks the open one and those with news. */
export function sidebar(viewer: Viewer): ReactNode {
  const { app, state } = viewer.workspace
  const conversation = state.directMessageOf(viewer.person.id)
  return h(
    'div',
    { className: 'lists', 'data-key': 'lists' },
    h('h2', {}, 'Channels'),
    h(
      'ul',
      {},
      visibleChannels(state, viewer.person).map((channel) => channelItem(channel, viewer)),
    ),
    h('h2', {}, 'Apps'),
    h(
      'ul',
      {},
      h(
        'li',
        {},
        h(
          'a',
          {
            href: '#home',
            'data-conversation': 'home',
            'data-also': conversation?.id,
            'data-latest': latestOf(conversation, viewer),
          },
          avatar(state, app.installations[0].botUserId, 'small'),
          h('span', { className: 'name' }, app.name),
        ),
      ),
    ),
  )
}

function channelItem(channel: Channel, viewer: Viewer): ReactNode {
  return h(
    'li',
    { key: channel.id },
    h(
      'a',
      {
        href: `#${channel.id}`,
        'data-conversation': channel.id,
        'data-latest': latestOf(channel, viewer),
        className: channel.isArchived ? 'archived' : undefined,
      },
      icon(channel.kind === 'private' ? 'lock' : 'hash'),
      h('span', { className: 'name' }, channel.name),
    ),
  )
}

/** The ts of the last message by somebody else, which is what makes a channel unread. */
function latestOf(channel: Channel | undefined, viewer: Viewer): string {
  if (!channel) return ''
  const last = viewer.workspace.state.history(channel.id).findLast(({ userId }) => userId !== viewer.person.id)
  return last?.ts ?? ''
}
