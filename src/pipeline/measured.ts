import type { Measured } from '../content.ts'
import { daysWords, type Exposure, rateWords } from './rates.ts'

/** Incidents of an opportunity's patterns around the day that it shipped. `living` of its patterns are in the latest fold. */
export type AroundShipping = {
  readonly patterns: number
  readonly living: number
  /** The days on which the record begins and ends. */
  readonly began: string | null
  readonly ended: string | null
  readonly before: Exposure
  readonly after: Exposure
  readonly undated: number
}

/** Says what came of a shipped opportunity, and what could not be counted. `on` is the day of the count. */
export function measuredOn(on: string, around: AroundShipping): Measured {
  const { patterns, living, began, ended, before, after, undated } = around
  if (living === 0) return { on, words: 'None of its patterns is in the latest fold any more: nothing can be counted.' }
  const record =
    before.days === 0
      ? ''
      : `Before it: ${incidents(before.count)} in the ${daysWords(before)} after the first on record (${began}). `
  const gone = patterns - living
  const left = [
    ...(ended === null ? [] : [`The record ends with the latest incident of any technology (${ended}).`]),
    ...(undated > 0 ? [`${incidents(undated)} without a date ${undated === 1 ? 'is' : 'are'} not counted.`] : []),
    ...(gone > 0
      ? [`${gone} of its ${patterns} patterns ${gone === 1 ? 'is' : 'are'} not in the latest fold any more.`]
      : []),
  ]
  const said = rateWords(before, after)
  return { on, words: [`${record}${said.charAt(0).toUpperCase()}${said.slice(1)}.`, ...left].join(' ') }
}

const incidents = (count: number): string => `${count.toLocaleString('en')} incident${count === 1 ? '' : 's'}`
