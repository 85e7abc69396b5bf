import type { Measured } from '../content.ts'
import { type Exposure, rateWords } from './rates.ts'

/** Incidents of an opportunity's patterns around the day that it shipped. `living` of its patterns are in the latest fold. */
export type AroundShipping = {
  readonly patterns: number
  readonly living: number
  /** The day on which the record begins. */
  readonly began: string | null
  readonly before: Exposure
  readonly after: Exposure
  readonly undated: number
}

/** Says what came of a shipped opportunity, and what could not be counted. `on` is the day of the count. */
export function measuredOn(on: string, { patterns, living, began, before, after, undated }: AroundShipping): Measured {
  if (living === 0) return { on, words: 'None of its patterns is in the latest fold any more: nothing can be counted.' }
  const record =
    began === null
      ? ''
      : `Before it: ${incidents(before.count)} in the ${days(before.days)} after the first on record (${began}). `
  const gone = patterns - living
  const left = [
    ...(undated > 0 ? [`${incidents(undated)} without a date ${undated === 1 ? 'is' : 'are'} not counted.`] : []),
    ...(gone > 0
      ? [`${gone} of its ${patterns} patterns ${gone === 1 ? 'is' : 'are'} not in the latest fold any more.`]
      : []),
  ]
  const said = rateWords(before, after)
  return { on, words: [`${record}${said.charAt(0).toUpperCase()}${said.slice(1)}.`, ...left].join(' ') }
}

const incidents = (count: number): string => `${count} incident${count === 1 ? '' : 's'}`
const days = (count: number): string => `${count.toLocaleString('en')} day${count === 1 ? '' : 's'}`
