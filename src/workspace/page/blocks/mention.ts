import { createElement as h, type ReactNode } from 'react'
import type { Names } from './surroundings.ts'

/** `@name`, or the bare id as Slack shows one that it cannot resolve. */
export function personMention(id: string, names: Names, key?: string): ReactNode {
  return h('span', { key, className: 'mention' }, `@${names.person(id) ?? id}`)
}

/** `#name`, which opens the channel; a channel that is not here is shown as text. */
export function channelMention(id: string, names: Names, key?: string): ReactNode {
  const name = names.channel(id)
  return name === null
    ? h('span', { key, className: 'mention' }, `#${id}`)
    : h('a', { key, className: 'mention', href: `#${id}` }, `#${name}`)
}

/** A handle that pings several people. */
export function groupMention(id: string, names: Names, key?: string): ReactNode {
  return h('span', { key, className: 'mention' }, `@${(names.group(id) ?? id).replace(/^@/, '')}`)
}

/** `@here`, `@channel` or `@everyone`, loud because in Slack it would ping many people. */
export function broadcastMention(range: string, key?: string): ReactNode {
  return h('span', { key, className: 'mention loud' }, `@${range}`)
}
