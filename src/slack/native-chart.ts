import { barChart, type ChartBlock } from '../block-kit/chart-block.ts'
import type { MatrixPicture, Picture, TrendPicture } from '../content.ts'

/** A telephone shows as many bars apart from each other, in groups that can be told. */
const mostBars = 48
const fewestQuarters = 12
/** Slack's own limit. */
const mostQuarters = 20
/** As many as every workspace takes. */
const mostSeries = 6

/** Slack's own chart of a picture, or null where that would be no chart to read: then it is better drawn by us. */
export const nativeChart = (picture: Picture): ChartBlock | null =>
  'quarters' in picture ? trendBlock(picture) : matrixBlock(picture)

/** The latest quarters of the largest patterns, numbered as their replies are, and the rest as one. */
function trendBlock({ title, quarters, series }: TrendPicture): ChartBlock {
  const span = Math.min(mostQuarters, Math.max(fewestQuarters, Math.floor(mostBars / series.length)))
  const shown = quarters.slice(-span)
  const room = Math.min(mostSeries, Math.floor(mostBars / shown.length))
  const numbered = series.map(({ name, counts }, place) => ({
    name: `${place + 1}. ${name}`,
    values: counts.slice(-span),
  }))
  const named = numbered.slice(0, numbered.length > room ? room - 1 : room)
  const rest = numbered.slice(named.length)
  const sums = shown.map((_, place) => rest.reduce((sum, { values }) => sum + (values[place] ?? 0), 0))
  return barChart({
    title: `${title}: incidents per quarter`,
    categories: shown,
    series: [...named, ...(rest.length > 0 ? [{ name: `${rest.length} others`, values: sums }] : [])],
    labels: { x: 'Quarter', y: 'Incidents' },
  })
}

/** Technologies as groups of bars, one for each failure class that occurs at all. */
function matrixBlock({ title, technologies, failureClasses, counts }: MatrixPicture): ChartBlock | null {
  const series = failureClasses
    .map((name, column) => ({ name, values: counts.map((row) => row[column] ?? 0) }))
    .filter(({ values }) => values.some((count) => count > 0))
  if (series.length === 0 || series.length > mostSeries || series.length * technologies.length > mostBars) return null
  return barChart({ title, categories: technologies, series, labels: { x: 'Technology', y: 'Incidents' } })
}
