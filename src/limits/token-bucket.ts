import type { Clock } from './clock.ts'

/**
 * A budget that refills evenly. It may be overdrawn by what turned out dearer than reserved; then it pauses for longer.
 *
 *     0 ──── kept ──────────── capacity
 *      urgent │ urgent and background
 */
export type Bucket = {
  /** Whole milliseconds until `amount` fits; 0 when it fits now. The kept part stays unless `usesKept`. */
  wait(amount: number, usesKept: boolean): number
  /** Milliseconds in which `amount` comes in. */
  refillMs(amount: number): number
  /** Gives back what is negative. */
  take(amount: number): void
  /** Leaves no more than the kept part. */
  drain(): void
  /** Changes from now on what comes in, and what is held for the background, to a share of the quota. */
  scale(share: number): void
}

/** What a bucket holds at most and what of it is only for urgent calls, as shares of a minute's quota. */
export type BucketShares = { readonly burst: number; readonly kept: number }

/** Sums of fractions are off by less than this. */
const roundingMs = 0.001

const unlimited: Bucket = {
  wait: () => 0,
  refillMs: () => 0,
  take: () => undefined,
  drain: () => undefined,
  scale: () => undefined,
}

/** Starts full. `perMinute` may be infinite. */
export function bucket(perMinute: number, shares: BucketShares, clock: Clock): Bucket {
  if (!Number.isFinite(perMinute)) return unlimited
  const kept = perMinute * shares.kept
  let share = 1
  let level = perMinute * shares.burst
  let at = clock.now()
  const capacity = (): number => kept + perMinute * (shares.burst - shares.kept) * share
  const refillMs = (amount: number): number => (amount / (perMinute * share)) * 60_000
  const change = (amount: number): number => {
    const now = clock.now()
    const refill = ((now - at) / 60_000) * perMinute * share
    at = now
    // What came in while the bucket was full is lost before anything is taken.
    level = Math.min(capacity(), Math.min(capacity(), level + refill) + amount)
    return level
  }
  return {
    wait(amount, usesKept) {
      // What is larger than the bucket could never fit: it goes when the bucket is full.
      const missing = Math.min(usesKept ? amount : kept + amount, capacity()) - change(0)
      return Math.max(0, Math.ceil(refillMs(missing) - roundingMs))
    },
    refillMs,
    take: (amount) => void change(-amount),
    drain: () => {
      level = Math.min(change(0), kept)
    },
    scale(next) {
      change(0)
      share = next
    },
  }
}
