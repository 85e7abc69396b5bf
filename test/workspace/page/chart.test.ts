import { readFileSync } from 'node:fs'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { type Bars, barChart } from '../../../src/block-kit/chart-block.ts'
import { chart } from '../../../src/workspace/page/blocks/chart.ts'
import { contrast } from '../../charts/contrast.ts'

const drawn = (parts: Partial<Bars> = {}): string =>
  renderToStaticMarkup(
    createElement(
      'div',
      {},
      chart(
        barChart({
          title: 'Incidents per quarter',
          categories: ['2026-Q1', '2026-Q2'],
          series: [
            { name: 'Hot keys', values: [1, 4] },
            { name: 'Lost leases', values: [0, 2] },
          ],
          labels: { x: 'Quarter', y: 'Incidents' },
          ...parts,
        }),
      ),
    ),
  )

/** The height of each bar by what it says of itself. */
const barsIn = (html: string): Record<string, number> =>
  Object.fromEntries(
    [...html.matchAll(/<rect [^>]*height="([\d.]+)"[^>]*><title>([^<]*)/g)].map(([, height, says = '']) => [
      says,
      Number(height),
    ]),
  )

/** The texts below the bars. */
const namesIn = (html: string): string[] =>
  [...html.matchAll(/class="middle">([^<]*)/g)].map(([, name = '']) => name).slice(0, -1)

describe('a chart on the page', () => {
  test('has a bar for every number, as tall as it is large', () => {
    const bars = barsIn(drawn())
    const unit = bars['Hot keys, 2026-Q1: 1'] ?? 0
    expect(unit).toBeGreaterThan(20)
    expect(Object.entries(bars).map(([says, height]) => [says, Math.round((height / unit) * 100) / 100])).toEqual([
      ['Hot keys, 2026-Q1: 1', 1],
      ['Lost leases, 2026-Q1: 0', 0],
      ['Hot keys, 2026-Q2: 4', 4],
      ['Lost leases, 2026-Q2: 2', 2],
    ])
  })

  test('is named for those who do not see it, and has its numbers as a table', () => {
    const html = drawn()
    expect(html).toContain('role="img" aria-label="Incidents per quarter. Bar chart of 2 series over 2 categories.')
    expect(html).toContain('<details><summary>Show as table</summary>')
    expect(
      html.match(/<tr>.*?<\/tr>/g)?.map((row) =>
        row
          .replaceAll(/<[^>]*>/g, ' ')
          .trim()
          .split(/ {2,}/),
      ),
    ).toEqual([
      ['Quarter', 'Hot keys', 'Lost leases'],
      ['2026-Q1', '1', '0'],
      ['2026-Q2', '4', '2'],
    ])
    expect(html.match(/<th scope="row">/g)).toHaveLength(2)
  })

  test('names only as many groups as do not touch each other', () => {
    const quarters = Array.from({ length: 12 }, (_, place) => `20${20 + Math.floor(place / 4)}-Q${(place % 4) + 1}`)
    expect(namesIn(drawn({ categories: quarters.slice(0, 4) }))).toEqual(quarters.slice(0, 4))
    expect(namesIn(drawn({ categories: quarters }))).toEqual(quarters.filter((_, place) => place % 3 === 0))
  })

  test('shows hostile names as they are', () => {
    const html = drawn({
      title: '<script>',
      series: [{ name: '"><b>x</b>', values: [1, 2] }],
      categories: ['<i>', '&'],
    })
    expect(html).not.toMatch(/<script|<b>|<i>/)
    expect(html).toContain('&lt;script&gt;')
  })

  test('is drawn where nothing happened at all', () => {
    expect(drawn({ series: [{ name: 'Hot keys', values: [0, 0] }] })).not.toContain('NaN')
  })
})

const sheet = (name: string): string =>
  readFileSync(new URL(`../../../src/workspace/page/assets/${name}.css`, import.meta.url), 'utf8')
const coloursOf = (css: string, name: string): [string, string] => {
  const [, light = '', dark = ''] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css) ?? []
  return [light, dark]
}

test.each([1, 2, 3, 4, 5, 6])('series %i stands out from the page, light and dark', (rank) => {
  const grounds = coloursOf(sheet('base'), 'ground')
  const contrasts = coloursOf(sheet('chart'), `series-${rank}`).map((colour, theme) =>
    contrast(colour, grounds[theme] ?? ''),
  )
  expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(3)
})
