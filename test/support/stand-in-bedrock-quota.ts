import { BedrockError } from './stand-in-bedrock-error.ts'

/** What an account may use of a model in a minute; `burndown` is the model's own unless it is given. */
export type BedrockQuota = {
  readonly requestsPerMinute: number
  readonly tokensPerMinute: number
  readonly burndown?: number
}

/** What a model has been used for so far. Only accepted requests have tokens; those in flight are not charged yet. */
export type BedrockCounters = {
  readonly accepted: number
  /** By its quota; errors of the script are not counted. */
  readonly throttled: number
  /** As the quota counts: input, cache writes, and output times the burndown. */
  readonly tokensCharged: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
}

/** The tokens of one request. */
export type Spent = { inputTokens: number; outputTokens: number; readTokens: number; writeTokens: number }

/** Of a model that nothing was asked yet. */
export const unused: BedrockCounters = {
  accepted: 0,
  throttled: 0,
  tokensCharged: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
}

/** One model's quota and what it was used for (platform.md §3.8): reserves when a request starts, settles when it ends. */
export class Meter {
  counters = unused
  readonly #requests: Bucket | null
  readonly #tokens: Bucket | null
  readonly #burndown: number

  constructor(quota: BedrockQuota | undefined, burndown: number, now: () => number) {
    this.#requests = quota ? new Bucket(quota.requestsPerMinute, now) : null
    this.#tokens = quota ? new Bucket(quota.tokensPerMinute, now) : null
    this.#burndown = quota?.burndown ?? burndown
  }

  /** Takes one request and its most tokens out of the quota, or throws ThrottlingException and takes nothing. */
  reserve(tokens: number): void {
    if (this.#requests && !this.#requests.has(1)) this.#throttle('Too many requests, please wait before trying again.')
    if (this.#tokens && !this.#tokens.has(tokens)) this.#throttle('Too many tokens, please wait before trying again.')
    this.#requests?.take(1)
    this.#tokens?.take(tokens)
    this.counters = { ...this.counters, accepted: this.counters.accepted + 1 }
  }

  /** Gives back what was reserved and charges what was used. Output can cost more than was reserved: that is owed. */
  settle(reserved: number, { inputTokens, outputTokens, readTokens, writeTokens }: Spent): void {
    const charge = inputTokens + writeTokens + outputTokens * this.#burndown
    this.#tokens?.take(charge - reserved)
    const { counters } = this
    this.counters = {
      ...counters,
      tokensCharged: counters.tokensCharged + charge,
      inputTokens: counters.inputTokens + inputTokens,
      outputTokens: counters.outputTokens + outputTokens,
      cacheReadTokens: counters.cacheReadTokens + readTokens,
      cacheWriteTokens: counters.cacheWriteTokens + writeTokens,
    }
  }

  #throttle(message: string): never {
    this.counters = { ...this.counters, throttled: this.counters.throttled + 1 }
    throw new BedrockError('ThrottlingException', { message })
  }
}

/** Holds a minute's worth at most and fills continuously. */
class Bucket {
  readonly #perMinute: number
  readonly #now: () => number
  #level: number
  #at: number

  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute
    this.#now = now
    this.#level = perMinute
    this.#at = now()
  }

  has(amount: number): boolean {
    this.#refill()
    return this.#level >= amount
  }

  take(amount: number): void {
    this.#refill()
    this.#level = Math.min(this.#perMinute, this.#level - amount)
  }

  #refill(): void {
    const now = this.#now()
    this.#level = Math.min(this.#perMinute, this.#level + ((now - this.#at) * this.#perMinute) / 60_000)
    this.#at = now
  }
}
