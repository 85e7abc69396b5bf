import { createElement as h, type ReactNode } from 'react'
import type { File, Message } from '../model.ts'
import { avatar } from './avatar.ts'
import { blocks } from './blocks/block.ts'
import { fileSource, picture } from './blocks/image.ts'
import { mrkdwn } from './blocks/mrkdwn.ts'
import { icon } from './icon.ts'
import { reactions } from './reaction-view.ts'
import { surroundingsOf } from './surroundings-of.ts'
import { clockTime, dateOf, fullTime } from './time.ts'
import { displayName, namesIn, type Viewer } from './workspace-reader.ts'

/** How a message stands among others: one that follows the same person's closely is drawn without face and name. */
export type Placing = { readonly isGrouped: boolean; readonly footer?: ReactNode }

/** The part of a permalink that names a message: `p` and its ts without the point. */
export function messagePath({ channelId, ts }: Message): string {
  return `${channelId}/p${ts.replace('.', '')}`
}

/** One message with everything under it. The script finds it by its channel and ts. */
export function messageView(message: Message, viewer: Viewer, { isGrouped, footer }: Placing): ReactNode {
  const author = viewer.workspace.state.person(message.userId)
  const name = displayName(author)
  const isEphemeral = message.ephemeralTo !== null
  return h(
    'article',
    {
      key: message.ts,
      className: ['message', isGrouped && 'grouped', isEphemeral && 'ephemeral'].filter(Boolean).join(' '),
      'data-key': message.ts,
      'data-channel': message.channelId,
      'data-ts': message.ts,
      'data-path': messagePath(message),
      tabIndex: -1,
      'aria-label': `${name}, ${clockTime(message.ts)}`,
    },
    isGrouped ? timeLink(message) : avatar(viewer.workspace.state, message.userId),
    h(
      'div',
      { className: 'body' },
      isEphemeral && h('p', { className: 'only-you' }, icon('eye'), 'Only visible to you'),
      !isGrouped &&
        h(
          'header',
          {},
          h('strong', { className: 'author' }, name),
          author?.kind === 'bot' && h('span', { className: 'badge' }, 'APP'),
          author?.kind.endsWith('guest') && h('span', { className: 'badge' }, 'GUEST'),
          timeLink(message),
        ),
      content(message, viewer),
      message.files.map(fileView),
      isEphemeral
        ? h('button', { type: 'button', className: 'quiet', 'data-dismiss': message.ts }, 'Dismiss')
        : reactions(message, viewer),
      footer,
    ),
  )
}

function timeLink(message: Message): ReactNode {
  const time = h('time', { dateTime: dateOf(message.ts).toISOString() }, clockTime(message.ts))
  const properties = { className: 'time', title: fullTime(message.ts) }
  return message.ephemeralTo === null
    ? h('a', { ...properties, href: `#${messagePath(message)}`, tabIndex: -1 }, time)
    : h('span', properties, time)
}

function content(message: Message, viewer: Viewer): ReactNode {
  const edited = message.edited && h('span', { className: 'edited' }, ' (edited)')
  if (message.blocks.length === 0)
    return h('div', { className: 'text' }, mrkdwn(message.text, namesIn(viewer.workspace.state)), edited)
  return h('div', { className: 'blocks' }, blocks(message.blocks, surroundingsOf(viewer, message)), edited)
}

function fileView(file: File): ReactNode {
  const source = fileSource(file.id)
  if (file.mimetype.startsWith('image/'))
    return h('div', { key: file.id }, picture(source, file.altText || file.title || file.name, file.title))
  return h(
    'a',
    { key: file.id, className: 'file', href: source, target: '_blank' },
    icon('file'),
    file.title || file.name,
  )
}
