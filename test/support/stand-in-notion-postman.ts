import { signWebhookPayload } from '@notionhq/client'
import type { NotionEvent } from './stand-in-notion-events.ts'

/** Where events go, and the token that they are signed with. */
export type Address = { readonly url: string; readonly token: string }

/** One attempt; `status` is null when nobody answered. */
export type Delivery = { readonly event: NotionEvent; readonly attempt: number; readonly status: number | null }

/** How long a receiver may take. */
const patienceMs = 10_000

/** Delivers events one after the other and tries those again that weren't taken, until there is no further delay. */
export class Postman {
  readonly deliveries: Delivery[] = []
  readonly #retryDelaysMs: readonly number[]
  readonly #closing = new AbortController()
  readonly #timers = new Set<NodeJS.Timeout>()
  #open = 0
  #line: Promise<void> = Promise.resolve()
  #onQuiet: (() => void)[] = []

  constructor(retryDelaysMs: readonly number[]) {
    this.#retryDelaysMs = retryDelaysMs
  }

  send(address: Address, event: NotionEvent, attempt = 1): void {
    this.#open += 1
    this.#line = this.#line.then(async () => {
      const status = await this.post(address, JSON.stringify({ ...event, attempt_number: attempt }))
      this.deliveries.push({ event, attempt, status })
      const delayMs = this.#retryDelaysMs[attempt - 1]
      const isTaken = status !== null && status >= 200 && status < 300
      if (!isTaken && delayMs !== undefined) this.#sendLater(delayMs, () => this.send(address, event, attempt + 1))
      this.#done()
    })
  }

  /** Resolves to the status that was answered, or null. The body is signed unless a signature, or none, is given. */
  async post({ url, token }: Address, body: string, signature?: string | null): Promise<number | null> {
    const signed = signature === undefined ? await signWebhookPayload({ body, verificationToken: token }) : signature
    const headers = { 'content-type': 'application/json', ...(signed !== null && { 'x-notion-signature': signed }) }
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(patienceMs)])
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal })
      await response.arrayBuffer()
      return response.status
    } catch {
      return null
    }
  }

  /** Resolves when nothing is on its way or waits for another attempt. */
  async quiet(): Promise<void> {
    if (this.#open > 0) await new Promise<void>((resolve) => this.#onQuiet.push(resolve))
  }

  close(): void {
    this.#closing.abort()
    for (const timer of this.#timers) {
      clearTimeout(timer)
      this.#done()
    }
    this.#timers.clear()
  }

  #sendLater(delayMs: number, send: () => void): void {
    if (this.#closing.signal.aborted) return
    this.#open += 1
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      send()
      this.#done()
    }, delayMs)
    this.#timers.add(timer)
  }

  #done(): void {
    this.#open -= 1
    if (this.#open > 0) return
    const tell = this.#onQuiet
    this.#onQuiet = []
    for (const resolve of tell) resolve()
  }
}
