/** Dates as people write them in postmortems, read into ISO form. */

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const month = months.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')

const patterns: readonly { readonly pattern: RegExp; readonly read: (parts: readonly string[]) => string[] }[] = [
  { pattern: /(?<![\d.-])(\d{4})[-/](\d\d)[-/](\d\d)(?![\d-])/g, read: ([y, m, d]) => [iso(y, m, d)] },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${month})\\.?,? (\\d{4})\\b`, 'gi'),
    read: ([d, m, y]) => [iso(y, named(m), d)],
  },
  {
    pattern: new RegExp(`\\b(${month})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, 'gi'),
    read: ([m, d, y]) => [iso(y, named(m), d)],
  },
  {
    pattern: /(?<![\d./-])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)/g,
    read: ([a, b, y]) => [iso(y, b, a), iso(y, a, b)],
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${month})\\b\\.?(?!,? \\d{4})`, 'gi'),
    read: ([d, m]) => [iso('-', named(m), d)],
  },
  {
    pattern: new RegExp(`\\b(${month})\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?!,? ?\\d{4}|:)`, 'gi'),
    read: ([m, d]) => [iso('-', named(m), d)],
  },
]

/** A date in a text, with its readings: `YYYY-MM-DD`, or `--MM-DD` without a year. 5/3/2024 has two. */
export type FoundDate = { readonly text: string; readonly readings: readonly string[] }

export function findDates(text: string): FoundDate[] {
  return patterns.flatMap(({ pattern, read }) =>
    [...text.matchAll(pattern)].flatMap(([found, ...parts]) => {
      const readings = [...new Set(read(parts).filter((date) => date !== ''))]
      return readings.length > 0 ? [{ text: found, readings }] : []
    }),
  )
}

/** The first full date of a text as `YYYY-MM-DD`; of two readings the one with the day first. */
export function firstDate(text: string): string | undefined {
  return findDates(text)
    .map((date) => ({ at: text.indexOf(date.text), iso: date.readings[0] ?? '' }))
    .filter(({ iso: full }) => !full.startsWith('--'))
    .sort((a, b) => a.at - b.at)[0]?.iso
}

function named(name = ''): string {
  return String(months.findIndex((full) => full.startsWith(name.toLowerCase().slice(0, 3))) + 1)
}

function iso(year = '', monthNumber = '', day = ''): string {
  const [m, d] = [Number(monthNumber), Number(day)]
  // Without a year, 29 February may be meant.
  const inYear = new Date(Date.UTC(year === '-' ? 2000 : Number(year), m - 1, d))
  const exists = inYear.getUTCMonth() === m - 1 && inYear.getUTCDate() === d && (year === '-' || Number(year) >= 1000)
  return exists ? `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}` : ''
}
