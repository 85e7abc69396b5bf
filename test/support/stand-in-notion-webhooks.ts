import { randomUUID } from 'node:crypto'
import { signWebhookPayload } from '@notionhq/client'
import { arranged, randomNumbers } from '../../src/workspace/order.ts'
import { aggregated, eventOf, type NotionEvent } from './stand-in-notion-events.ts'
import { type PageChange, type PageEventType, pageEventTypes } from './stand-in-notion-model.ts'
import { type Address, type Delivery, Postman } from './stand-in-notion-postman.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

/** Shares from 0 to 1 of events that are never sent and that are sent twice; those let go together may be shuffled. */
export type WebhookFaults = {
  readonly seed: number
  readonly dropped?: number
  readonly doubled?: number
  readonly isShuffled?: boolean
}

/** What is wrong with a request that somebody else sends. */
export type Forgery = 'other_token' | 'no_signature' | 'changed_body'

type Subscription = Address & { readonly id: string; readonly types: readonly PageEventType[] }

/** Notion tries eight times, the last a day after the first; here a day takes about a second. */
const usualRetryDelaysMs = [10, 20, 40, 80, 160, 320, 640]

/**
 * Tells one subscriber what happens to pages. As with Notion the URL first gets a token, which has to be given back before
 * any event is sent; what happens before that is told to nobody.
 */
export class NotionWebhooks {
  readonly #workspace: NotionWorkspace
  readonly #postman: Postman
  #subscription: Subscription | undefined
  #isVerified = false
  #isHeld = false
  #waiting: PageChange[] = []
  #flushing: Promise<void> | undefined
  #faults: WebhookFaults = { seed: 1 }
  #random = randomNumbers(1)

  constructor(workspace: NotionWorkspace, retryDelaysMs: readonly number[] = usualRetryDelaysMs) {
    this.#workspace = workspace
    this.#postman = new Postman(retryDelaysMs)
    workspace.onChange = (change) => this.#note(change)
  }

  /** Every attempt so far. */
  get deliveries(): readonly Delivery[] {
    return this.#postman.deliveries
  }

  /** Sends the token to the URL, which has seen it when this resolves; `status` is what it answered. */
  async subscribe(
    url: string,
    {
      token = `secret_${randomUUID()}`,
      types = pageEventTypes,
    }: { token?: string; types?: readonly PageEventType[] } = {},
  ): Promise<{ readonly token: string; readonly status: number | null }> {
    this.#subscription = { id: randomUUID(), url, token, types }
    this.#isVerified = false
    return { token, status: await this.#postman.post({ url, token }, JSON.stringify({ verification_token: token })) }
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
    await this.#flushing
    await this.#postman.quiet()
  }

  /** Sends events again that were sent before, under the same ids; resolves to what the subscriber answered. */
  async replay(isWanted: (event: NotionEvent) => boolean = () => true): Promise<readonly (number | null)[]> {
    const events = new Map(this.deliveries.map(({ event }) => [event.id, event]))
    const answers: (number | null)[] = []
    for (const event of [...events.values()].filter(isWanted)) {
      answers.push(await this.#postman.post(this.#subscribed(), JSON.stringify(event)))
    }
    return answers
  }

  /** What the subscriber answers to a request that isn't Notion's. */
  async forge(forgery: Forgery, pageId: string): Promise<number | null> {
    const address = this.#subscribed()
    const body = JSON.stringify(this.#eventAbout(pageId))
    if (forgery === 'no_signature') return this.#postman.post(address, body, null)
    const verificationToken = forgery === 'other_token' ? `${address.token}x` : address.token
    const signed = forgery === 'changed_body' ? `${body} ` : body
    return this.#postman.post(address, body, await signWebhookPayload({ body: signed, verificationToken }))
  }

  /** What the subscriber answers to an event of at least so many bytes, properly signed. */
  async oversized(bytes: number, pageId: string): Promise<number | null> {
    const body = JSON.stringify({ ...this.#eventAbout(pageId), padding: 'x'.repeat(bytes) })
    return this.#postman.post(this.#subscribed(), body)
  }

  close(): void {
    this.#subscription = undefined
    this.#postman.close()
  }

  #note(change: PageChange): void {
    if (!this.#isVerified || !this.#subscription?.types.includes(change.type) || !change.page.isShared) return
    this.#waiting.push(change)
    if (this.#isHeld || this.#flushing) return
    this.#flushing = new Promise((resolve) => {
      setImmediate(() => {
        this.#flushing = undefined
        if (!this.#isHeld) this.#flush()
        resolve()
      })
    })
  }

  #flush(): void {
    const subscription = this.#subscription
    const changes = this.#waiting
    this.#waiting = []
    if (!subscription) return
    const { dropped = 0, doubled = 0, isShuffled = false, seed } = this.#faults
    const events = aggregated(changes)
      .map((together) => eventOf(this.#workspace, subscription.id, together))
      .filter(() => this.#random() >= dropped)
      .flatMap((event) => (this.#random() < doubled ? [event, event] : [event]))
    for (const event of arranged(events, isShuffled ? 'shuffled' : 'in_order', seed))
      this.#postman.send(subscription, event)
  }

  #subscribed(): Subscription {
    if (!this.#subscription) throw new Error('Nobody has subscribed.')
    return this.#subscription
  }

  #eventAbout(pageId: string): NotionEvent {
    const page = this.#workspace.page(pageId)
    const { bot: author, id } = this.#workspace
    const at = this.#workspace.now()
    return eventOf(this.#workspace, id, [
      { type: 'page.content_updated', page, author, at, properties: [], blocks: [] },
    ])
  }
}
