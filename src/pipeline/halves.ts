import type { Halves } from '../domain.ts'
import { trendBetweenHalves, trendWords } from './rates.ts'

/** The days, both included, over which a technology's incidents can be compared. */
export type Span = { readonly from: string; readonly until: string }

const msPerDay = 86_400_000

/**
 * Whether incidents become more: those of the earlier half of a span against those of the later. It is halved by days, not
 * quarters, so that neither an unfinished quarter nor a window that begins within one makes a half shorter; incidents
 * without a date are in neither. Null where there is nothing to halve.
 */
export function halvesOf(
  incidents: readonly { readonly incidentDate: string | null }[],
  span: Span | null,
): Halves | null {
  if (span === null) return null
  const dayOf = (date: string): number => Math.round((Date.parse(date) - Date.parse(span.from)) / msPerDay)
  const counts: number[] = new Array(Math.max(0, dayOf(span.until) + 1)).fill(0)
  for (const { incidentDate } of incidents) {
    const day = incidentDate === null ? -1 : dayOf(incidentDate)
    const sofar = counts[day]
    if (sofar !== undefined) counts[day] = sofar + 1
  }
  const trend = trendBetweenHalves(counts)
  return trend && { ...span, first: trend.first, second: trend.second, trend: trendWords(trend) }
}
