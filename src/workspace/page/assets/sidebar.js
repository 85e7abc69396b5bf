import { me } from './facts.js'
import { place } from './place.js'

const list = document.querySelector('#sidebar')
const key = () => `read ${me()}`
const read = () => JSON.parse(localStorage.getItem(key()) ?? '{}')

/** Marks the conversation that is shown and those in which something was said since one looked. */
export function markSidebar() {
  const seen = read()
  const shown = place.conversation === 'messages' ? 'home' : place.conversation
  for (const item of list.querySelectorAll('[data-conversation]')) {
    const { conversation, latest, also } = item.dataset
    const isShown = conversation === shown
    const isLookedAt =
      (isShown && conversation !== 'home') || (also && also === place.channel && place.conversation === 'messages')
    if (isLookedAt && !document.hidden) seen[also ?? conversation] = latest
    item.toggleAttribute('aria-current', isShown)
    if (isShown) item.setAttribute('aria-current', 'page')
    item.classList.toggle('unread', latest !== '' && latest > (seen[also ?? conversation] ?? ''))
    if (isShown) document.title = document.title.replace(/^.*? · |^/, `${item.textContent} · `)
  }
  localStorage.setItem(key(), JSON.stringify(seen))
}

/** Goes to the conversation above or below the one that is shown. */
export function step(by) {
  const items = [...list.querySelectorAll('[data-conversation]')]
  const at = items.findIndex((item) => item.hasAttribute('aria-current'))
  const wanted = items[(at + by + items.length) % items.length]
  if (wanted) location.hash = wanted.hash
}
