import type { Clock } from './clock.ts'

/** How much of the quota to use: all of it until the provider objects. */
export type Pace = {
  /** Above 0 and at most 1. */
  share(): number
  /** A call that began at `startedAt` was throttled: slow down, once for all the calls that ran into the same wall. */
  throttled(startedAt: number): void
  /** A call went through. */
  answered(): void
}

const decrease = 0.7
const leastShare = 0.1
/**
 * By how much the nth call in a row that goes through raises the share. It takes some 130 calls to make up for one
 * ×0.7, so that probing costs about 1 % of the calls, however many processes share the quota and however wrong the
 * configured one is; after an outage it takes some 340. bench/limiter-bench.ts measures it.
 */
const increase = 0.000_04

/** Finds out what nobody says: what the quota really is, and how many share it. */
export function pace(clock: Clock): Pace {
  let share = 1
  let inARow = 0
  let slowedAt = Number.NEGATIVE_INFINITY
  return {
    share: () => share,
    throttled(startedAt) {
      inARow = 0
      if (startedAt <= slowedAt) return
      share = Math.max(leastShare, share * decrease)
      slowedAt = clock.now()
    },
    answered() {
      inARow += 1
      share = Math.min(1, share * (1 + increase * inARow))
    },
  }
}
