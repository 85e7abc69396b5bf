import { writeFor } from './compose.js'
import { ask, enlarge } from './modal.js'
import { place, threadHash } from './place.js'
import { refresh } from './refresh.js'
import { act } from './server.js'
import { closeThread } from './show.js'
import { toast } from './toast.js'

const messageOf = (element) => element.closest('.message')

/** Uses an element that the app has put into a message, a modal or the home tab. */
async function use(element, value) {
  const { action, confirm, feedback } = element.dataset
  if (confirm && !(await ask(JSON.parse(confirm)))) return
  const view = element.closest('[data-view]')
  const message = messageOf(element)
  element.setAttribute('aria-busy', 'true')
  if (view) await act('clickInView', { viewId: view.dataset.view, actionId: action, value })
  else {
    const { channel, ts } = message.dataset
    await act('click', { channel, ts, actionId: action, value, isFeedback: feedback !== undefined })
    await refresh('main', 'thread')
  }
  element.removeAttribute('aria-busy')
}

/** Adds one's reaction to a message, or takes it back. */
export function react(message, name) {
  const chip = [...message.querySelectorAll('.chip[data-react]')].find((one) => one.dataset.react === name)
  const { channel, ts } = message.dataset
  return act('react', { channel, ts, name, isOn: chip?.getAttribute('aria-pressed') !== 'true' })
}

/** Opens the thread of a message that stands in the channel. */
export function openThread(message) {
  if (message.closest('#main') && !message.classList.contains('ephemeral'))
    location.hash = threadHash(message.dataset.ts)
}

const clicks = {
  '[data-drawer]': () => document.body.classList.toggle('drawer'),
  '#sidebar a': () => document.body.classList.remove('drawer'),
  '[data-help]': () => document.querySelector('#help').showModal(),
  '[data-insert]': (element) => writeFor(document.querySelector('#main'), element.dataset.insert),
  '[data-enlarge]': (element) => enlarge(element.dataset.enlarge, element.querySelector('img').alt),
  '[data-limit]': (element) => {
    place.limit = Number(element.dataset.limit)
    void refresh('main')
  },
  'button[data-thread]': (element) => openThread(messageOf(element)),
  '[data-open-thread]': (element) => openThread(messageOf(element)),
  '[data-close-thread]': closeThread,
  '[data-react]': (element) => react(messageOf(element), element.dataset.react),
  '[data-dismiss]': (element) => act('dismiss', { ts: element.dataset.dismiss }),
  '[data-shortcut]': (element) => {
    const { channel, ts } = messageOf(element).dataset
    return act('shortcut', { channel, ts, callbackId: element.dataset.shortcut })
  },
  '[data-copy-link]': async (element) => {
    await navigator.clipboard.writeText(`${location.origin}/#${messageOf(element).dataset.path}`)
    toast('Link copied')
  },
  '[data-action]:is(button, a)': (element) => use(element, element.value || undefined),
}

function changed({ target }) {
  if (!target.matches?.('[data-action]:is(select, input, textarea)')) return
  const ticked = target.type === 'checkbox' && [...target.closest('.choices').querySelectorAll('input:checked')]
  void use(target, ticked ? ticked.map(({ value }) => value) : target.value)
}

/** The buttons over a message come to it with the pointer or the focus. */
function bringToolbar(event) {
  const message = event.target.closest?.('.message:not(.ephemeral)')
  if (!message || message.contains(toolbar) || toolbar.querySelector('[open]')) return
  toolbar.querySelector('[data-open-thread]').hidden = message.closest('#thread') !== null
  message.append(toolbar)
}

const toolbar = document.querySelector('#toolbar').content.firstElementChild.cloneNode(true)

/** Closes every menu that the event did not happen in. */
export function closeMenus(target) {
  const open = [...document.querySelectorAll('details[open]:has(.menu)')].filter((menu) => !menu.contains(target))
  for (const menu of open) {
    if (menu.contains(document.activeElement)) menu.closest('.message')?.focus({ preventScroll: true })
    menu.open = false
  }
  return open.length > 0
}

/** A menu that would hang out of the messages opens upwards. */
function placeMenu({ target }) {
  const menu = target.open && target.querySelector('.menu')
  if (!menu) return
  target.classList.remove('up')
  const log = target.closest('.log')?.getBoundingClientRect()
  target.classList.toggle('up', log !== undefined && menu.getBoundingClientRect().bottom > log.bottom)
}

/** Wires up everything that can be clicked or chosen. */
export function wireUse() {
  document.addEventListener('click', ({ target }) => {
    closeMenus(target)
    const found = Object.entries(clicks).find(([selector]) => target.closest(selector))
    found?.[1](target.closest(found[0]))
    if (found && target.closest('.menu')) closeMenus(document.body)
  })
  document.addEventListener('change', changed)
  document.addEventListener('toggle', placeMenu, true)
  document.addEventListener('pointerover', bringToolbar)
  document.addEventListener('focusin', bringToolbar)
}
