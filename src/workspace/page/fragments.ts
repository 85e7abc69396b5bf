import { createElement as h, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { channelView, pageLength } from './channel-view.ts'
import { homeView } from './home-view.ts'
import { modalView } from './modal-view.ts'
import { sidebar } from './sidebar-view.ts'
import { threadView } from './thread-view.ts'
import { maySee, type Viewer } from './workspace-reader.ts'

/** A part of the page as HTML, an empty text where there is nothing to show, or null for a part that does not exist. */
export function fragment(path: readonly string[], query: URLSearchParams, viewer: Viewer): string | null {
  const node = nodeOf(path, query, viewer)
  return node === undefined ? null : renderToStaticMarkup(node)
}

function nodeOf(
  [name, id = '', ts = '']: readonly string[],
  query: URLSearchParams,
  viewer: Viewer,
): ReactNode | undefined {
  const { state, people } = viewer.workspace
  if (name === 'sidebar') return sidebar(viewer)
  if (name === 'home') return homeView(viewer)
  if (name === 'modal') {
    const view = people.openModal(viewer.person.id)
    return view && modalView(view, viewer)
  }
  const channel = state.channel(id)
  if (!channel || !maySee(state, viewer.person, id)) return undefined
  if (name === 'thread') return threadView(channel, ts, viewer)
  if (name !== 'channel') return undefined
  const limit = Math.min(Math.max(Number(query.get('limit')) || pageLength, pageLength), 10_000)
  const message = state.message(id, query.get('at') ?? '')
  const from = message && !message.isBroadcast ? (message.threadTs ?? message.ts) : (message?.ts ?? null)
  return [
    channelView(channel, viewer, limit, from),
    message?.threadTs && h('template', { key: 'lead', 'data-leads-to-thread': message.threadTs }),
  ]
}
