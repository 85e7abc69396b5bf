import { facts } from './facts.js'

const listOf = (form) => form.querySelector('.offers')
const fieldOf = (form) => form.elements.text

/** Whether something can be taken right now. */
export const isOffering = (form) => !listOf(form).hidden && listOf(form).querySelector('[data-text]') !== null

/** Looks at what stands before the caret and offers commands or people for it. */
export function offer(form) {
  const field = fieldOf(form)
  const before = field.value.slice(0, field.selectionStart)
  show(form, offersFor(before, form.dataset.thread !== undefined))
}

function offersFor(before, isThread) {
  const command = before.match(/^(\/[\w-]*)( [^\n]*)?$/)
  if (command && isThread)
    return [{ name: 'Slash commands do not work in threads', about: 'As in Slack. Mention @lode instead.' }]
  if (command?.[2] !== undefined) return facts.commands.filter((one) => one.command === command[1]).map(usage)
  if (command) return facts.commands.filter((one) => one.command.startsWith(command[1])).map(completion)
  const mention = before.match(/(?:^|\s)@([\w.-]*)$/)
  if (!mention) return []
  return facts.people
    .filter(({ name, realName }) => `${name} ${realName}`.toLowerCase().includes(mention[1].toLowerCase()))
    .slice(0, 8)
    .map(({ name, realName }) => ({
      name: `@${name}`,
      about: realName,
      text: `@${name} `,
      replaces: mention[1].length + 1,
    }))
}

const usage = ({ command, usageHint, description }) => ({ name: command, hint: usageHint, about: description })
const completion = (one) => ({ ...usage(one), text: `${one.command} `, replaces: Infinity })

function show(form, offers) {
  const list = listOf(form)
  list.replaceChildren(...offers.map((one, index) => item(one, `${list.id}-${index}`)))
  list.hidden = offers.length === 0
  fieldOf(form).setAttribute('aria-expanded', String(!list.hidden))
  select(form, list.querySelector('[data-text]'))
}

function item({ name, hint, about, text, replaces }, id) {
  const entry = document.createElement('li')
  const head = document.createElement('span')
  head.append(Object.assign(document.createElement('b'), { textContent: name }))
  if (hint) head.append(' ', Object.assign(document.createElement('i'), { textContent: hint }))
  entry.append(head, Object.assign(document.createElement('small'), { textContent: about }))
  entry.id = id
  entry.setAttribute('role', 'option')
  if (text) Object.assign(entry.dataset, { text, replaces })
  entry.addEventListener('mousedown', (event) => {
    event.preventDefault()
    const form = entry.closest('form')
    select(form, entry)
    takeOffer(form)
  })
  return entry
}

function select(form, entry) {
  for (const one of listOf(form).children)
    one.setAttribute('aria-selected', String(one === entry && 'text' in one.dataset))
  if (entry) fieldOf(form).setAttribute('aria-activedescendant', entry.id)
  else fieldOf(form).removeAttribute('aria-activedescendant')
  entry?.scrollIntoView({ block: 'nearest' })
}

/** Goes up or down the list, round its ends. */
export function moveOffer(form, by) {
  const entries = [...listOf(form).querySelectorAll('[data-text]')]
  const at = entries.findIndex((entry) => entry.getAttribute('aria-selected') === 'true')
  select(form, entries[(at + by + entries.length) % entries.length])
}

/** Writes the selected offer into the field; false when none is selected. */
export function takeOffer(form) {
  const entry = listOf(form).querySelector('[aria-selected="true"]')
  if (!entry) return false
  const field = fieldOf(form)
  const { text, replaces } = entry.dataset
  const caret = field.selectionStart
  field.setRangeText(text, Math.max(0, caret - Number(replaces)), caret, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return true
}

/** Takes the list away. */
export function closeOffers(form) {
  show(form, [])
}
