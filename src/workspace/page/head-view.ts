import { createElement as h, type ReactNode } from 'react'
import type { Channel } from '../model.ts'
import { avatar } from './avatar.ts'
import { icon } from './icon.ts'
import type { Viewer } from './workspace-reader.ts'

/** Opens the list of channels where the window is too narrow to show it. */
const drawerButton = (): ReactNode =>
  h(
    'button',
    { type: 'button', className: 'icon-button drawer-button', 'data-drawer': '', 'aria-label': 'Channels' },
    icon('menu'),
  )

/** The line above a channel's messages. */
export function conversationHead(channel: Channel, viewer: Viewer): ReactNode {
  const people = channel.members.filter((id) => viewer.workspace.state.person(id)?.kind !== 'bot').length
  return h(
    'header',
    { className: 'head' },
    drawerButton(),
    h('h1', {}, icon(channel.kind === 'private' ? 'lock' : 'hash'), channel.name),
    channel.isExternallyShared && h('span', { className: 'badge' }, 'SHARED'),
    channel.isArchived && h('span', { className: 'badge' }, 'ARCHIVED'),
    h('p', { className: 'topic' }, channel.topic || channel.purpose),
    h('span', { className: 'count' }, people === 1 ? '1 member' : `${people} members`),
  )
}

/** The line above what belongs to the app: its home tab and its direct messages. */
export function appTabs(viewer: Viewer, active: 'home' | 'messages'): ReactNode {
  const { app, state } = viewer.workspace
  const tab = (name: 'home' | 'messages', label: string) =>
    h('a', { href: `#${name}`, 'aria-current': name === active ? 'page' : undefined }, label)
  return h(
    'header',
    { className: 'head app' },
    drawerButton(),
    h('h1', {}, avatar(state, app.installations[0].botUserId, 'small'), app.name),
    h('nav', { className: 'tabs', 'aria-label': app.name }, tab('home', 'Home'), tab('messages', 'Messages')),
  )
}
