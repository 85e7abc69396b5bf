import { restoreDrafts } from './compose.js'
import { me } from './facts.js'
import { showModal } from './modal.js'
import { morph } from './morph.js'
import { conversationHash, place, readPlace } from './place.js'
import { keepingScroll, toEnd } from './scroll.js'
import { act, part } from './server.js'
import { markSidebar } from './sidebar.js'

const main = document.querySelector('#main')
const thread = document.querySelector('#thread')
const list = document.querySelector('#sidebar')

const painters = {
  main: async () => {
    const { conversation, channel, limit, at } = place
    const path = conversation === 'home' ? 'home' : `channel/${channel}`
    const html = await part(path, { limit, ...(at && { at }) })
    if (place.conversation !== conversation || place.channel !== channel) return
    if (html === null) return leave()
    const isNew = main.querySelector('.conversation')?.dataset.key !== (conversation === 'home' ? 'home' : channel)
    keepingScroll(main, () => morph(main, html))
    main.removeAttribute('aria-busy')
    if (isNew) arriveAt(main.querySelector('.log'))
    restoreDrafts(main)
  },
  thread: async () => {
    const { channel, thread: ts } = place
    const html = ts === null ? '' : await part(`thread/${channel}/${ts}`)
    if (place.thread !== ts || place.channel !== channel) return
    const isNew = thread.hidden
    thread.hidden = !html
    keepingScroll(thread, () => morph(thread, html ?? ''))
    restoreDrafts(thread)
    if (html && isNew) arriveAtThread()
  },
  sidebar: async () => {
    const html = await part('sidebar')
    if (html !== null) morph(list, html)
    markSidebar()
  },
  modal: async () => showModal((await part('modal')) ?? ''),
}

const underWay = new Map()

/** Fetches parts of the page again. Never two requests for one part at once: a second waits and then looks once. */
export async function refresh(...names) {
  await Promise.all(names.map(refreshOne))
}

async function refreshOne(name) {
  const running = underWay.get(name)
  if (running) {
    running.isStale = true
    return running.done
  }
  const run = { isStale: true, done: null }
  underWay.set(name, run)
  run.done = (async () => {
    while (run.isStale) {
      run.isStale = false
      await painters[name]()
    }
    underWay.delete(name)
  })()
  return run.done
}

/** Goes where the address bar says. */
export async function go() {
  const wanted = readPlace(location.hash)
  if (!wanted) return leave()
  const isElsewhere = wanted.conversation !== place.conversation || wanted.at !== null
  document.body.classList.remove('drawer')
  Object.assign(place, wanted, { limit: isElsewhere ? wanted.limit : place.limit })
  if (isElsewhere) {
    const isApp = place.conversation === 'home' || place.conversation === 'messages'
    const opened = isApp ? await act('open', { tab: place.conversation }) : null
    place.channel = isApp ? (opened?.channel ?? '') : place.conversation
    await refresh('main')
  }
  await refresh('thread', 'sidebar')
  if (place.at) leadTo(place.at)
}

/** The first channel, where there is nothing to see at the address. */
function leave() {
  const first = list.querySelector('a[data-conversation]')
  if (first && first.hash !== location.hash) location.replace(first.hash)
}

function arriveAt(log) {
  if (log && !log.classList.contains('home')) toEnd(log)
}

function arriveAtThread() {
  thread.querySelector('.log').scrollTop = 0
  if (matchMedia('(min-width: 761px)').matches) thread.querySelector('textarea')?.focus()
}

/** Shows the message that a link leads to; a reply is shown in its thread. */
function leadTo(ts) {
  const parent = main.querySelector('[data-leads-to-thread]')?.dataset.leadsToThread
  place.at = null
  if (parent && !main.querySelector(`.message[data-ts="${ts}"]`)) {
    place.thread = parent
    void refresh('thread').then(() => flash(thread.querySelector(`.message[data-ts="${ts}"]`)))
  } else flash(main.querySelector(`.message[data-ts="${ts}"]`))
}

function flash(message) {
  message?.scrollIntoView({ block: 'center' })
  message?.focus({ preventScroll: true })
  message?.animate([{ backgroundColor: 'color-mix(in srgb, #e0a458 45%, transparent)' }, {}], { duration: 2200 })
}

/** Closes the thread; the focus goes back to the message it hangs on. */
export function closeThread() {
  const { thread: ts } = place
  history.pushState(null, '', conversationHash())
  place.thread = null
  thread.hidden = true
  thread.replaceChildren()
  main.querySelector(`.message[data-ts="${ts}"]`)?.focus({ preventScroll: true })
}

/** Starts over as somebody else. */
export async function becomeSomebody() {
  document.body.dataset.person = me()
  place.conversation = ''
  await refresh('sidebar', 'modal')
  await go()
}
