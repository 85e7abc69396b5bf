/**
 * Figures: numbers, versions, dates, times and identifiers. A model that writes one that it wasn't given has made it up.
 */

const token = /[\p{L}\p{N}_](?:[\p{L}\p{N}_.:/+\\@#$-]*[\p{L}\p{N}_])?/gu
const numberWithUnit = /^(\d+(?:\.\d+)?)([a-z]{1,3})?$/
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
const words = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
]
/** Too common in prose that counts what it lists itself. */
const everyday = new Set(['zero', 'one', 'two'])

/** The figures of a text in a comparable form: `1,200` and `1200 ms` both hold `1200`; dates are also kept whole, as ISO. */
export function figuresOf(text: string): Set<string> {
  return collect(text, isFigure)
}

function collect(text: string, counts: (part: string) => boolean): Set<string> {
  const figures = new Set<string>(datesIn(text))
  for (const raw of withoutSeparators(text).matchAll(token)) {
    for (const part of partsOf(raw[0])) if (counts(part)) figures.add(comparable(part))
  }
  return figures
}

/** The figures of `text` that `given` doesn't have. */
export function strayFigures(text: string, given: string): string[] {
  const known = collect(given, (part) => isFigure(part) || everyday.has(part.toLowerCase()))
  const knownText = given.toLowerCase()
  const dates = datesIn(text)
  const plain = dates.reduce((rest, date) => rest.replaceAll(date, ' '), text)
  return [...new Set([...figuresOf(plain), ...dates])].filter(
    (figure) => !known.has(figure) && !wholeIn(knownText, figure) && !partsKnown(figure, known),
  )
}

/** A slash or a dash may join two figures that were given apart, as in `20/25` or `10-15`. */
function partsKnown(figure: string, known: ReadonlySet<string>): boolean {
  const parts = figure.split(/[-/]/)
  return (
    parts.length > 1 && !/^\d{4}-\d\d-\d\d$/.test(figure) && parts.every((part) => known.has(part) || !isFigure(part))
  )
}

function wholeIn(text: string, figure: string): boolean {
  const at = text.indexOf(figure)
  return (
    at !== -1 && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + figure.length] ?? ' ')
  )
}

function partsOf(raw: string): string[] {
  return /^\d+(\.\d+)?[-/]\d+(\.\d+)?$/.test(raw) ? raw.split(/[-/]/) : [raw]
}

function withoutSeparators(text: string): string {
  return text.replaceAll(/(?<=\d)[,’' \u00a0\u202f](?=\d{3}(?!\d))/g, '')
}

function isFigure(part: string): boolean {
  return (
    /\p{N}/u.test(part) ||
    isIdentifier(part) ||
    (words.includes(part.toLowerCase()) && !everyday.has(part.toLowerCase()))
  )
}

/** `max_connections`, `NoClassDefFoundError`, `com.example.Router`: nobody writes these without having read them. */
function isIdentifier(part: string): boolean {
  return /\p{L}_\p{L}/u.test(part) || /\p{Ll}\p{Lu}\p{Ll}.*\p{Lu}/u.test(part) || /\p{L}{2}\.\p{L}+\.\p{L}/u.test(part)
}

function comparable(part: string): string {
  const lower = part.toLowerCase()
  const word = words.indexOf(lower)
  if (word !== -1) return String(word)
  const number = numberWithUnit.exec(lower)
  return number?.[1] ? String(Number(number[1])) : lower
}

/** Every date of a text as `YYYY-MM-DD`, from ISO, `5 March 2024`, `March 5th, 2024` and `5/3/2024` (day first or month first). */
export function datesIn(text: string): string[] {
  const dates: string[] = []
  const add = (year = '', month = 0, day = ''): void => {
    if (month >= 1 && month <= 12) dates.push(`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`)
  }
  const named = (name = ''): number => months.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3))) + 1
  for (const [, year, month, day] of text.matchAll(/\b(\d{4})[-/](\d\d)[-/](\d\d)\b/g)) add(year, Number(month), day)
  for (const [, day, month, year] of text.matchAll(/\b(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}),? (\d{4})\b/g))
    add(year, named(month), day)
  for (const [, month, day, year] of text.matchAll(/\b([A-Za-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b/g))
    add(year, named(month), day)
  for (const [, first, second, year] of text.matchAll(/\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/g)) {
    add(year, Number(second), first)
    add(year, Number(first), second)
  }
  return dates
}
