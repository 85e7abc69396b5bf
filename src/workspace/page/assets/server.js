import { me } from './facts.js'
import { toast } from './toast.js'

const address = (path, query = {}) => `${path}?${new URLSearchParams({ ...query, as: me() })}`

/** A part of the page as HTML, null when there is no such part, or undefined while the server does not answer. */
export async function part(path, query) {
  const response = await fetch(address(`/page/${path}`, query)).catch(() => undefined)
  return response && (response.ok ? response.text() : null)
}

/** What Slack shows of it is a warning sign on the button; of commands, Slackbot tells. */
const failures = {
  operation_timeout: 'The app did not answer within three seconds.',
  dispatch_failed: 'The app could not be reached. Is it running?',
}

/** An app may open a modal for three seconds after what a person did; it opens where that was done. */
const opensForMs = 5000
let actedAt = Number.NEGATIVE_INFINITY

export const hasJustActed = () => performance.now() - actedAt < opensForMs

/** Does something as this person. What went wrong is said in a toast, and null comes back. */
export async function act(name, what) {
  actedAt = performance.now()
  const body = JSON.stringify(what)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(address(`/page/${name}`), { method: 'POST', headers, body }).catch(() => null)
  if (response === null) toast('The workspace does not answer. Is it still running?')
  const done = await response?.json().catch(() => null)
  if (response?.ok) {
    if (name !== 'write' && failures[done.outcome]) toast(failures[done.outcome])
    return done
  }
  if (done?.error) toast(done.error)
  return null
}

/** The stream of what changes. */
export const events = () => new EventSource(address('/events'))
