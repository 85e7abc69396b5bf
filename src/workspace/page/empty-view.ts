import { createElement as h, type ReactNode } from 'react'
import type { Channel } from '../model.ts'
import { avatar } from './avatar.ts'
import type { Viewer } from './workspace-reader.ts'

/** What stands where nothing was said yet: where one is, and what to try. */
export function emptyChannel(channel: Channel, viewer: Viewer): ReactNode {
  const { app, commands, state } = viewer.workspace
  const { botUserId } = app.installations[0]
  const isMember = channel.members.includes(botUserId)
  const isDirect = channel.kind === 'im'
  const where = isDirect ? `Your conversation with ${app.name}` : `The beginning of #${channel.name}`
  const hint = isDirect
    ? 'Write to it, or ask it with a command:'
    : `When a postmortem is published, ${app.name} posts its digest. Or ask it:`
  return h(
    'div',
    { className: 'empty' },
    avatar(state, botUserId),
    h('h2', {}, where),
    isMember ? h('p', {}, hint) : h('p', {}, `${app.name} is no member of this channel.`),
    isMember && h('ul', { className: 'suggestions' }, commands.map(suggestion)),
  )
}

function suggestion({ command, description, usageHint }: Viewer['workspace']['commands'][number]): ReactNode {
  const example = [command, usageHint.split(/[\s|]+/).find((word) => /^[\w-]+$/.test(word))].filter(Boolean).join(' ')
  return h(
    'li',
    { key: command },
    h(
      'button',
      { type: 'button', 'data-insert': example },
      h('span', {}, 'Type ', h('code', {}, example)),
      h('small', {}, description),
    ),
  )
}
