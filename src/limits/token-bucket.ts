/** Milliseconds since some start; tests and benches bring their own. */
export type Clock = { now(): number; wait(milliseconds: number, signal?: AbortSignal): Promise<void> }

/** A budget that refills evenly. It may be overdrawn by what turned out dearer than reserved; then it pauses for longer. */
export type Bucket = {
  /** Milliseconds until `amount` fits; 0 when it fits now. */
  wait(amount: number): number
  take(amount: number): void
  give(amount: number): void
  /** Changes the rate from now on, as a share of the quota. */
  scale(share: number): void
}

/** `perMinute` may be infinite. Bursts are at most `burstShare` of a minute's budget: the provider's own minute is full of them. */
export function bucket(perMinute: number, burstShare: number, clock: Clock): Bucket {
  const capacity = perMinute * burstShare
  let level = capacity
  let share = 1
  let at = clock.now()
  const refill = (): void => {
    const now = clock.now()
    level = Math.min(capacity, level + ((now - at) / 60_000) * perMinute * share)
    at = now
  }
  return {
    wait(amount) {
      if (!Number.isFinite(perMinute)) return 0
      refill()
      // What is larger than the bucket could never fit: it goes when the bucket is full.
      const wanted = Math.min(amount, capacity)
      return level >= wanted ? 0 : ((wanted - level) / (perMinute * share)) * 60_000
    },
    take(amount) {
      if (!Number.isFinite(perMinute)) return
      refill()
      level -= amount
    },
    give(amount) {
      if (!Number.isFinite(perMinute)) return
      refill()
      level = Math.min(capacity, level + amount)
    },
    scale(next) {
      refill()
      share = next
    },
  }
}
