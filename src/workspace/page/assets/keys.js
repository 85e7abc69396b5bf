import { writeFor } from './compose.js'
import { facts } from './facts.js'
import { place } from './place.js'
import { closeThread } from './show.js'
import { step } from './sidebar.js'
import { toast } from './toast.js'
import { closeMenus, openThread, react } from './use.js'

const emoji = ['👍', '👎', '👀', '✅']
let isReacting = false

const pane = () => document.activeElement?.closest('#thread, #main') ?? document.querySelector('#main')
const focused = () => document.activeElement?.closest('.message')

function moveFocus(by) {
  const messages = [...pane().querySelectorAll('.message')]
  const at = messages.indexOf(focused())
  const wanted = at < 0 ? messages.at(by > 0 ? 0 : -1) : messages[at + by]
  if (at < 0 && by > 0) messages.at(-1)?.focus()
  else wanted?.focus()
  document.activeElement?.scrollIntoView({ block: 'nearest' })
}

/** Up and down within an open menu. */
function moveInMenu(menu, by) {
  const items = [...menu.querySelectorAll('button')]
  items.at((items.indexOf(document.activeElement) + by) % items.length)?.focus()
}

/** The keys for messages go on in the pane where one wrote. */
function leaveWriting(field) {
  field.closest('.conversation')?.querySelector('.log')?.focus({ preventScroll: true })
}

function leave() {
  if (closeMenus(null)) return
  if (document.activeElement?.matches('textarea')) leaveWriting(document.activeElement)
  else if (document.body.classList.contains('drawer')) document.body.classList.remove('drawer')
  else if (place.thread !== null) closeThread()
}

const onMessage = {
  Enter: (message) => openThread(message),
  r: () => {
    isReacting = true
    toast(`React: ${emoji.map((one, index) => `${index + 1} ${one}`).join('   ')}`, 2500)
  },
  m: (message) => {
    const menu = message.querySelector('.toolbar .more')
    menu.open = true
    menu.querySelector('.menu button')?.focus()
  },
}

const anywhere = {
  j: () => moveFocus(1),
  k: () => moveFocus(-1),
  ArrowDown: () => moveFocus(1),
  ArrowUp: () => moveFocus(-1),
  '/': () => writeFor(pane(), pane().querySelector('textarea')?.value ? '' : '/'),
  '?': () => document.querySelector('#help').showModal(),
}

function keyDown(event) {
  const { key, target } = event
  if (document.querySelector('dialog[open]')) return
  if (event.altKey && (key === 'ArrowDown' || key === 'ArrowUp')) {
    event.preventDefault()
    return step(key === 'ArrowDown' ? 1 : -1)
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (key === 'Escape') return leave()
  if (target.matches('input, select, textarea, [contenteditable]')) return
  if (key === 'Enter' && !target.matches('.message')) return
  const message = focused()
  if (isReacting && message && facts.reactions[Number(key) - 1]) void react(message, facts.reactions[Number(key) - 1])
  isReacting = false
  const act = (message && onMessage[key]) ?? anywhere[key]
  const menu = target.closest('.menu')
  if (menu ? !key.startsWith('Arrow') : !act) return
  event.preventDefault()
  if (menu) return moveInMenu(menu, key === 'ArrowDown' || key === 'ArrowRight' ? 1 : -1)
  act(message)
}

/** Wires up the keys that the `?` list names. */
export function wireKeys() {
  document.addEventListener('keydown', keyDown)
}
