import { describe, expect, test } from 'vitest'
import { trendChart } from '../../../src/charts/trend-chart.ts'
import type { MatrixPicture, TrendPicture } from '../../../src/content.ts'
import { failureClasses } from '../../../src/domain.ts'
import { altOf, matrixAltOf, pictureOf } from '../../../src/slack/report-picture.ts'
import { failureClassWords } from '../../../src/words.ts'
import { hostileTexts } from '../../block-kit/hostile-texts.ts'
import { swollen } from './swollen.ts'
import { type ContentOf, typical } from './typical-contents.ts'

const pictured = (report: ContentOf<'report'>): TrendPicture => {
  const picture = pictureOf(report)
  if (!picture || !('quarters' in picture)) throw new Error('there is no picture')
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

describe('the picture of all technologies', () => {
  test('has a row for each and a column for each class and for no pattern', () => {
    const { rows } = typical.matrix
    expect(pictureOf(typical.matrix)).toEqual({
      title: 'All technologies',
      technologies: rows.map(({ name }) => name),
      failureClasses: [...failureClasses.map((one) => failureClassWords[one]), 'fits no pattern'],
      counts: rows.map(({ counts, noPattern }) => [...counts, noPattern]),
    })
  })

  test('does not exist for a single one', () => {
    expect(pictureOf({ ...typical.matrix, rows: typical.matrix.rows.slice(0, 1) })).toBeNull()
  })
})

test('a message of any other kind has no picture', () => {
  const others = Object.values(typical).filter(({ kind }) => kind !== 'report' && kind !== 'matrix')
  expect(others.filter((content) => pictureOf(content) !== null)).toEqual([])
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

const aMatrix = (technologies: readonly string[], counts: readonly number[]): MatrixPicture => ({
  title: 'all technologies',
  technologies,
  failureClasses: failureClasses.map((one) => failureClassWords[one]),
  counts: technologies.map(() => counts),
})

describe('the words for a matrix', () => {
  test('tell each number with its failure class', () => {
    const matrix = aMatrix(['DynamoDB', 'Kafka'], [0, 12, 3, 0, 0, 0, 0])
    expect(matrixAltOf({ ...matrix, counts: [matrix.counts[0] ?? [], [0, 0, 0, 0, 0, 0, 0]] })).toBe(
      'Incidents by technology and failure class, all technologies. DynamoDB: capacity & scaling 12, software bug 3. Kafka: none.',
    )
  })

  test('tell all numbers of thirty technologies × seven classes within Slack’s limit', () => {
    const names = Array.from({ length: 30 }, (_, place) => `Amazon Technology ${place}`)
    const words = matrixAltOf(aMatrix(names, [1, 22, 3, 44, 5, 66, 7]))
    expect(words.length).toBeLessThanOrEqual(2_000)
    expect(words).toContain('For each, in this order: configuration & deployment, capacity & scaling,')
    for (const name of names) expect(words).toContain(`${name}: 1, 22, 3, 44, 5, 66, 7.`)
  })

  test.each(['x'.repeat(200), 'lorem ipsum '.repeat(17), '\n\n', '<!channel>'])(
    'keep within it with the name %j',
    (name) => {
      const words = altOf(
        aMatrix(
          Array.from({ length: 500 }, () => name),
          [1, 2, 3, 4, 5, 6, 7],
        ),
      )
      expect(words.length).toBeLessThanOrEqual(2_000)
      expect(words).not.toContain('\n')
    },
  )
})
