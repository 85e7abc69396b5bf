/** How several things that wait are let go. */
export type Order = 'in_order' | 'reversed' | 'shuffled'

/** The same things in another order; a shuffle is the same for the same seed. */
export function arranged<T>(things: readonly T[], order: Order, seed: number): readonly T[] {
  if (order === 'in_order') return things
  if (order === 'reversed') return things.toReversed()
  const random = randomNumbers(seed)
  return things
    .map((thing) => ({ thing, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ thing }) => thing)
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (the public-domain mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
