import { setImmediate as settled } from 'node:timers/promises'
import type { Clock } from '../../src/limits/clock.ts'

/** A clock that stands still until it is told to go; whatever was due happens in order, each with its follow-ups. */
export class VirtualClock implements Clock {
  #now = 0
  #order = 0
  readonly #timers = new Map<number, { readonly at: number; readonly run: () => void }>()

  now(): number {
    return this.#now
  }

  after(milliseconds: number, run: () => void): () => void {
    if (!(milliseconds >= 0)) throw new Error(`the virtual clock can't wait ${milliseconds} ms`)
    const order = this.#order++
    this.#timers.set(order, { at: this.#now + milliseconds, run })
    return () => this.#timers.delete(order)
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve))
  }

  /** How many timers run now. */
  running(): number {
    return this.#timers.size
  }

  /** Goes on by so much; resolves to how many timers went off. */
  async pass(milliseconds: number): Promise<number> {
    const end = this.#now + milliseconds
    let count = 0
    await settled()
    for (let due = this.#next(end); due !== undefined; due = this.#next(end)) {
      const timer = this.#timers.get(due)
      this.#timers.delete(due)
      this.#now = timer?.at ?? this.#now
      timer?.run()
      count += 1
      await settled()
    }
    this.#now = end
    return count
  }

  #next(end: number): number | undefined {
    let first: [number, number] | undefined
    for (const [order, { at }] of this.#timers)
      if (at <= end && at < (first?.[1] ?? Number.POSITIVE_INFINITY)) first = [order, at]
    return first?.[0]
  }
}
