import { restoreDrafts } from './compose.js'
import { morph } from './morph.js'
import { conversationHash, place, readPlace } from './place.js'
import { paint, refresh } from './refresh.js'
import { keepingScroll, toEnd } from './scroll.js'
import { act, part } from './server.js'
import { markSidebar } from './sidebar.js'

const main = document.querySelector('#main')
const thread = document.querySelector('#thread')
const list = document.querySelector('#sidebar')

/** Says how each part of the page is shown. */
export function wireParts() {
  paint('main', showMain)
  paint('thread', showThread)
  paint('sidebar', showSidebar)
}

async function showMain() {
  const { conversation, channel, limit, at } = place
  const isHome = conversation === 'home'
  if (!isHome && channel === '') return
  const html = await part(isHome ? 'home' : `channel/${channel}`, { limit, ...(at && { at }) })
  if (place.conversation !== conversation || place.channel !== channel) return
  if (html === undefined) return
  if (html === null) return leave()
  const isNew = main.querySelector('.conversation')?.dataset.key !== (isHome ? 'home' : channel)
  keepingScroll(main, () => morph(main, html))
  main.removeAttribute('aria-busy')
  if (isNew && !isHome) toEnd(main.querySelector('.log'))
  restoreDrafts(main)
}

async function showThread() {
  const { channel, thread: ts } = place
  const html = ts === null ? '' : await part(`thread/${channel}/${ts}`)
  if (html === undefined || place.thread !== ts || place.channel !== channel) return
  const isNew = Boolean(html) && thread.querySelector('.conversation')?.dataset.thread !== ts
  thread.hidden = !html
  keepingScroll(thread, () => morph(thread, html ?? ''))
  restoreDrafts(thread)
  if (!isNew) return
  thread.querySelector('.log').scrollTop = 0
  if (matchMedia('(min-width: 761px)').matches) thread.querySelector('textarea')?.focus()
}

async function showSidebar() {
  const html = await part('sidebar')
  if (html) morph(list, html)
  markSidebar()
}

/** Goes where the address bar says. */
export async function go() {
  const wanted = readPlace(location.hash)
  if (!wanted || !isListed(wanted.conversation)) return leave()
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

/** Whether this person has it; direct messages stand under the app. */
const isListed = (id) => /^(messages$|D)/.test(id) || list.querySelector(`[data-conversation="${id}"]`) !== null

/** The first channel, where there is nothing to see at the address. */
async function leave() {
  await refresh('sidebar')
  const first = list.querySelector('a[data-conversation]')
  if (first && first.hash !== location.hash) location.replace(first.hash)
}

/** Shows the message that a link leads to; a reply is shown in its thread. */
function leadTo(ts) {
  const parent = main.querySelector('[data-leads-to-thread]')?.dataset.leadsToThread
  place.limit = Number(main.querySelector('.conversation')?.dataset.shown ?? place.limit)
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
  Object.assign(place, { conversation: '', channel: '', thread: null })
  await refresh('sidebar', 'modal')
  await go()
}
