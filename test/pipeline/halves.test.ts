import { describe, expect, test } from 'vitest'
import { halvesOf } from '../../src/pipeline/halves.ts'

const on = (...dates: (string | null)[]) => dates.map((incidentDate) => ({ incidentDate }))
const year = { from: '2024-01-01', until: '2024-12-30' }

describe('the halves of a span', () => {
  test('are equally many days, whatever the quarters, and both ends count', () => {
    const incidents = on('2024-01-01', '2024-07-01', '2024-07-02', '2024-12-30')
    // 365 days: 182 to the 30th of June, 182 from the 2nd of July; the day between belongs to neither.
    expect(halvesOf(incidents, year)).toMatchObject({ first: 1, second: 2 })
    expect(halvesOf(on('2024-06-30'), year)).toMatchObject({ first: 1, second: 0 })
  })

  test('leave out what has no date, and what lies outside', () => {
    const incidents = on(null, '2023-12-31', '2024-12-31', '2024-02-29')
    expect(halvesOf(incidents, year)).toEqual({ ...year, first: 1, second: 0, trend: 'too few to say' })
  })

  test('say rising or falling only where chance would hardly do that', () => {
    const early = Array<string>(6).fill('2024-02-01')
    const late = Array<string>(6).fill('2024-11-01')
    expect(halvesOf(on(...late), year)?.trend).toBe('rising')
    expect(halvesOf(on(...early), year)?.trend).toBe('falling')
    expect(halvesOf(on(...early, ...late), year)?.trend).toBe('no clear change')
    expect(halvesOf(on(...late.slice(1)), year)?.trend).toBe('too few to say')
  })

  test('are none where there is nothing to halve', () => {
    for (const span of [null, { from: '2024-01-02', until: '2024-01-01' }, { from: '2024-01-01', until: '2024-01-01' }])
      expect(halvesOf(on('2024-01-01'), span)).toBeNull()
  })
})
