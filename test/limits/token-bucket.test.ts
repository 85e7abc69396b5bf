import { describe, expect, test } from 'vitest'
import { bucket } from '../../src/limits/token-bucket.ts'
import { VirtualClock } from './virtual-clock.ts'

/** 60 a minute: one comes in each second; 30 at most, of which 6 are kept. */
function aBucket() {
  const clock = new VirtualClock()
  return { clock, budget: bucket(60, { burst: 0.5, kept: 0.1 }, clock) }
}

describe('a bucket', () => {
  test.each([
    // taken before, seconds passed, wanted, usesKept, wait in ms
    [0, 0, 24, false, 0],
    [0, 0, 25, false, 0], // more than ever fits beside the kept part: when the bucket is full
    [1, 0, 25, false, 1_000],
    [0, 0, 30, true, 0],
    [24, 0, 1, false, 1_000],
    [24, 0, 6, true, 0],
    [24, 0, 7, true, 1_000],
    [30, 10, 1, false, 0],
    [30, 10, 5, false, 1_000],
    [30, 3_600, 31, true, 0], // more than ever fits: when the bucket is full
    [31, 0, 30, true, 31_000],
    [50, 0, 1, true, 21_000], // overdrawn
    [30, 0, 0.0001, true, 1], // whole milliseconds, never a wait of nothing
  ])(
    '%d taken, %d s later, %d more (from the kept part: %s) wait %d ms',
    async (taken, seconds, wanted, usesKept, wait) => {
      const { clock, budget } = aBucket()
      budget.take(taken)
      await clock.pass(seconds * 1_000)
      expect(budget.wait(wanted, usesKept)).toBe(wait)
      await clock.pass(wait)
      expect(budget.wait(wanted, usesKept)).toBe(0)
    },
  )

  test('never holds more than its burst, however much is given back', () => {
    const { budget } = aBucket()
    budget.take(-100)
    budget.take(30)
    expect(budget.wait(1, true)).toBe(1_000)
  })

  test('loses what comes in while it is full before something is taken', async () => {
    const { clock, budget } = aBucket()
    await clock.pass(60_000)
    budget.take(30)
    expect(budget.wait(1, true)).toBe(1_000)
  })

  test('at half the share refills half as fast and still keeps the same for urgent calls', () => {
    const { budget } = aBucket()
    budget.scale(0.5)
    expect(budget.wait(18, true)).toBe(0)
    budget.take(12)
    expect([budget.wait(6, true), budget.wait(1, false), budget.refillMs(10)]).toEqual([0, 2_000, 20_000])
  })

  test('is left with what is kept when it is drained, and with its debts', () => {
    const { budget } = aBucket()
    budget.drain()
    expect([budget.wait(6, true), budget.wait(1, false)]).toEqual([0, 1_000])
    budget.take(10)
    budget.drain()
    expect(budget.wait(1, true)).toBe(5_000)
  })

  test('without an end never waits', () => {
    const budget = bucket(Number.POSITIVE_INFINITY, { burst: 0.5, kept: 0.1 }, new VirtualClock())
    budget.take(1e12)
    budget.scale(0.1)
    budget.drain()
    expect([budget.wait(1e12, false), budget.refillMs(1e12)]).toEqual([0, 0])
  })
})
