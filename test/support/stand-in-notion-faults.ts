import { randomNumbers } from '../../src/workspace/order.ts'
import { failure, rateLimited } from './stand-in-notion-error.ts'

/**
 * When a connection breaks: before the endpoint saw the request, or when what was asked has been done, before the first
 * byte of the answer or in the middle of it. A client can't tell `before` from `after`.
 */
export type BreakingPoint = 'before' | 'after' | 'in_body'

/**
 * What goes wrong with one request. A connection is `dropped`, or with `hang` just doesn't go on. `html` is what a proxy
 * in front of Notion says, in no known shape.
 */
export type NotionFault =
  | { readonly kind: 'status'; readonly status: 403 | 409 | 500 | 503 | 504 | 529; readonly retryAfterSeconds?: number }
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number; readonly reason?: string }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'dropped'; readonly when: BreakingPoint }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'hang'; readonly when: BreakingPoint }

/** A share of the requests, or of those to some endpoints, meets one of these faults; which is decided by the seed. */
export type RandomNotionFaults = {
  readonly seed: number
  /** From 0 to 1. */
  readonly share: number
  readonly faults: readonly NotionFault[]
  /** As in `POST /v1/data_sources/{id}/query`; all unless given. */
  readonly endpoints?: readonly string[]
}

/** So many requests in every window of time, spent at any pace: Notion's base budget is 180 in 60 seconds. */
export type NotionRateLimit = { readonly requests: number; readonly windowMs: number }

/** What goes wrong with requests: faults queued for an endpoint, then those that come at random, then the rate limit. */
export class NotionFaults {
  readonly #queues = new Map<string, NotionFault[]>()
  readonly #clock: () => number
  #policy: RandomNotionFaults | undefined
  #random = randomNumbers(1)
  #limit: NotionRateLimit | null = null
  #window = { since: Number.NEGATIVE_INFINITY, used: 0 }

  /** The clock is in milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** The next requests to an endpoint, or to any if it is `*`, meet these, one each; after that it is as usual. */
  next(endpoint: string, ...faults: readonly NotionFault[]): void {
    this.#queues.set(endpoint, [...(this.#queues.get(endpoint) ?? []), ...faults])
  }

  randomly(policy: RandomNotionFaults): void {
    this.#policy = policy
    this.#random = randomNumbers(policy.seed)
  }

  /** Null lifts the limit. */
  limit(limit: NotionRateLimit | null): void {
    this.#limit = limit
    this.#window = { since: Number.NEGATIVE_INFINITY, used: 0 }
  }

  /** As if nothing had been set. */
  clear(): void {
    this.#queues.clear()
    this.#policy = undefined
    this.limit(null)
  }

  /** What the request that comes in now meets. */
  take(endpoint: string): NotionFault | undefined {
    const queued = this.#queues.get(endpoint)?.shift() ?? this.#queues.get('*')?.shift()
    if (queued || !this.#policy) return queued
    const { share, faults, endpoints } = this.#policy
    if (endpoints && !endpoints.includes(endpoint)) return undefined
    return this.#random() < share ? faults[Math.floor(this.#random() * faults.length)] : undefined
  }

  /** Counts a request, or refuses it until the window is over. */
  spend(): void {
    if (!this.#limit) return
    const now = this.#clock()
    if (now >= this.#window.since + this.#limit.windowMs) this.#window = { since: now, used: 0 }
    this.#window.used += 1
    if (this.#window.used <= this.#limit.requests) return
    const leftMs = this.#window.since + this.#limit.windowMs - now
    throw rateLimited(Math.max(1, Math.ceil(leftMs / 1000)))
  }
}

/** Throws what a fault answers, for those that answer as Notion does. */
export function refuse(fault: NotionFault | undefined): void {
  if (fault?.kind === 'rate_limited') throw rateLimited(fault.retryAfterSeconds, fault.reason)
  if (fault?.kind !== 'status') return
  const { status, retryAfterSeconds } = fault
  throw failure(status, retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) })
}
