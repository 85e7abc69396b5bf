import { BusyError } from '../errors.ts'
import type { Clock } from '../limits/clock.ts'
import { bucket } from '../limits/token-bucket.ts'

/** Lets requests through as Notion's budget allows. */
export type Turns = {
  /** Resolves when the next request may go. Rejects with `BusyError` where that takes too long to hold a worker. */
  next(signal?: AbortSignal): Promise<void>
  /** Notion has asked for patience: nobody goes for so long. */
  hold(milliseconds: number): void
  /** Resolves after a pause of so long, rejects when the signal aborts. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** Longer waits are the queue's: https://developers.notion.com/reference/request-limits lets them exceed a minute. */
const longestHoldMs = 120_000

/**
 * Notion counts requests in windows of a minute, spent at any pace. A burst and what comes in during a minute
 * stay within it together.
 */
const shares = { rate: 0.9, burst: 1 / 9 }

/** One for all that use the same token, as the budget is the connection's. */
export function turns(requestsPerMinute: number, clock: Clock): Turns {
  const budget = bucket(requestsPerMinute * shares.rate, { burst: shares.burst, kept: 0 }, clock)
  let heldUntil = Number.NEGATIVE_INFINITY
  const pause: Turns['pause'] = (milliseconds, signal) => paused(clock, milliseconds, signal)
  return {
    pause,
    hold(milliseconds) {
      budget.drain()
      heldUntil = Math.max(heldUntil, clock.now() + milliseconds)
    },
    async next(signal) {
      for (;;) {
        signal?.throwIfAborted()
        const heldMs = heldUntil - clock.now()
        if (heldMs > longestHoldMs) throw new BusyError('Notion asks for patience.', Math.ceil(heldMs / 1_000))
        const waitMs = Math.max(heldMs, budget.wait(1, false))
        if (waitMs <= 0) break
        await pause(waitMs, signal)
      }
      budget.take(1)
    },
  }
}

function paused(clock: Clock, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const callOff = clock.after(milliseconds, () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    })
    const leave = (): void => {
      callOff()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', leave, { once: true })
  })
}
