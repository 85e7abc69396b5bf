import { describe, expect, test } from 'vitest'
import { type Bars, barChart } from '../../src/block-kit/chart-block.ts'
import { fitted } from '../../src/block-kit/fitted.ts'
import { chartlessMessage, slackErrorsOf } from '../../src/block-kit/limits.ts'
import { paragraph, richText } from '../../src/block-kit/rich-text.ts'
import { hostileTexts } from './hostile-texts.ts'
import { type Checked, errorsOf, home, message, modal, times, x } from './payloads.ts'

const someBars = (parts: Partial<Bars> = {}): Bars => ({
  title: 'Incidents per quarter',
  categories: ['2026-Q1', '2026-Q2'],
  series: [
    { name: 'Hot keys', values: [1, 2] },
    { name: 'Lost leases', values: [0, 4] },
  ],
  labels: { x: 'Quarter', y: 'Incidents' },
  ...parts,
})

const block = barChart(someBars())
const axis = block.chart.axis_config
const withAxis = (parts: object): Checked =>
  message({ ...block, chart: { ...block.chart, axis_config: { ...axis, ...parts } } })
const withSeries = (...series: object[]): Checked => message({ ...block, chart: { ...block.chart, series } })
const [hot] = block.chart.series

describe('a chart that Slack draws', () => {
  // As the reference shows it: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
  test('has the form that Slack takes', () => {
    expect(block).toEqual({
      type: 'data_visualization',
      title: 'Incidents per quarter',
      chart: {
        type: 'bar',
        series: [
          {
            name: 'Hot keys',
            data: [
              { label: '2026-Q1', value: 1 },
              { label: '2026-Q2', value: 2 },
            ],
          },
          {
            name: 'Lost leases',
            data: [
              { label: '2026-Q1', value: 0 },
              { label: '2026-Q2', value: 4 },
            ],
          },
        ],
        axis_config: { categories: ['2026-Q1', '2026-Q2'], x_label: 'Quarter', y_label: 'Incidents' },
      },
    })
    expect(errorsOf(message(block))).toEqual([])
  })

  test('is one that Slack takes whatever its names hold, and however many are alike', () => {
    for (const { name, text } of [...hostileTexts, { name: 'nothing', text: '' }, { name: 'long', text: x(200) }]) {
      const bars = someBars({
        title: text,
        categories: times(20, () => text),
        series: times(12, () => ({ name: text, values: [1] })),
        labels: { x: text, y: text },
      })
      const errors = errorsOf(message(barChart(bars))).filter((error) => !error.includes('msg_blocks_too_long'))
      expect(errors, name).toEqual([])
    }
  })

  test('tells names apart that are alike once they are cut', () => {
    const names = ['Amazon DynamoDB on demand', 'Amazon DynamoDB on reserve', 'Amazon DynamoDB']
    const { series } = barChart(someBars({ series: names.map((name) => ({ name, values: [1, 2] })) })).chart
    expect(series.map(({ name }) => name)).toEqual(['Amazon DynamoDB on…', 'Amazon… (2)', 'Amazon DynamoDB'])
  })

  test('counts with all it says against what a message may weigh', () => {
    const chart = barChart(
      someBars({ categories: times(20, String), series: times(6, (n) => ({ name: `${n}`, values: [] })) }),
    )
    const heavy = richText(...times(4, () => paragraph(x(2_800))))
    expect(errorsOf(message(heavy, chart))).toEqual([expect.stringContaining('msg_blocks_too_long')])
    const blocks = fitted([heavy, chart])
    expect(errorsOf(message(...blocks))).toEqual([])
    expect(blocks[1]).toEqual(chart)
  })
})

const characters: readonly [what: string, limit: number, pointer: string, (length: number) => Checked][] = [
  ['title', 50, '/blocks/0/title', (n) => message({ ...block, title: x(n) })],
  ['axis label', 50, '/blocks/0/chart/axis_config/y_label', (n) => withAxis({ y_label: x(n) })],
  ['series name', 20, '/blocks/0/chart/series/0/name', (n) => withSeries({ ...hot, name: x(n) })],
]

const counts: readonly [what: string, limit: number, pointer: string, (length: number) => Checked][] = [
  ['series', 12, '/blocks/0/chart/series', (n) => withSeries(...times(n, (index) => ({ ...hot, name: `${index}` })))],
  [
    'categories',
    20,
    '/blocks/0/chart/axis_config/categories',
    (n) => message(barChart(someBars({ categories: times(n, String) }))),
  ],
]

describe('of a chart Slack takes as much as this and no more', () => {
  test.each(characters)('%s: %i characters', (_what, limit, pointer, of) => {
    expect(errorsOf(of(limit))).toEqual([])
    expect(errorsOf(of(limit + 1))).toContain(
      `[ERROR] must be less than ${limit + 1} characters [json-pointer:${pointer}]`,
    )
  })

  test.each(counts)('%s: %i', (_what, limit, pointer, of) => {
    expect(errorsOf(of(limit))).toEqual([])
    expect(errorsOf(of(limit + 1))).toContain(`[ERROR] no more than ${limit} items allowed [json-pointer:${pointer}]`)
  })
})

describe('Slack refuses', () => {
  test.each<[string, Checked, string]>([
    [
      'three charts',
      message(block, block, block),
      'no more than 2 data_visualization blocks allowed [json-pointer:/blocks]',
    ],
    [
      'two series of one name',
      withSeries({ ...hot }, { ...hot }),
      'names must be unique [json-pointer:/blocks/0/chart/series]',
    ],
    [
      'a category twice',
      withAxis({ categories: ['2026-Q1', '2026-Q1'] }),
      'must be unique [json-pointer:/blocks/0/chart/axis_config/categories]',
    ],
    [
      'a series that leaves a category out',
      withSeries({ name: 'Hot keys', data: [{ label: '2026-Q1', value: 1 }] }),
      'must have one data point for each category [json-pointer:/blocks/0/chart/series/0/data]',
    ],
    [
      'a kind of chart that Lode does not use',
      message({ ...block, chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] } }),
      'unsupported type: pie [json-pointer:/blocks/0/chart/type]',
    ],
    ['a chart in a modal', modal({}, block), 'unsupported type: data_visualization [json-pointer:/view/blocks/0/type]'],
    ['a chart in a home tab', home(block), 'unsupported type: data_visualization [json-pointer:/view/blocks/0/type]'],
  ])('%s', (_what, checked, error) => {
    expect(errorsOf(checked)).toContain(`[ERROR] ${error}`)
  })

  test('charts by their type where a workspace draws none', () => {
    const { error } = chartlessMessage.safeParse({ text: 'x', blocks: [{ type: 'divider' }, block] })
    expect(error && slackErrorsOf(error)).toEqual([
      '[ERROR] unsupported type: data_visualization [json-pointer:/blocks/1/type]',
    ])
  })
})
