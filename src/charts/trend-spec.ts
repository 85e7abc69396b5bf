import type { TopLevelSpec } from 'vega-lite'
import type { TrendPicture } from '../content.ts'

type Series = TrendPicture['series']

/** A phone shows the picture at about two thirds of these pixels, so the smallest text is 15 high. */
const plot = { width: 464, height: 240 }
const margin = { left: 72, top: 86, right: 24 }
const legendRow = 22
const namedPatterns = 6

const card = '#fafaf8'
const ink = '#1d2433'
const faint = '#565f70'
/** At least 3:1 against the card; neighbours differ in lightness for eyes that don't tell the hues. Grey is the rest. */
const colours = ['#174a7c', '#d9660f', '#4f2d7f', '#2b9a8b', '#a3195b', '#4f86d1']
const colourOfTheRest = '#838b99'

/** The drawing as Vega-Lite. It knows patterns by their rank: their names are untrusted, and only ever labels. */
export function trendSpec({ title, quarters, series }: TrendPicture): TopLevelSpec {
  const drawn = withRest(series)
  const ranks = drawn.map((_, rank) => rank)
  return {
    ...plot,
    // Vega can only guess how wide text is where there is no canvas, so the picture's size is reckoned here.
    autosize: { type: 'none' },
    padding: { ...margin, bottom: 90 + drawn.length * legendRow },
    background: card,
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
      x: {
        field: 'place',
        type: 'ordinal',
        title: 'Quarter',
        axis: { labelExpr: 'quarterLabels[datum.value]', zindex: 1 },
      },
      y: { field: 'incidents', type: 'quantitative', title: 'Incidents', scale: { nice: 5 } },
      color: {
        field: 'rank',
        type: 'nominal',
        scale: { domain: ranks, range: [...colours.slice(0, Math.min(drawn.length, namedPatterns)), colourOfTheRest] },
        legend: { labelExpr: 'names[datum.value]' },
      },
      order: { field: 'rank' },
    },
    config: look,
  }
}

const look: NonNullable<TopLevelSpec['config']> = {
  font: 'Inter',
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'group',
    dx: 18 - margin.left,
    fontSize: 21,
    fontWeight: 600,
    color: ink,
    subtitleFontSize: 16,
    subtitleColor: faint,
    subtitlePadding: 6,
    offset: 18,
  },
  axis: { labelFontSize: 15, labelColor: ink, titleFontSize: 15, titleFontWeight: 400, titleColor: faint },
  axisX: { labelAngle: 0, labelPadding: 6, ticks: false, domainColor: faint, titlePadding: 10, labelOverlap: false },
  axisY: { tickMinStep: 1, tickCount: 5, ticks: false, domain: false, gridColor: '#dcdee3', titleX: -47 },
  legend: {
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
  },
}

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
