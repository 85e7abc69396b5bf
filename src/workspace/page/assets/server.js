import { me } from './facts.js'
import { toast } from './toast.js'

const address = (path, query = {}) => `${path}?${new URLSearchParams({ ...query, as: me() })}`

/** A part of the page as HTML, or null when there is no such part or the server does not answer. */
export async function part(path, query) {
  const response = await fetch(address(`/page/${path}`, query)).catch(() => null)
  return response?.ok ? response.text() : null
}

/** Does something as this person. What went wrong is said in a toast, and null comes back. */
export async function act(name, what) {
  const body = JSON.stringify(what)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(address(`/page/${name}`), { method: 'POST', headers, body }).catch(() => null)
  if (response === null) toast('The workspace does not answer. Is it still running?')
  const done = await response?.json().catch(() => null)
  if (response?.ok) return done
  if (done?.error) toast(done.error)
  return null
}

/** The stream of what changes. */
export const events = () => new EventSource(address('/events'))
