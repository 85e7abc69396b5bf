/** How much of the quota is used: 1 until the provider objects. */
export type Pace = {
  /** The share now, above 0 and at most 1. */
  share(): number
  /** A call that began at `startedAt` was throttled: slow down, once for all the calls that ran into the same wall. */
  throttled(startedAt: number, now: number): void
  /** A call went through. */
  answered(): void
}

const decrease = 0.7
const leastShare = 0.1
/**
 * By how much the nth call in a row that goes through raises the share. At ×0.7 each throttling it takes some 120 calls
 * to be back, so that probing costs about 1 % of the calls, however many processes share the quota and however wrong
 * the configured one is; and an outage that ended is forgotten after some 300.
 */
const increase = 0.000_04

/** Multiplicative decrease, and an increase that starts slowly: nobody says what the quota really is. */
export function pace(): Pace {
  let share = 1
  let answered = 0
  let slowedAt = Number.NEGATIVE_INFINITY
  return {
    share: () => share,
    throttled(startedAt, now) {
      answered = 0
      if (startedAt <= slowedAt) return
      share = Math.max(leastShare, share * decrease)
      slowedAt = now
    },
    answered() {
      answered += 1
      share = Math.min(1, share * (1 + increase * answered))
    },
  }
}
