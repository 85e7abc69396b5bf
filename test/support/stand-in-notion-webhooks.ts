import { randomUUID } from 'node:crypto'
import { signWebhookPayload } from '@notionhq/client'
import { arranged, randomNumbers } from '../../src/workspace/order.ts'
import { aggregated, eventOf, type NotionEvent } from './stand-in-notion-events.ts'
import { type PageChange, type PageEventType, pageEventTypes } from './stand-in-notion-model.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

/** Shares from 0 to 1: of events that are never sent, that are sent twice, and whether those let go together are shuffled. */
export type WebhookFaults = {
  readonly seed: number
  readonly dropped?: number
  readonly doubled?: number
  readonly isShuffled?: boolean
}

/** One attempt; `status` is null when nobody answered. */
export type Delivery = { readonly event: NotionEvent; readonly attempt: number; readonly status: number | null }

/** What is wrong with a request that somebody else sends. */
export type Forgery = 'other_token' | 'no_signature' | 'changed_body'

type Subscription = { readonly id: string; readonly url: string; readonly token: string; readonly types: readonly PageEventType[] }

/** Notion tries eight times, the last a day after the first; here a day takes about a second. */
const usualRetryDelaysMs = [10, 20, 40, 80, 160, 320, 640]

/** How long a receiver may take. */
const patienceMs = 10_000

/**
 * Tells one subscriber what happens to pages. As with Notion the URL first gets a token, which has to be given back before
 * any event is sent; what happens before that is told to nobody.
 */
export class NotionWebhooks {
  readonly #workspace: NotionWorkspace
  readonly #retryDelaysMs: readonly number[]
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #deliveries: Delivery[] = []
  readonly #settled: (() => void)[] = []
  #subscription: Subscription | undefined
  #isVerified = false
  #isHeld = false
  #isFlushing = false
  #waiting: PageChange[] = []
  #open = 0
  #line: Promise<void> = Promise.resolve()
  #faults: WebhookFaults = { seed: 1 }
  #random = randomNumbers(1)

  constructor(workspace: NotionWorkspace, retryDelaysMs: readonly number[] = usualRetryDelaysMs) {
    this.#workspace = workspace
    this.#retryDelaysMs = retryDelaysMs
    workspace.onChange = (change) => this.#note(change)
  }

  /** Every attempt so far. */
  get deliveries(): readonly Delivery[] {
    return this.#deliveries
  }

  /** Sends the token to the URL, which should have seen it when this resolves; `status` says what it answered. */
  async subscribe(
    url: string,
    { token = `secret_${randomUUID()}`, types = pageEventTypes }: { token?: string; types?: readonly PageEventType[] } = {},
  ): Promise<{ readonly token: string; readonly status: number | null }> {
    this.#subscription = { id: randomUUID(), url, token, types }
    this.#isVerified = false
    return { token, status: await this.#post(JSON.stringify({ verification_token: token })) }
  }

  /** Gives the token back, as somebody does on Notion's page of the integration; from then on events are sent. */
  verify(token: string): void {
    if (token !== this.#subscription?.token) throw new Error('This is not the token that was sent to the subscriber.')
    this.#isVerified = true
  }

  unsubscribe(): void {
    this.#subscription = undefined
  }

  misbehave(faults: WebhookFaults): void {
    this.#faults = faults
    this.#random = randomNumbers(faults.seed)
  }

  /** Keeps everything back, as when many edits follow on each other: what is let go together is aggregated. */
  hold(): void {
    this.#isHeld = true
  }

  /** Resolves when everything that was held back has been delivered or given up. */
  async release(): Promise<void> {
    this.#isHeld = false
    this.#flush()
    await this.settled()
  }

  /** Resolves when nothing is on its way or waits for a retry; what is held back doesn't count. */
  async settled(): Promise<void> {
    if (this.#open === 0 && (this.#isHeld || this.#waiting.length === 0)) return
    await new Promise<void>((resolve) => this.#settled.push(resolve))
  }

  /** Sends events again that were sent before, under the same ids; resolves to what the subscriber answered. */
  async replay(isWanted: (event: NotionEvent) => boolean = () => true): Promise<readonly (number | null)[]> {
    const events = new Map(this.#deliveries.map(({ event }) => [event.id, event]))
    const answers: (number | null)[] = []
    for (const event of [...events.values()].filter(isWanted)) answers.push(await this.#post(JSON.stringify(event)))
    return answers
  }

  /** What the subscriber answers to a request that isn't Notion's. */
  async forge(forgery: Forgery, pageId: string): Promise<number | null> {
    const body = JSON.stringify(this.#eventAbout(pageId))
    if (forgery === 'no_signature') return this.#post(body, null)
    const { token } = this.#subscribed()
    const verificationToken = forgery === 'other_token' ? `${token}x` : token
    const signed = forgery === 'changed_body' ? `${body} ` : body
    return this.#post(body, await signWebhookPayload({ body: signed, verificationToken }))
  }

  /** What the subscriber answers to an event of at least so many bytes, properly signed. */
  async oversized(bytes: number, pageId: string): Promise<number | null> {
    return this.#post(JSON.stringify({ ...this.#eventAbout(pageId), padding: 'x'.repeat(bytes) }))
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#subscription = undefined
    this.#waiting = []
  }

  #note(change: PageChange): void {
    if (!this.#isVerified || !this.#subscription?.types.includes(change.type) || !change.page.isShared) return
    this.#waiting.push(change)
    if (this.#isHeld || this.#isFlushing) return
    this.#isFlushing = true
    setImmediate(() => {
      this.#isFlushing = false
      if (!this.#isHeld) this.#flush()
    })
  }

  #flush(): void {
    const subscription = this.#subscription
    const changes = this.#waiting
    this.#waiting = []
    if (!subscription) return this.#tellSettled()
    const events = aggregated(changes)
      .map((together) => eventOf(this.#workspace, subscription.id, together))
      .filter(() => this.#random() >= (this.#faults.dropped ?? 0))
      .flatMap((event) => (this.#random() < (this.#faults.doubled ?? 0) ? [event, event] : [event]))
    const order = this.#faults.isShuffled ? 'shuffled' : 'in_order'
    for (const event of arranged(events, order, this.#faults.seed)) this.#send(event, 1)
    this.#tellSettled()
  }

  #send(event: NotionEvent, attempt: number): void {
    this.#open += 1
    this.#line = this.#line.then(async () => {
      const status = await this.#post(JSON.stringify({ ...event, attempt_number: attempt }))
      this.#deliveries.push({ event, attempt, status })
      const delayMs = this.#retryDelaysMs[attempt - 1]
      const isTaken = status !== null && status >= 200 && status < 300
      if (!isTaken && delayMs !== undefined && this.#subscription) this.#sendLater(event, attempt + 1, delayMs)
      this.#open -= 1
      this.#tellSettled()
    })
  }

  #sendLater(event: NotionEvent, attempt: number, delayMs: number): void {
    this.#open += 1
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#open -= 1
      this.#send(event, attempt)
    }, delayMs)
    this.#timers.add(timer)
  }

  async #post(body: string, signature?: string | null): Promise<number | null> {
    const { url, token } = this.#subscribed()
    const signed = signature === undefined ? await signWebhookPayload({ body, verificationToken: token }) : signature
    const headers = { 'content-type': 'application/json', ...(signed !== null && { 'x-notion-signature': signed }) }
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(patienceMs) })
      await response.arrayBuffer()
      return response.status
    } catch {
      return null
    }
  }

  #subscribed(): Subscription {
    if (!this.#subscription) throw new Error('Nobody has subscribed.')
    return this.#subscription
  }

  #eventAbout(pageId: string): NotionEvent {
    const page = this.#workspace.page(pageId)
    const author = this.#workspace.bot
    const change = { type: 'page.content_updated', page, author, at: this.#workspace.now(), properties: [], blocks: [] } as const
    return eventOf(this.#workspace, this.#subscribed().id, [change])
  }

  #tellSettled(): void {
    if (this.#open > 0 || (!this.#isHeld && this.#waiting.length > 0)) return
    for (const tell of this.#settled.splice(0)) tell()
  }
}
