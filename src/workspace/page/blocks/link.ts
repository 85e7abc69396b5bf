import { createElement as h, type ReactNode } from 'react'

/** The address if it is one that a chat client opens, else null: no scripts, no local files. */
export function safeUrl(url: string): string | null {
  return /^(https?:\/\/|mailto:)/i.test(url) ? url : null
}

const permalink = /^https?:\/\/(?:127\.0\.0\.1:\d+|localhost:\d+|[\w-]+\.slack\.com)\/archives\/([CDG]\w+)\/p(\d+)/

/**
 * A link to follow, or plain text where the address is none to follow. Links to a message of this workspace stay on
 * the page.
 */
export function link(url: string, label: ReactNode, key?: string): ReactNode {
  const [, channel, ts] = url.match(permalink) ?? []
  if (channel) return h('a', { key, href: `#${channel}/p${ts}` }, label)
  const href = safeUrl(url)
  if (href === null) return h('span', { key }, label)
  return h('a', { key, href, target: '_blank', rel: 'noreferrer noopener', title: href }, label)
}
