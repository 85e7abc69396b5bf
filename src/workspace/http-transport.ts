import { createHmac } from 'node:crypto'
import type { Attempt, Delivery, Reception, Transport } from './delivery.ts'
import type { JsonObject } from './json.ts'

/** Where and how the app is reached over HTTP. */
export type HttpDelivery = {
  readonly eventsUrl: () => string
  readonly signingSecret: string
  readonly ackMs: number
}

/** Posts everything signed to one URL, as Slack does without Socket Mode. */
export function httpTransport({ eventsUrl, signingSecret, ackMs }: HttpDelivery): Transport {
  const closing = new AbortController()
  return {
    send: async (delivery, attempt) => {
      const { contentType, body } = encoded(delivery)
      const headers = { 'content-type': contentType, ...signature(signingSecret, body), ...retryHeaders(attempt) }
      const signal = AbortSignal.any([AbortSignal.timeout(ackMs), closing.signal])
      try {
        const response = await fetch(eventsUrl(), { method: 'POST', headers, body, signal, redirect: 'manual' })
        return await receptionOf(response)
      } catch (error) {
        return isTimeout(error)
          ? { outcome: 'operation_timeout', reason: 'http_timeout', isFinal: false }
          : { outcome: 'dispatch_failed', reason: 'connection_failed', isFinal: false }
      }
    },
    close: async () => closing.abort(),
  }
}

/** The headers that prove where a body comes from. In real time, whatever the workspace's clock says: that is checked. */
export function signature(signingSecret: string, body: string, now = new Date()): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` }
}

function encoded({ type, payload }: Delivery): { readonly contentType: string; readonly body: string } {
  if (type === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) }
  const fields = type === 'interactive' ? { payload: JSON.stringify(payload) } : textFields(payload)
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() }
}

const textFields = (payload: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]))

const retryHeaders = ({ number, reason }: Attempt): Record<string, string> =>
  number === 0 ? {} : { 'x-slack-retry-num': String(number), 'x-slack-retry-reason': reason }

async function receptionOf(response: Response): Promise<Reception> {
  const text = await response.text()
  if (response.ok) return { outcome: 'acknowledged', body: bodyOf(response, text) }
  const isFinal = response.headers.get('x-slack-no-retry') === '1'
  const reason = response.status >= 300 && response.status < 400 ? 'too_many_redirects' : 'http_error'
  return { outcome: 'dispatch_failed', reason, isFinal }
}

/** A slash command may be answered with bare text. */
function bodyOf(response: Response, text: string): unknown {
  if (text === '') return undefined
  return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : { text }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'
