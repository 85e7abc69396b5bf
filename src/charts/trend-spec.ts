import type { TopLevelSpec } from 'vega-lite'
import type { TrendPicture } from '../content.ts'
import { look, pictureWidth } from './look.ts'
import { card, colourOfTheRest, ink, seriesColours } from './palette.ts'

type Series = TrendPicture['series']

const margin = { left: 72, top: 86, right: 24 }
const plot = { width: pictureWidth - margin.left - margin.right, height: 240 }
const legendRow = 22

/** The drawing as Vega-Lite. It knows patterns by their rank: their names are untrusted, and only ever labels. */
export function trendSpec({ title, quarters, series }: TrendPicture): TopLevelSpec {
  const drawn = withRest(series)
  const ranks = drawn.map((_, rank) => rank)
  return {
    ...look(margin.left),
    ...plot,
    padding: { ...margin, bottom: 90 + drawn.length * legendRow },
    title: { text: title, subtitle: 'Incidents per quarter, by pattern' },
    params: [
      { name: 'names', value: drawn.map(({ name }) => name) },
      { name: 'quarterLabels', value: quarterLabels(quarters) },
    ],
    data: {
      values: drawn.flatMap(({ counts }, rank) => counts.map((incidents, place) => ({ place, rank, incidents }))),
    },
    mark: { type: 'bar', stroke: card, strokeWidth: 1, width: Math.min(44, (0.72 * plot.width) / quarters.length) },
    encoding: {
      x: { field: 'place', type: 'ordinal', title: 'Quarter', axis: axes.quarters },
      y: { field: 'incidents', type: 'quantitative', title: 'Incidents', scale: { nice: 5 }, axis: axes.incidents },
      color: {
        field: 'rank',
        type: 'nominal',
        scale: { domain: ranks, range: [...seriesColours.slice(0, drawn.length), colourOfTheRest] },
        legend: { ...legend, labelExpr: 'names[datum.value]' },
      },
      order: { field: 'rank' },
    },
  }
}

const axes = {
  quarters: {
    labelExpr: 'quarterLabels[datum.value]',
    labelAngle: 0,
    labelPadding: 6,
    labelOverlap: false,
    titlePadding: 10,
    zindex: 1,
  },
  incidents: { tickMinStep: 1, tickCount: 5, domain: false, titleX: -47 },
} as const

const legend = {
  orient: 'bottom',
  direction: 'vertical',
  columns: 1,
  title: null,
  labelFontSize: 16,
  labelColor: ink,
  labelLimit: 0,
  symbolType: 'square',
  symbolSize: 200,
  symbolStrokeWidth: 0,
  rowPadding: 6,
  offset: 14,
} as const

const namedPatterns = seriesColours.length

/** The largest by name, the rest as one. */
function withRest(series: Series): Series {
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
  const ranked = series.toSorted((a, b) => total(b.counts) - total(a.counts))
  const rest = ranked.slice(namedPatterns)
  if (rest.length === 0) return ranked
  const counts = rest[0]?.counts.map((_, place) => total(rest.map((one) => one.counts[place] ?? 0))) ?? []
  return [...ranked.slice(0, namedPatterns), { name: `${rest.length} other patterns`, counts }]
}

/** Quarter over year: of each quarter while there is room, then of each first one, and of many years every so-manieth. */
function quarterLabels(quarters: readonly string[]): string[][] {
  const hasRoom = quarters.length <= 10
  const yearsApart = Math.ceil(quarters.length / 40)
  return quarters.map((given, place) => {
    const [year = given, quarter = ''] = given.split('-')
    const isFirst = quarter === 'Q1' && Number(year) % yearsApart === 0
    if (hasRoom) return [quarter, isFirst || place === 0 ? year : '']
    return isFirst ? [quarter, year] : ['']
  })
}
