import { isModalOpen } from './modal.js'
import { place } from './place.js'
import { refresh } from './refresh.js'
import { events, hasJustActed } from './server.js'

let stream = null
let lost = null
let instance = null

const banner = document.createElement('div')
banner.className = 'offline'
banner.setAttribute('role', 'status')
banner.textContent = 'The workspace does not answer. Trying again…'

/** Listens for changes from now on. The browser connects again by itself; what was missed meanwhile is fetched. */
export function listen() {
  stream?.close()
  stream = events()
  stream.addEventListener('hello', ({ data }) => greeted(data))
  stream.addEventListener('message', ({ data }) => heard(JSON.parse(data)))
  stream.addEventListener('error', () => {
    lost ??= setTimeout(() => document.body.append(banner), 1500)
  })
}

/**
 * A workspace that was started anew has other people and channels: everything here is of the past. Otherwise the page
 * looks once more, for what happened before the stream began.
 */
function greeted(name) {
  if (instance !== null && instance !== name) return location.replace('/')
  instance = name
  void refresh('main', 'thread', 'sidebar', 'modal')
  clearTimeout(lost)
  lost = null
  banner.remove()
}

function heard(changes) {
  const parts = new Set()
  for (const change of changes) {
    if (change === 'view' && (isModalOpen() || hasJustActed())) parts.add('modal')
    if (change === 'view' && place.conversation === 'home') parts.add('main')
    if (change !== 'view') parts.add('sidebar')
    if (change === 'person' || change === `channel ${place.channel}`) {
      parts.add('main')
      if (place.thread !== null) parts.add('thread')
    }
  }
  void refresh(...parts)
}
