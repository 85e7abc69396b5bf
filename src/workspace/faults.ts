import { randomNumbers } from './order.ts'

/**
 * What goes wrong with one request. A connection is dropped `before` anything happened or `after` everything did, when
 * the message is posted and nobody hears of it.
 */
export type Fault =
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'dropped'; readonly when: 'before' | 'after' }
  | { readonly kind: 'status'; readonly status: 500 | 502 | 503 }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'refused'; readonly error: string }

/** A share of all requests, or of those of some methods, meets one of these faults; which is decided by the seed. */
export type RandomFaults = {
  readonly seed: number
  /** From 0 to 1. */
  readonly share: number
  readonly faults: readonly Fault[]
  readonly methods?: readonly string[]
}

/** What goes wrong with the Web API: faults queued for a method's next calls, then those that come at random. */
export class Faults {
  readonly #queues = new Map<string, Fault[]>()
  #policy: RandomFaults | undefined
  #random = randomNumbers(1)

  /** The next calls of a method meet these, one each; after that it is as usual. */
  next(method: string, ...faults: readonly Fault[]): void {
    this.#queues.set(method, [...(this.#queues.get(method) ?? []), ...faults])
  }

  randomly(policy: RandomFaults): void {
    this.#policy = policy
    this.#random = randomNumbers(policy.seed)
  }

  clear(): void {
    this.#queues.clear()
    this.#policy = undefined
  }

  /** What the call that comes in now meets. */
  take(method: string): Fault | undefined {
    const queued = this.#queues.get(method)?.shift()
    if (queued || !this.#policy) return queued
    const { share, faults, methods } = this.#policy
    if (methods && !methods.includes(method)) return undefined
    return this.#random() < share ? faults[Math.floor(this.#random() * faults.length)] : undefined
  }
}
