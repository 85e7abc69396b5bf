import { place } from './place.js'
import { events } from './server.js'
import { refresh } from './show.js'

let stream = null
let lost = null

const banner = document.createElement('div')
banner.className = 'offline'
banner.setAttribute('role', 'status')
banner.textContent = 'The workspace does not answer. Trying again…'

/** Listens for changes from now on. The browser connects again by itself; what was missed meanwhile is fetched. */
export function listen() {
  stream?.close()
  stream = events()
  stream.addEventListener('message', ({ data }) => heard(JSON.parse(data)))
  stream.addEventListener('error', () => {
    lost ??= setTimeout(() => document.body.append(banner), 1500)
  })
  stream.addEventListener('open', () => {
    clearTimeout(lost)
    if (lost !== null) void refresh('main', 'thread', 'sidebar', 'modal')
    lost = null
    banner.remove()
  })
}

function heard(changes) {
  const parts = new Set()
  for (const change of changes) {
    if (change === 'view') parts.add('modal')
    if (change === 'view' && place.conversation === 'home') parts.add('main')
    if (change !== 'view') parts.add('sidebar')
    if (change === 'person' || change === `channel ${place.channel}`) {
      parts.add('main')
      if (place.thread !== null) parts.add('thread')
    }
  }
  void refresh(...parts)
}
