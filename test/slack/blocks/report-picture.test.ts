import { describe, expect, test } from 'vitest'
import { trendChart } from '../../../src/charts/trend-chart.ts'
import type { TrendPicture } from '../../../src/content.ts'
import { altOf, pictureOf } from '../../../src/slack/report-picture.ts'
import { hostileTexts } from '../../block-kit/hostile-texts.ts'
import { swollen } from './swollen.ts'
import { type ContentOf, typical } from './typical-contents.ts'

const pictured = (report: ContentOf<'report'>): TrendPicture => {
  const picture = pictureOf(report)
  if (!picture) throw new Error('there is no picture')
  return picture
}

describe('the picture of a report', () => {
  test('has a series for every pattern', () => {
    expect(pictured(typical.report)).toMatchObject({
      title: 'DynamoDB',
      quarters: typical.report.quarters,
      series: typical.report.patterns.map(({ name, trend }) => ({ name, counts: trend })),
    })
  })

  test.each<[string, Partial<ContentOf<'report'>>]>([
    ['fewer than two quarters', { quarters: ['2026-Q1'] }],
    ['no pattern', { patterns: [] }],
    ['no answer yet', { progress: { state: 'folding', digests: 41, answers: 0 } }],
    ['no answer at all', { progress: { state: 'failed', reason: 'The model refused.' } }],
  ])('does not exist with %s', (_, parts) => {
    expect(pictureOf({ ...typical.report, ...parts })).toBeNull()
  })

  test('can be drawn whatever the names hold', async () => {
    for (const { name, text } of hostileTexts) {
      const png = await trendChart(pictured(swollen(typical.report, text, 1)))
      expect([...png.subarray(1, 4)], name).toEqual([...Buffer.from('PNG')])
    }
  })

  test('keeps names to what a line of its legend holds', () => {
    const { title, series } = pictured(swollen(typical.report, 'word '.repeat(1_000), 1))
    expect(Math.max(title.length, ...series.map(({ name }) => name.length))).toBeLessThanOrEqual(46)
  })
})

describe('its words for those who do not see it', () => {
  test('tell the numbers', () => {
    expect(altOf(pictured(typical.report))).toBe(
      'Incidents per quarter by pattern, DynamoDB, 2024-Q3 to 2026-Q2. Write capacity below a planned peak: 2024-Q3 1, 2025-Q1 2, 2025-Q2 1, 2025-Q3 1, 2025-Q4 4, 2026-Q1 2, 2026-Q2 3. Hot partition behind a popular key: 2024-Q4 2, 2025-Q1 1, 2025-Q3 3, 2025-Q4 1, 2026-Q1 1, 2026-Q2 1. Clients upgraded without their table module: 2025-Q2 1, 2026-Q1 2, 2026-Q2 3. Time-to-live misread as a deletion schedule: 2024-Q3 2, 2024-Q4 1, 2025-Q4 1.',
    )
  })

  test('are at most a thousand characters', () => {
    expect(altOf(pictured(swollen(typical.report, 'Hot keys', 500))).length).toBeLessThanOrEqual(1_000)
  })
})
