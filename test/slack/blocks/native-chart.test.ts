import { describe, expect, test } from 'vitest'
import type { ChartBlock } from '../../../src/block-kit/chart-block.ts'
import { outgoingMessage } from '../../../src/block-kit/limits.ts'
import type { MatrixPicture, TrendPicture } from '../../../src/content.ts'
import { nativeChart } from '../../../src/slack/native-chart.ts'
import { render } from '../../../src/slack/render.ts'
import { pictureOf } from '../../../src/slack/report-picture.ts'
import { hostileTexts } from '../../block-kit/hostile-texts.ts'
import { swollen } from './swollen.ts'
import { typical } from './typical-contents.ts'

const quarters = (count: number): string[] =>
  Array.from({ length: count }, (_, place) => `${2000 + Math.floor(place / 4)}-Q${(place % 4) + 1}`)

const aTrend = (patterns: number, span: number): TrendPicture => ({
  title: 'Amazon DynamoDB',
  quarters: quarters(span),
  series: Array.from({ length: patterns }, (_, rank) => ({
    name: `Pattern of rank ${rank}`,
    counts: quarters(span).map((_, place) => rank + place),
  })),
})

const aMatrix = (technologies: number, classes: number): MatrixPicture => ({
  title: 'All technologies',
  technologies: Array.from({ length: technologies }, (_, row) => `Technology ${row}`),
  failureClasses: Array.from({ length: classes }, (_, column) => `class ${column}`),
  counts: Array.from({ length: technologies }, () => Array.from({ length: classes }, (_, column) => column)),
})

const read = (block: ChartBlock | null) => ({
  title: block?.title,
  categories: block?.chart.axis_config.categories,
  series: Object.fromEntries(block?.chart.series.map(({ name, data }) => [name, data.map(({ value }) => value)]) ?? []),
})
const isTaken = (block: ChartBlock | null): boolean => outgoingMessage.safeParse({ text: 'x', blocks: [block] }).success

describe('a trend as Slack’s own chart', () => {
  test('groups patterns by quarter, numbered as their replies are', () => {
    expect(read(nativeChart(aTrend(2, 3)))).toEqual({
      title: 'Amazon DynamoDB: incidents per quarter',
      categories: ['2000-Q1', '2000-Q2', '2000-Q3'],
      series: { '1. Pattern of rank 0': [0, 1, 2], '2. Pattern of rank 1': [1, 2, 3] },
    })
  })

  test('shows the latest twelve quarters, four bars each, the smaller patterns as one', () => {
    const { categories, series } = read(nativeChart(aTrend(9, 20)))
    expect(categories).toEqual(quarters(20).slice(8))
    expect(Object.keys(series)).toEqual([
      '1. Pattern of rank 0',
      '2. Pattern of rank 1',
      '3. Pattern of rank 2',
      '6 others',
    ])
    expect(series['6 others']?.[0]).toBe(3 + 4 + 5 + 6 + 7 + 8 + 6 * 8)
  })

  test('goes back twenty quarters where there are few patterns', () => {
    const { categories, series } = read(nativeChart(aTrend(2, 30)))
    expect(categories).toEqual(quarters(30).slice(10))
    expect(series['1. Pattern of rank 0']).toHaveLength(20)
  })

  test('has at most six series where there are few quarters', () => {
    expect(Object.keys(read(nativeChart(aTrend(9, 2))).series)).toHaveLength(6)
  })

  test('is one that Slack takes whatever the names hold', () => {
    for (const { name, text } of hostileTexts) {
      const picture = pictureOf(swollen(typical.report, text, 1))
      if (!picture) throw new Error('there is no picture')
      expect(isTaken(nativeChart(picture)), name).toBe(true)
    }
  })
})

test.each([
  ['thousands of incidents', 'Checkout timeouts', 300],
  ['sentences of 100 kB', 'lorem ipsum '.repeat(8_500), 1],
  ['nothing but ampersands', '&'.repeat(5_000), 300],
])('a one-pager with its chart is a message that Slack takes with %s', (_, text, times) => {
  const report = swollen(typical.report, text, times)
  const picture = pictureOf(report)
  const chart = picture && nativeChart(picture)
  if (!chart) throw new Error('there is no chart')
  const message = render(report, { picture: chart })
  expect(outgoingMessage.safeParse(message).success).toBe(true)
  expect(message.blocks.map((block) => block.type)).toContain('data_visualization')
})

describe('a matrix as Slack’s own chart', () => {
  test('groups failure classes by technology, without those that never occur', () => {
    expect(read(nativeChart(aMatrix(2, 3)))).toEqual({
      title: 'All technologies',
      categories: ['Technology 0', 'Technology 1'],
      series: { 'class 1': [1, 1], 'class 2': [2, 2] },
    })
  })

  test.each([
    ['more bars than can be told apart', aMatrix(13, 5)],
    ['more series than every workspace takes', aMatrix(2, 8)],
    ['nothing in it', aMatrix(3, 1)],
    ['no technology', aMatrix(0, 7)],
  ])('does not exist with %s', (_, matrix) => {
    expect(nativeChart(matrix)).toBeNull()
  })

  test('is one that Slack takes at its largest', () => {
    expect(isTaken(nativeChart(aMatrix(8, 7)))).toBe(true)
    expect(isTaken(nativeChart(aMatrix(20, 3)))).toBe(true)
  })
})
