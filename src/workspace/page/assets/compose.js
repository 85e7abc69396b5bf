import { facts } from './facts.js'
import { closeOffers, isOffering, moveOffer, offer, takeOffer } from './offers.js'
import { act } from './server.js'

const drafts = new Map()
const draftKey = (form) => form.dataset.key

/** Puts back what was being written where one left off. */
export function restoreDrafts(pane) {
  const form = pane.querySelector('form.composer')
  const text = form && drafts.get(draftKey(form))
  if (text && form.elements.text.value === '') {
    form.elements.text.value = text
    grow(form.elements.text)
  }
}

/** Browsers that don't size a field by its content get it done for them. */
function grow(field) {
  if (CSS.supports('field-sizing', 'content')) return
  field.rows = Math.min(10, field.value.split('\n').length)
}

async function send(form) {
  const field = form.elements.text
  const text = field.value.trim()
  if (text === '') return
  const { channel, thread } = form.dataset
  const button = form.querySelector('.send')
  field.value = ''
  grow(field)
  drafts.delete(draftKey(form))
  closeOffers(form)
  button.setAttribute('aria-busy', 'true')
  const done = await act('write', { channel, text, ...(thread && { threadTs: thread }) })
  button.removeAttribute('aria-busy')
  if (done === null && field.value === '') field.value = text
  if (done !== null) form.parentElement.querySelector('.log')?.scrollTo({ top: 1e9 })
}

/** Puts a text where one writes, as if it had been typed. */
export function writeFor(pane, text) {
  const field = pane.querySelector('form.composer textarea')
  if (!field) return
  if (text) field.value = text
  field.focus()
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function keyDown(event) {
  const form = event.target.closest('form.composer')
  if (!form || event.isComposing) return
  const isOpen = isOffering(form)
  if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
    moveOffer(form, event.key === 'ArrowDown' ? 1 : -1)
  else if (isOpen && event.key === 'Escape') closeOffers(form)
  else if (isOpen && event.key === 'Tab' && !event.shiftKey) takeOffer(form)
  else if (event.key === 'Enter' && !event.shiftKey) {
    if (!isOpen || isWhole(form) || !takeOffer(form)) void send(form)
  } else return
  event.preventDefault()
  event.stopPropagation()
}

/** A command that is typed out is sent with Enter; nothing is left to complete. */
const isWhole = (form) => facts.commands.some(({ command }) => command === form.elements.text.value)

/** Wires up everything that has to do with writing. */
export function wireComposers() {
  document.addEventListener('keydown', keyDown, true)
  document.addEventListener('submit', (event) => {
    const form = event.target.closest('form.composer')
    if (!form) return
    event.preventDefault()
    void send(form)
  })
  document.addEventListener('input', ({ target }) => {
    const form = target.closest?.('form.composer')
    if (!form) return
    drafts.set(draftKey(form), target.value)
    grow(target)
    offer(form)
  })
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    const form = target.closest?.('form.composer')
    if (form && !form.contains(relatedTarget)) closeOffers(form)
  })
}
