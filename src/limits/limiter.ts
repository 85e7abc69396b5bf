import { BusyError } from '../errors.ts'
import type { Clock } from './clock.ts'
import { type Line, line } from './line.ts'
import { type Permit, type Quota, type Room, room } from './room.ts'

export type Limiter = {
  /** Resolves when a call of about so many tokens fits. Rejects with `BusyError` when that would take too long. */
  enter(tokens: number, options: { isUrgent: boolean; signal?: AbortSignal }): Promise<Permit>
}

/** Waiting longer than this blocks a worker for nothing: the job goes back to the queue. */
const longestWaitMs = 60_000

/**
 * Paces one model's calls within its quota of requests and tokens. A call reserves what it may take and settles what it
 * took. Throttling slows it down at once; it recovers slowly. Who waits for an answer goes before the background.
 */
export function limiter(quota: Quota, clock: Clock): Limiter {
  const waiting = line()
  let callOff = (): void => undefined

  /** Starts all who fit and comes back when the next one may; no timer runs while nobody waits. */
  const serve = (): void => {
    callOff()
    for (let one = waiting.next(); one; one = waiting.next()) {
      const wait = left.wait(one.tokens, one.isUrgent || waiting.isOwed())
      if (wait > 0) {
        callOff = clock.after(wait, serve)
        return
      }
      waiting.start(one)
      one.go(left.take(one.tokens))
    }
  }
  const left = room(quota, clock, serve)

  return {
    async enter(tokens, { isUrgent, signal }) {
      signal?.throwIfAborted()
      const wait = waitInLine(waiting, left, tokens, isUrgent)
      if (wait > longestWaitMs) throw new BusyError('The model’s quota is used up for now.', Math.ceil(wait / 1_000))
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.leave(one)
          reject(signal?.reason)
          serve()
        }
        const go = (permit: Permit): void => {
          signal?.removeEventListener('abort', leave)
          resolve(permit)
        }
        const one = { tokens, isUrgent, go }
        signal?.addEventListener('abort', leave, { once: true })
        waiting.join(one)
        serve()
      })
    },
  }
}

/** An estimate: by what calls took lately, and as if nobody urgent came. */
function waitInLine(waiting: Line, left: Room, tokens: number, isUrgent: boolean): number {
  const ahead = waiting.ahead(isUrgent)
  const tokensAhead = ahead.reduce((sum, one) => sum + one.tokens, 0)
  return left.wait(tokens, isUrgent) + left.workMs(ahead.length, tokensAhead)
}
