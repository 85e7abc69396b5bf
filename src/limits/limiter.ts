import { BusyError } from '../errors.ts'
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

export type Limiter = {
  /** Resolves when a call of about so many tokens fits. Rejects with `BusyError` when that would take too long. */
  enter(tokens: number, options: { isUrgent: boolean; signal?: AbortSignal }): Promise<Permit>
}

/** Waiting longer than this blocks a worker for nothing: the job goes back to the queue. */
const longestWaitMs = 60_000
/** Requests are gone once they are made: a small burst is enough, and processes that start together don't flood. */
const requestShares = { burst: 0.2, kept: 0.1 }
/**
 * Most of what calls reserve comes back: nearly the provider's own minute is needed for those in flight. Not all of
 * it, as a call that is on its way is taken here already but not there.
 */
const tokenShares = { burst: 0.9, kept: 0.1 }
/** After so many calls in a row that people wait for, the next one from the background goes first all the same. */
const urgentInARow = 8
/** Weight of the latest call in what calls usually take of what they reserve. */
const latestWeight = 0.1

type Waiting = {
  readonly tokens: number
  readonly isUrgent: boolean
  readonly go: (permit: Permit) => void
}

/**
 * Paces one model's calls within its quota of requests and tokens. A call reserves what it may take and settles what it
 * took. Throttling slows it down at once; it recovers slowly. Who waits for an answer goes before the background.
 */
export function limiter(quota: Quota, clock: Clock): Limiter {
  const requests = bucket(quota.requestsPerMinute, requestShares, clock)
  const tokens = bucket(quota.tokensPerMinute, tokenShares, clock)
  const speed = pace()
  const urgent: Waiting[] = []
  const background: Waiting[] = []
  let urgentSoFar = 0
  let usuallyTaken = 1
  let callOff = (): void => undefined

  const isOwed = (): boolean => background.length > 0 && urgentSoFar >= urgentInARow
  const next = (): Waiting | undefined => (isOwed() ? background[0] : (urgent[0] ?? background[0]))
  const waitOf = (one: Pick<Waiting, 'tokens' | 'isUrgent'>): number => {
    const usesKept = one.isUrgent || isOwed()
    return Math.max(requests.wait(1, usesKept), tokens.wait(one.tokens, usesKept))
  }
  const waitInLine = (one: Pick<Waiting, 'tokens' | 'isUrgent'>): number => {
    const ahead = one.isUrgent ? urgent : [...urgent, ...background]
    const tokensAhead = ahead.reduce((sum, other) => sum + other.tokens, 0) * usuallyTaken
    return waitOf(one) + Math.max(requests.refillMs(ahead.length), tokens.refillMs(tokensAhead))
  }

  const permit = (reserved: number): Permit => {
    const startedAt = clock.now()
    const scale = (): void => {
      for (const one of [requests, tokens]) one.scale(speed.share())
    }
    return {
      settle(taken) {
        usuallyTaken += (taken / reserved - usuallyTaken) * latestWeight
        speed.answered()
        tokens.take(taken - reserved)
        scale()
        serve()
      },
      throttled() {
        speed.throttled(startedAt, clock.now())
        tokens.take(-reserved)
        for (const one of [requests, tokens]) one.drain()
        scale()
        serve()
      },
    }
  }

  /** Starts all who fit and comes back when the next one does; nothing runs while nobody waits. */
  const serve = (): void => {
    callOff()
    for (let one = next(); one; one = next()) {
      const wait = waitOf(one)
      if (wait > 0) {
        callOff = clock.after(wait, serve)
        return
      }
      remove(one)
      urgentSoFar = one.isUrgent && background.length > 0 ? urgentSoFar + 1 : 0
      requests.take(1)
      tokens.take(one.tokens)
      one.go(permit(one.tokens))
    }
  }

  const remove = (one: Waiting): void => {
    const line = one.isUrgent ? urgent : background
    line.splice(line.indexOf(one), 1)
  }

  return {
    async enter(wanted, { isUrgent, signal }) {
      signal?.throwIfAborted()
      const wait = waitInLine({ tokens: wanted, isUrgent })
      if (wait > longestWaitMs) throw new BusyError('The model’s quota is used up for now.', Math.ceil(wait / 1_000))
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          remove(one)
          reject(signal?.reason)
          serve()
        }
        const go = (given: Permit): void => {
          signal?.removeEventListener('abort', leave)
          resolve(given)
        }
        const one: Waiting = { tokens: wanted, isUrgent, go }
        signal?.addEventListener('abort', leave, { once: true })
        const line = isUrgent ? urgent : background
        line.push(one)
        serve()
      })
    },
  }
}
