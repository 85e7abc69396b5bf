import { morph } from './morph.js'
import { paint, refresh } from './refresh.js'
import { act, part } from './server.js'

const dialog = document.querySelector('#modal')
const question = document.querySelector('#confirm')
const lightbox = document.querySelector('#lightbox')

export const isModalOpen = () => dialog.open

/** Shows the modal on top, puts the next one in its place, or closes the dialog when there is none. */
async function showModal() {
  const html = await part('modal')
  if (html === undefined) return
  if (!html) return dialog.close()
  morph(dialog, html)
  if (dialog.open) return
  dialog.showModal()
  const first = dialog.querySelector('[autofocus], .blocks :is(input, select, textarea, button)')
  first?.focus()
}

const form = () => dialog.querySelector('form')

async function close() {
  if (form()) await act('close', { viewId: form().dataset.view })
}

/** Sends the form; when the app finds something wrong, the focus goes to it. */
async function submit() {
  const button = form().querySelector('[type="submit"]')
  button?.setAttribute('aria-busy', 'true')
  const done = await act('submit', { viewId: form().dataset.view, entries: entriesOf(form()) })
  button?.removeAttribute('aria-busy')
  if (done?.result !== 'errors') return
  await refresh('modal')
  dialog.querySelector('[aria-invalid], .wrong input')?.focus()
}

/** What is filled in, by `block_id/action_id`. */
export function entriesOf(element) {
  const entries = {}
  for (const control of element.querySelectorAll('[data-entry]')) {
    const { name, type, value, checked } = control
    if (type === 'radio') entries[name] = checked ? value : (entries[name] ?? null)
    else if (type === 'checkbox') entries[name] = [...(entries[name] ?? []), ...(checked ? [value] : [])]
    else entries[name] = value || null
  }
  return entries
}

/** Asks before something that the app wants confirmed. */
export function ask({ title, text, confirm, deny, style }) {
  const button = (label, value, look) =>
    Object.assign(document.createElement('button'), { className: `button ${look}`, value, textContent: label })
  const content = [
    Object.assign(document.createElement('h2'), { id: 'confirm-title', textContent: title }),
    Object.assign(document.createElement('p'), { textContent: text }),
    Object.assign(document.createElement('form'), { method: 'dialog' }),
  ]
  const head = document.createElement('header')
  const foot = document.createElement('footer')
  head.append(content[0])
  foot.append(button(deny, 'no', ''), button(confirm, 'yes', style))
  content[2].append(foot)
  question.replaceChildren(head, content[1], content[2])
  question.returnValue = 'no'
  question.showModal()
  return new Promise((resolve) => {
    question.addEventListener('close', () => resolve(question.returnValue === 'yes'), { once: true })
  })
}

/** A picture as large as the window, with its alternative text below. */
export function enlarge(source, alt) {
  const picture = Object.assign(document.createElement('img'), { src: source, alt })
  lightbox.replaceChildren(picture, Object.assign(document.createElement('p'), { textContent: alt }))
  lightbox.showModal()
}

/** Wires the dialogs up: Escape and the close buttons tell the app, Enter in the form submits it. */
export function wireDialogs() {
  paint('modal', showModal)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    void close()
  })
  dialog.addEventListener('click', ({ target }) => target.closest('[data-close-modal]') && close())
  dialog.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  lightbox.addEventListener('click', () => lightbox.close())
}
