import { describe, expect, test } from 'vitest'
import { chart } from '../../src/charts/chart.ts'
import { fitting } from '../../src/charts/labels.ts'
import { matrixChart } from '../../src/charts/matrix-chart.ts'
import { matrixSpec } from '../../src/charts/matrix-spec.ts'
import { heat } from '../../src/charts/palette.ts'
import type { MatrixPicture } from '../../src/content.ts'
import { failureClasses } from '../../src/domain.ts'
import { failureClassWords } from '../../src/words.ts'
import { hostileTexts } from '../block-kit/hostile-texts.ts'
import { sizeOf } from './png-size.ts'

const aMatrix = (parts: Partial<MatrixPicture> = {}): MatrixPicture => ({
  title: 'All technologies',
  technologies: ['Amazon DynamoDB', 'PostgreSQL'],
  failureClasses: ['capacity & scaling', 'software bug'],
  counts: [
    [12, 0],
    [3, 1],
  ],
  ...parts,
})

const many = (technologies: number): MatrixPicture =>
  aMatrix({
    technologies: Array.from({ length: technologies }, (_, place) => `Technology ${place}`),
    failureClasses: failureClasses.map((one) => failureClassWords[one]),
    counts: Array.from({ length: technologies }, (_, place) => failureClasses.map((_, column) => place * column)),
  })

type Cell = { row: number; column: number; number: string; fill: string }
type Drawing = {
  width: number
  params: [{ value: string[] }]
  data: { values: Cell[] }
  layer: { data?: { values: { text?: string; name?: string }[] } }[]
}
const drawingOf = (picture: MatrixPicture): Drawing => JSON.parse(JSON.stringify(matrixSpec(picture)))
const textsOf = ({ layer, params }: Drawing): string[] => [
  ...params[0].value,
  ...layer.flatMap(({ data }) => data?.values.map(({ text, name }) => text ?? name ?? '') ?? []),
]

describe('the matrix of technologies and failure classes', () => {
  test('is a PNG of twice its size, as wide whatever it shows and as tall as its rows', async () => {
    const [small, large] = [sizeOf(await matrixChart(aMatrix())), sizeOf(await matrixChart(many(30)))]
    expect([small[0], large[0]]).toEqual([1120, 1120])
    expect(large[1] - small[1]).toBe((30 * 24 - 2 * 30) * 2)
  })

  test('says the number in each cell, and the darker the more', () => {
    const cells = drawingOf(aMatrix()).data.values
    expect(cells.map(({ row, column, number }) => [row, column, number])).toEqual([
      [0, 0, '12'],
      [0, 1, '0'],
      [1, 0, '3'],
      [1, 1, '1'],
    ])
    expect(cells.map(({ fill }) => heat.findIndex((step) => step.fill === fill))).toEqual([3, -1, 0, 0])
  })

  test('does not make much of little: one incident is never the darkest', () => {
    const { data } = drawingOf(
      aMatrix({
        counts: [
          [1, 0],
          [0, 1],
        ],
      }),
    )
    expect(new Set(data.values.map(({ fill }) => heat.findIndex((step) => step.fill === fill)))).toEqual(
      new Set([0, -1]),
    )
  })

  test('keeps numbers of any size within their cells', () => {
    const { data } = drawingOf(
      aMatrix({
        counts: [
          [123_456, 2_000],
          [999, 0],
        ],
      }),
    )
    expect(data.values.map(({ number }) => number)).toEqual(['123K', '2K', '999', '0'])
  })

  test('names all seven failure classes whole, and thirty technologies', () => {
    const texts = textsOf(drawingOf(many(30)))
    expect(texts).toEqual(expect.arrayContaining(Object.values(failureClassWords)))
    expect(texts.filter((text) => text.startsWith('Technology '))).toHaveLength(30)
  })

  test('draws forty technologies and says how many more there are', async () => {
    const drawing = drawingOf(many(2_000))
    expect(drawing.params[0].value).toHaveLength(40)
    expect(textsOf(drawing)).toContain('Incidents by technology and failure class, without the last 1960')
    expect(sizeOf(await matrixChart(many(2_000)))[1]).toBeLessThan(3_200)
  })

  test.each([['W'.repeat(200)], ['lorem ipsum '.repeat(17)], ['漢'.repeat(200)], ['x'.repeat(200)]])(
    'cuts a name of 200 characters to its room: %s',
    (name) => {
      const texts = textsOf(
        drawingOf(aMatrix({ title: name, technologies: [name, name], failureClasses: [name, name] })),
      )
      expect(texts.filter((text) => text.length > 60)).toEqual([])
      expect(texts.filter((text) => text.endsWith('…'))).toHaveLength(5)
    },
  )

  test('is drawn whatever its names hold', async () => {
    const texts = ['__proto__', '</text>', '', ...hostileTexts.map(({ text }) => text)]
    for (let from = 0; from < texts.length; from += 20) {
      const [title = '', ...names] = texts.slice(from, from + 20)
      const png = await matrixChart(
        aMatrix({
          title,
          technologies: [title, ...names],
          failureClasses: names.slice(0, 7),
          counts: names.map(() => [1]),
        }),
      )
      expect(sizeOf(png)[0]).toBe(1120)
    }
  })

  test('is drawn with nothing in it', async () => {
    const png = await matrixChart(aMatrix({ technologies: [], failureClasses: [], counts: [] }))
    expect(sizeOf(png)[0]).toBe(1120)
  })
})

test('a picture is drawn as what it is: a matrix as a matrix, a trend as a trend', async () => {
  const [matrix, trend] = await Promise.all([
    chart(aMatrix()),
    chart({
      title: 'DynamoDB',
      quarters: ['2026-Q1', '2026-Q2'],
      series: [{ name: 'Hot partitions', counts: [1, 2] }],
    }),
  ])
  expect(Buffer.from(await matrixChart(aMatrix())).equals(matrix)).toBe(true)
  expect(Buffer.from(matrix).equals(trend)).toBe(false)
})

test('a name that fits is not touched', () => {
  expect(fitting('Google Cloud Spanner', 186)).toBe('Google Cloud Spanner')
})
