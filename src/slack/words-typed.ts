import { everything, type Filter } from '../domain.ts'
import { leadingValue, leadingValues, type OnRecord } from '../pipeline/filter.ts'

/** What was typed after `patterns` or `opportunities`, taken apart. */
export type Typed = {
  readonly name: string
  readonly filter: Filter
  readonly refresh: boolean
}

type Problem = { readonly problem: string }
/** What is known after a part was read, and the text that is left. */
type Read = { readonly filter?: Partial<Filter>; readonly refresh?: true; readonly rest: string } | Problem
type Reader = (rest: string, parts: readonly string[], about: { today: Date; known: OnRecord }) => Read

/** What each part of a question begins with, and how it is read; the words between them are the technology's name. */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [/^(?:--)?refresh(?=\s|$)/i, (rest) => ({ refresh: true, rest })],
  [/^(?:--)?since(?=\s|$)\s*(\S*)/i, (rest, [day = '']) => since(day, rest)],
  [
    /^(?:in\s+the\s+)?last\s+(\d{1,3})?\s*(day|week|month|quarter|year)s?\b[.!?]?/i,
    (rest, [count, unit = ''], { today }) => ({
      filter: { since: before(today, Number(count ?? 1), unit.toLowerCase()) },
      rest,
    }),
  ],
  [/^(?:of\s+)?(?:--)?team(?=\s|$)/i, (rest, _, { known }) => team(rest.trimStart(), known.teams)],
  [/^(?:--)?severit(?:y|ies)(?=\s|$)/i, (rest, _, { known }) => severity(rest.trimStart(), known.severities)],
]

/**
 * `dynamodb since 2025-01`, `last 12 months team checkout dynamodb severity SEV1, SEV2 refresh`, in any order. A part that
 * can't be read is named in `problem`, with what to write instead.
 */
export function readTyped(text: string, today: Date, known: OnRecord): Typed | Problem {
  const words: string[] = []
  let [filter, refresh] = [everything, false]
  for (let rest = text.trim(); rest !== ''; ) {
    const part = partOf(rest, { today, known })
    if ('problem' in part) return part
    if ('word' in part) words.push(part.word)
    else {
      filter = { ...filter, ...part.filter }
      refresh ||= part.refresh === true
    }
    rest = part.rest.trimStart()
  }
  const name = words
    .join(' ')
    .replaceAll(/[<>`*_~]/g, '')
    .trim()
  return { name, filter, refresh }
}

function partOf(text: string, about: { today: Date; known: OnRecord }): Read | { word: string; rest: string } {
  for (const [pattern, read] of readers) {
    const [found, ...parts] = pattern.exec(text) ?? []
    if (found !== undefined) return read(text.slice(found.length), parts, about)
  }
  const [word = ''] = /^\S+/.exec(text) ?? []
  return { word, rest: text.slice(word.length) }
}

function since(day: string, rest: string): Read {
  const date = dateIn(day.replace(/[.,;!?]+$/, ''))
  if (date !== null) return { filter: { since: date }, rest }
  const problem = `“${day.slice(0, 40)}” is no date. Write “since 2025-01” or “since 2025-01-15”, or “last 12 months”.`
  return { problem }
}

function team(text: string, known: readonly string[]): Read {
  const { value, rest } = leadingValue(text, known)
  if (value === '') return { problem: 'Of which team? Write “team checkout”, or “team "customer identity"”.' }
  return { filter: { team: value }, rest }
}

function severity(text: string, known: readonly string[]): Read {
  const { values, rest } = leadingValues(text, known)
  if (values.length === 0) return { problem: 'Of which severity? Write “severity SEV1”, or “severity SEV1, SEV2”.' }
  return { filter: { severities: values }, rest }
}

/** Words as they were typed: Slack writes three signs as entities. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function dateIn(text: string): string | null {
  const full = /^\d{4}$/.test(text) ? `${text}-01-01` : /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text
  const date = /^\d{4}-\d{2}-\d{2}$/.test(full) ? new Date(`${full}T00:00:00Z`) : null
  return date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(full) ? full : null
}

const monthsIn: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }

function before(today: Date, count: number, unit: string): string {
  const date = new Date(today)
  const months = monthsIn[unit]
  if (months === undefined) date.setUTCDate(date.getUTCDate() - count * (unit === 'week' ? 7 : 1))
  else {
    date.setUTCMonth(date.getUTCMonth() - count * months)
    // The 31st of a month that has none is the last day of that month, not the first of the next.
    if (date.getUTCDate() !== today.getUTCDate()) date.setUTCDate(0)
  }
  return date.toISOString().slice(0, 10)
}
