/** What was typed after `patterns` or `opportunities`, taken apart. `since` is `YYYY-MM-DD`. */
export type Typed = {
  readonly name: string
  readonly since: string | null
  readonly refresh: boolean
}

const window = /\s*\b(?:since\s+(\S+)|(?:in\s+the\s+)?last\s+(\d{1,3})?\s*(day|week|month|quarter|year)s?)\b[.!?]?\s*/i
const refreshWord = /(?:^|\s)(?:--)?refresh(?=\s|$)/i

/** `dynamodb since 2025-01`, `dynamodb last 12 months refresh`. A date that is none is named in `problem`. */
export function readTyped(text: string, today: Date): Typed | { readonly problem: string } {
  const refresh = refreshWord.test(text)
  const rest = text.replace(refreshWord, ' ')
  const found = window.exec(rest)
  const name = (found ? rest.replace(found[0], ' ') : rest).replaceAll(/[<>`*_~]/g, '').trim()
  if (!found) return { name, since: null, refresh }
  const [, since, count, unit] = found
  if (since === undefined)
    return { name, since: before(today, Number(count ?? 1), unit?.toLowerCase() ?? 'month'), refresh }
  const date = dateIn(since)
  return date === null
    ? {
        problem: `“${since.slice(0, 40)}” is no date. Write “since 2025-01” or “since 2025-01-15”, or “last 12 months”.`,
      }
    : { name, since: date, refresh }
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
