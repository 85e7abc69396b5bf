import type { Clock } from './clock.ts'
import { pace } from './pace.ts'
import { bucket } from './token-bucket.ts'

export type Quota = { readonly requestsPerMinute: number; readonly tokensPerMinute: number }

/** Room for one call. One of the two must be called, once, whatever happened. */
export type Permit = {
  /** The call is over and took so many tokens. */
  settle(tokens: number): void
  /** The provider had no room for it and took nothing. */
  throttled(): void
}

/** What is left of a quota of requests and tokens, as far as one process can know. */
export type Room = {
  /** Milliseconds until a call fits; 0 when it fits now. Urgent ones may use what is kept for them. */
  wait(tokens: number, usesKept: boolean): number
  /** About how long the provider needs to make room for calls that reserve so many tokens together. */
  workMs(calls: number, tokens: number): number
  take(tokens: number): Permit
}

/** Requests are gone once they are made: a small burst is enough, and processes that start together don't flood. */
const requestShares = { burst: 0.2, kept: 0.1 }
/**
 * Most of what calls reserve comes back: nearly the provider's own minute is needed for those in flight. Not all of
 * it, as a call that is on its way is taken here already but not there.
 */
const tokenShares = { burst: 0.9, kept: 0.1 }
/** How much of the past counts in what calls usually take of what they reserve. */
const memory = 0.9

/** `freed` is told whenever a call has ended. */
export function room(quota: Quota, clock: Clock, freed: () => void): Room {
  const requests = bucket(quota.requestsPerMinute, requestShares, clock)
  const tokens = bucket(quota.tokensPerMinute, tokenShares, clock)
  const speed = pace(clock)
  const lately = { taken: 1, reserved: 1 }
  const end = (): void => {
    for (const one of [requests, tokens]) one.scale(speed.share())
    freed()
  }
  const permit = (reserved: number): Permit => {
    const startedAt = clock.now()
    return {
      settle(taken) {
        lately.taken = lately.taken * memory + taken
        lately.reserved = lately.reserved * memory + reserved
        tokens.take(taken - reserved)
        speed.answered()
        end()
      },
      throttled() {
        tokens.take(-reserved)
        for (const one of [requests, tokens]) one.drain()
        speed.throttled(startedAt)
        end()
      },
    }
  }
  return {
    wait: (amount, usesKept) => Math.max(requests.wait(1, usesKept), tokens.wait(amount, usesKept)),
    workMs: (calls, amount) =>
      Math.max(requests.refillMs(calls), tokens.refillMs((amount * lately.taken) / lately.reserved)),
    take(amount) {
      requests.take(1)
      tokens.take(amount)
      return permit(amount)
    },
  }
}
