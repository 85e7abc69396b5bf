import { describe, expect, test } from 'vitest'
import { trendChart } from '../../src/charts/trend-chart.ts'
import { trendSpec } from '../../src/charts/trend-spec.ts'
import type { TrendPicture } from '../../src/content.ts'
import { sizeOf } from './png-size.ts'

const aPicture = (parts: Partial<TrendPicture> = {}): TrendPicture => ({
  title: 'DynamoDB',
  quarters: ['2025-Q4', '2026-Q1', '2026-Q2'],
  series: [
    { name: 'Hot partitions', counts: [1, 0, 2] },
    { name: 'Expired credentials', counts: [0, 4, 1] },
  ],
  ...parts,
})

const quarters = (count: number): string[] =>
  Array.from({ length: count }, (_, place) => `${2000 + Math.floor(place / 4)}-Q${(place % 4) + 1}`)

const manyPatterns = (count: number, given: readonly string[]): TrendPicture['series'] =>
  Array.from({ length: count }, (_, rank) => ({ name: `Pattern ${rank}`, counts: given.map(() => count - rank) }))

/** The part of the drawing that a test looks at. */
type Drawing = {
  params: [{ value: string[] }, { value: string[][] }]
  data: { values: { place: number; rank: number; incidents: number }[] }
  encoding: { color: { scale: { range: string[] } } }
}
const drawingOf = (picture: TrendPicture): Drawing => JSON.parse(JSON.stringify(trendSpec(picture)))

describe('the chart of a report', () => {
  test('is a PNG of twice its size, as wide whatever it shows', async () => {
    const small = await trendChart(aPicture())
    const large = await trendChart(aPicture({ quarters: quarters(80), series: manyPatterns(40, quarters(80)) }))
    expect([...small.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
    expect([sizeOf(small)[0], sizeOf(large)[0]]).toEqual([1120, 1120])
  })

  test('is the same to the byte for the same picture', async () => {
    const [one, other] = await Promise.all([trendChart(aPicture()), trendChart(aPicture())])
    expect(Buffer.from(one).equals(other)).toBe(true)
  })

  test('draws its texts: another title or name is another picture', async () => {
    const first = Buffer.from(await trendChart(aPicture()))
    const [title, name] = await Promise.all([
      trendChart(aPicture({ title: 'DynamoDC' })),
      trendChart(aPicture({ series: aPicture().series.map((one) => ({ ...one, name: 'Hot tempers' })) })),
    ])
    expect([first.equals(title), first.equals(name)]).toEqual([false, false])
  })

  test('stacks the largest pattern first, whatever order they come in', () => {
    expect(drawingOf(aPicture()).params[0].value).toEqual(['Expired credentials', 'Hot partitions'])
  })

  test('names six patterns and adds up the rest', () => {
    const { params, data } = drawingOf(aPicture({ series: manyPatterns(9, aPicture().quarters) }))
    expect(params[0].value.at(-1)).toBe('3 other patterns')
    expect(data.values.filter(({ rank }) => rank === 6)).toEqual([
      { place: 0, rank: 6, incidents: 6 },
      { place: 1, rank: 6, incidents: 6 },
      { place: 2, rank: 6, incidents: 6 },
    ])
  })

  test.each([
    [3, ['Q1 2000', 'Q2 ', 'Q3 ']],
    [12, ['Q1 2000', '', '', '', 'Q1 2001', '', '', '', 'Q1 2002', '', '', '']],
  ])('labels %i quarters without crowding them', (count, labels) => {
    const { params } = drawingOf(aPicture({ quarters: quarters(count), series: manyPatterns(1, quarters(count)) }))
    expect(params[1].value.map((lines) => lines.join(' '))).toEqual(labels)
  })

  test('labels at most ten quarters of twenty years', () => {
    const { params } = drawingOf(aPicture({ quarters: quarters(80), series: manyPatterns(1, quarters(80)) }))
    expect(params[1].value.filter(([first]) => first !== '')).toHaveLength(10)
  })

  test('gives every pattern a colour of its own, and the rest one too', () => {
    const { encoding } = drawingOf(aPicture({ series: manyPatterns(9, aPicture().quarters) }))
    expect(new Set(encoding.color.scale.range).size).toBe(7)
  })

  test.each(['</text><script>alert(1)</script>', 'a & b < c', "names['x']", '__proto__', '🔥 火', ''])(
    'draws the name %j as a name',
    async (name) => {
      const png = await trendChart(aPicture({ title: name, series: [{ name, counts: [1, 2, 3] }] }))
      expect(sizeOf(png)[0]).toBe(1120)
    },
  )
})
