import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery, Reception, Transport } from './delivery.ts'
import { arranged, type Order } from './order.ts'

/** What is done to events on their way to the app; commands and interactions always go at once and once. */
export type EventFaults = {
  /** How often each event arrives, as when an acknowledgement was lost. */
  readonly copies: number
  /** Events wait until so many are together, and then go in `order`. */
  readonly batch: number
  readonly order: Order
  /** For `shuffled`. */
  readonly seed: number
}

const undisturbed: EventFaults = { copies: 1, batch: 1, order: 'in_order', seed: 1 }

/**
 * Brings things to the app over a transport. Events that it does not acknowledge are sent again on Slack's schedule;
 * commands and interactions are not.
 */
export class Deliveries {
  readonly #transport: Transport
  readonly #retryDelaysMs: readonly number[]
  readonly #closing = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()
  #faults = undisturbed
  #isHeld = false
  #waiting: Delivery[] = []

  constructor(transport: Transport, retryDelaysMs: readonly number[]) {
    this.#transport = transport
    this.#retryDelaysMs = retryDelaysMs
  }

  /** Sends something to which a person waits for an answer. */
  ask(delivery: Delivery): Promise<Reception> {
    return this.#tracked(this.#transport.send(delivery, { number: 0, reason: '' }))
  }

  /** Sends an event, as soon as no fault holds it back. */
  announce(payload: Delivery['payload']): void {
    this.#waiting.push({ type: 'events_api', payload })
    if (!this.#isHeld && this.#waiting.length >= this.#faults.batch) this.#flush()
  }

  /** From now on events are treated so; without any they go as usual. */
  disturb(faults: Partial<EventFaults> = {}): void {
    this.#faults = { ...undisturbed, ...faults }
  }

  /** Keeps all events back until `release`. */
  hold(): void {
    this.#isHeld = true
  }

  /** Lets go what was held back or waits for its batch to be full. */
  release(): void {
    this.#isHeld = false
    this.#flush()
  }

  /** How many events are held back. */
  get held(): number {
    return this.#waiting.length
  }

  /** Resolves when nothing is on its way to the app: all of it acknowledged or given up, retries included. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  /** Gives up what is waiting to be retried and shuts the transport. */
  async close(): Promise<void> {
    this.#waiting = []
    this.#closing.abort()
    await this.#transport.close()
    await this.idle()
  }

  #flush(): void {
    const { copies, order, seed } = this.#faults
    const batch = arranged(this.#waiting, order, seed)
    this.#waiting = []
    for (const delivery of batch)
      for (let copy = 0; copy < copies; copy += 1) void this.#tracked(this.#sendUntilTaken(delivery, copy))
  }

  async #sendUntilTaken(delivery: Delivery, first: number): Promise<void> {
    let reason = first === 0 ? '' : 'http_timeout'
    for (const [number, delayMs] of [0, ...this.#retryDelaysMs].entries()) {
      if (number > 0 && !(await this.#wait(delayMs))) return
      const reception = await this.#transport.send(delivery, { number: first + number, reason })
      if (reception.outcome === 'acknowledged' || reception.isFinal) return
      reason = reception.reason
    }
  }

  /** False when there is nobody to wait for any more. */
  async #wait(delayMs: number): Promise<boolean> {
    const { signal } = this.#closing
    return pause(delayMs, true, { signal }).catch(() => false)
  }

  #tracked<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work)
    return work.finally(() => this.#underWay.delete(work))
  }
}
