import { createElement as h, type ReactNode } from 'react'
import type { ChartBlock } from '../../../block-kit/chart-block.ts'

/** In units of the drawing; a telephone shows one as a little less than a pixel. */
const size = { width: 360, height: 222 }
const plot = { left: 26, right: 340, top: 24, bottom: 180 }
const drawnColours = 6

/** A chart as Slack draws it, bars of several series side by side, and for those who don't see it, its numbers as a table. */
export function chart({ title, chart: bars }: ChartBlock): ReactNode {
  const { series, axis_config: axis } = bars
  return h(
    'figure',
    { className: 'chart' },
    h('figcaption', {}, title),
    drawing(bars, title),
    h(
      'ul',
      { className: 'legend' },
      series.map(({ name }, rank) =>
        h(
          'li',
          { key: name },
          h('svg', { viewBox: '0 0 10 10', 'aria-hidden': true, className: colourOf(rank) }, h('rect', square)),
          name,
        ),
      ),
    ),
    h('details', {}, h('summary', {}, 'Show as table'), numbers(bars, axis.x_label, title)),
  )
}

const square = { width: 10, height: 10, rx: 2 }
const colourOf = (rank: number): string => `series-${(rank % drawnColours) + 1}`

type Bars = ChartBlock['chart']

function drawing(bars: Bars, title: string): ReactNode {
  const { series, axis_config: axis } = bars
  const most = Math.max(1, ...series.flatMap(({ data }) => data.map(({ value }) => value)))
  const step = Math.ceil(most / 4)
  const top = step * Math.ceil(most / step)
  const height = (value: number): number => ((plot.bottom - plot.top) * value) / top
  const label = `${title}. Bar chart of ${series.length} series over ${axis.categories.length} categories. The table below has its numbers.`
  return h(
    'svg',
    { viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': label, className: 'bars' },
    Array.from({ length: top / step + 1 }, (_, line) => gridLine(line * step, plot.bottom - height(line * step))),
    axis.categories.map((category, place) => group(bars, category, place, height)),
    categoryLabels(axis.categories),
    h('text', { key: 'y', x: 0, y: 11 }, axis.y_label),
    h('text', { key: 'x', x: (plot.left + plot.right) / 2, y: size.height - 6, className: 'middle' }, axis.x_label),
  )
}

function gridLine(value: number, y: number): ReactNode {
  return h(
    'g',
    { key: `line ${value}` },
    h('line', { x1: plot.left, x2: plot.right, y1: y, y2: y }),
    h('text', { x: plot.left - 5, y: y + 4, className: 'end' }, value),
  )
}

function group({ series, axis_config: axis }: Bars, category: string, place: number, height: (of: number) => number) {
  const room = (plot.right - plot.left) / axis.categories.length
  const width = Math.min(18, (room * 0.84) / series.length)
  const start = plot.left + room * (place + 0.5) - (width * series.length) / 2
  return h(
    'g',
    { key: `bars ${category}` },
    series.map(({ name, data }, rank) => {
      const value = data.find(({ label }) => label === category)?.value ?? 0
      const tall = height(value)
      const box = { x: start + rank * width, y: plot.bottom - tall, width: width * 0.88, height: tall }
      return h(
        'rect',
        { key: name, ...box, className: colourOf(rank) },
        h('title', {}, `${name}, ${category}: ${value}`),
      )
    }),
  )
}

/** All while there is room, else every second, every third … */
function categoryLabels(categories: readonly string[]): ReactNode {
  const room = (plot.right - plot.left) / categories.length
  const widest = Math.max(...categories.map((category) => category.length)) * 6.6 + 8
  const every = Math.ceil(widest / room)
  return categories.map((category, place) =>
    place % every === 0
      ? h(
          'text',
          { key: `name ${category}`, x: plot.left + room * (place + 0.5), y: plot.bottom + 16, className: 'middle' },
          category,
        )
      : null,
  )
}

function numbers({ series, axis_config: axis }: Bars, corner: string, title: string): ReactNode {
  return h(
    'div',
    { className: 'table', role: 'region', 'aria-label': `Numbers of ${title}`, tabIndex: 0 },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          [corner, ...series.map(({ name }) => name)].map((name, at) => h('th', { key: `${at}`, scope: 'col' }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        axis.categories.map((category) =>
          h(
            'tr',
            { key: category },
            h('th', { scope: 'row' }, category),
            series.map(({ name, data }) =>
              h('td', { key: name, className: 'right' }, data.find(({ label }) => label === category)?.value),
            ),
          ),
        ),
      ),
    ),
  )
}
