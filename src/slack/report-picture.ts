import type { ReportContent, TrendPicture } from '../content.ts'
import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'

/** As wide as the chart is. */
const longestTitle = 44
const longestName = 46

/** What the chart of a finished report shows, or null where there is no trend: fewer than two quarters, or no pattern. */
export function pictureOf(report: Extract<ReportContent, { kind: 'report' }>): TrendPicture | null {
  const { progress, technology, quarters, patterns } = report
  if (progress.state !== 'done' || quarters.length < 2 || patterns.length === 0) return null
  return {
    title: clamped(oneLine(technology.name), longestTitle),
    quarters,
    series: patterns.map(({ name, trend }) => ({ name: clamped(oneLine(name), longestName), counts: trend })),
  }
}

/** More patterns than these would be cut off anyway. */
const toldPatterns = 12

/** The numbers of the chart for those who don't see it. */
export function altOf({ title, quarters, series }: TrendPicture): string {
  const lines = series.slice(0, toldPatterns).map(({ name, counts }) => {
    const shown = counts.flatMap((count, place) => (count > 0 ? [`${quarters[place]} ${count}`] : []))
    return `${name}: ${shown.join(', ') || 'undated'}.`
  })
  const span = `${quarters[0]} to ${quarters.at(-1)}`
  return clamped(`Incidents per quarter by pattern, ${title}, ${span}. ${lines.join(' ')}`, 1_000)
}
