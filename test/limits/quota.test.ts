import { describe, expect, test } from 'vitest'
import { simulate } from './quota-simulation.ts'
import { scenarios } from './scenarios.ts'

/**
 * Each process finds out on its own, at ×0.7 a time, that the quota is not its alone. With five of them that costs more
 * than 2 % of the calls of the first half-hour.
 */
const percentAtFirst = (processes: number): number => (processes > 3 ? 4 : 2)

describe('a quota that more workers want than it has room for', () => {
  test.each(Object.entries(scenarios))(
    'is used up, hardly overdrawn, and quick for who waits: %s',
    async (_, scenario) => {
      const figures = await simulate(scenario, { warmUpMinutes: 5, minutes: 20 })
      expect(figures.usedPercent).toBeGreaterThanOrEqual(95)
      expect(figures.laterThrottledPercent).toBeLessThanOrEqual(2)
      expect(figures.throttledPercent).toBeLessThanOrEqual(percentAtFirst(scenario.processes))
      expect(figures.urgentWaitsMs.at(-1)).toBeLessThanOrEqual(2_000)
      expect(figures.urgentWaitsMs.length).toBeGreaterThan(100)
    },
  )

  const known = Object.entries(scenarios).filter(
    ([, { processes, granted, configured }]) => processes === 1 && granted === configured,
  )
  test.each(known)('is never overdrawn by one process that knows it: %s', async (_, scenario) => {
    expect(await simulate(scenario, { warmUpMinutes: 5, minutes: 20 })).toMatchObject({ throttledPercent: 0 })
  })
})
