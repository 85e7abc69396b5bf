/** Milliseconds since some start, and a call after so many; what `after` returns calls it off. Tests bring their own. */
export type Clock = { now(): number; after(milliseconds: number, run: () => void): () => void }

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
}
