import { findDates } from './dates.ts'

/**
 * Figures: numbers, versions, dates, times and identifiers. A model that writes one that it wasn't given has made it
 * up. Units are not compared, except that k, M and the like multiply.
 */

const token = /[\p{L}\p{N}_](?:[\p{L}\p{N}_.:/+\\@#$-]*[\p{L}\p{N}_])?/gu
const numberWithUnit = /^(\d+(?:\.\d+)?)(\p{L}{0,7})$/u
const time = /^(\d{1,2}):(\d\d)(:\d\d)?(?:z|am|pm|utc|cet|cest)?$/i

const ones = [
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
]
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const ordinals = ['third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']
const magnitudes: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, million: 1e6, bn: 1e9, billion: 1e9 }
const vague = /^(dozen|hundred|thousand|million|billion)s?$/
/** Too common in prose that counts what it lists itself. */
const everyday = new Set(['0', '1', '2'])

/** The figures of a text in a comparable form: `1,200`, `1200 ms` and `1.2k` meet; every reading of a date is one. */
export function figuresOf(text: string): Set<string> {
  return new Set(readFigures(text).flatMap((figure) => figure.readings))
}

/** Reads what was given once, and tells for one text after another which of its figures do not stand there. */
export function figuresAgainst(given: string): (text: string) => string[] {
  const known = knownIn(given)
  const lower = given.toLowerCase()
  const isKnown = (reading: string, isWord: boolean): boolean =>
    known.has(reading) || (isWord && everyday.has(reading)) || isWholeIn(lower, reading)
  return (text) => {
    const stray = readFigures(text).filter(
      ({ readings, isWord }) => !readings.some((reading) => isKnown(reading, isWord)),
    )
    return [...new Set(stray.map((figure) => figure.readings[0] ?? figure.text))]
  }
}

type Figure = { readonly text: string; readonly readings: readonly string[]; readonly isWord: boolean }

function readFigures(raw: string): Figure[] {
  const text = raw.replaceAll(/\\(?=[_*.\-[\]()#+!`])/g, '').replaceAll(/[*`]/g, ' ')
  const dates = findDates(text)
  const rest = joined(dates.reduce((left, date) => left.replaceAll(date.text, ' , '), text))
  const figures = [...rest.matchAll(token)].flatMap((match) => partsOf(match[0]).flatMap((part) => readPart(part)))
  return [...dates.map((date) => ({ ...date, isWord: false })), ...figures]
}

/** What may be said from a text: its figures, and of a date also the day without its year, and the year. */
function knownIn(given: string): Set<string> {
  const known = figuresOf(given)
  for (const figure of known) {
    const date = /^(\d{4})(-\d\d-\d\d)$/.exec(figure)
    if (date) for (const part of [date[1], `-${date[2]}`]) known.add(part ?? '')
    const clock = /^(\d\d:\d\d):\d\d$/.exec(figure)
    if (clock?.[1]) known.add(clock[1])
  }
  return known
}

/** `1,200` and `1 200` are one number, and so is `1.2 million`. */
function joined(text: string): string {
  return text
    .replaceAll(/(?<![\d.,:])\d{1,3}(?:[,’'\u00a0\u202f]\d{3})+(?!\d)/g, (number) => number.replaceAll(/\D/g, ''))
    .replaceAll(/(?<![\p{L}\d.,:-] ?)\b\d{1,3}(?: \d{3})+(?![\d:.])/gu, (number) => number.replaceAll(' ', ''))
    .replaceAll(/(?<=\d) ?(k|thousand|million|bn|billion)\b/gi, '$1')
}

/** A dash or a slash may join two figures, as in `10-15` and `100ms-200ms`; in `INC-1234` it is part of one. */
function partsOf(raw: string): string[] {
  const parts = raw.split(/[-/]/)
  const areFigures = parts.length > 1 && parts.every((part) => numberWithUnit.test(part) || time.test(part))
  return areFigures ? parts : [raw]
}

function readPart(part: string): Figure[] {
  const lower = part.toLowerCase()
  const word = wordValue(lower)
  if (word !== null) return [{ text: part, readings: [word], isWord: true }]
  if (!/\p{N}/u.test(part)) return isIdentifier(part) ? [{ text: part, readings: [lower], isWord: false }] : []
  return [{ text: part, readings: [comparable(part, lower)], isWord: false }]
}

function comparable(part: string, lower: string): string {
  const clock = time.exec(part)
  if (clock) return `${clock[1]?.padStart(2, '0')}:${clock[2]}${clock[3] ?? ''}`
  const number = numberWithUnit.exec(part)
  if (!number?.[1]) return lower.replace(/^v(?=\d)/, '')
  const factor = number[2] === 'M' ? 1e6 : magnitudes[number[2]?.toLowerCase() ?? '']
  return factor ? String(Math.round(Number(number[1]) * factor)) : number[1].replace(/^0+(?=\d)/, '')
}

function wordValue(word: string): string | null {
  const one = ones.indexOf(word)
  if (one !== -1) return String(one)
  const ordinal = ordinals.indexOf(word)
  if (ordinal !== -1) return String(ordinal + 3)
  const [ten = '', unit] = word.split('-')
  const index = tens.indexOf(ten)
  if (index !== -1) return String(20 + 10 * index + Math.max(0, ones.indexOf(unit ?? '')))
  return vague.exec(word)?.[1] ?? null
}

/** `max_connections`, `NoClassDefFoundError`, `com.example.Router`: nobody writes these without having read them. */
function isIdentifier(part: string): boolean {
  return /\p{L}_\p{L}/u.test(part) || /\p{Ll}\p{Lu}\p{Ll}.*\p{Lu}/u.test(part) || /\p{L}{2}\.\p{L}+\.\p{L}/u.test(part)
}

/** An identifier may be named without the path that it stands in; a number may not be cut out of another one. */
function isWholeIn(text: string, figure: string): boolean {
  if (!/[\p{L}:]/u.test(figure) || vague.test(figure)) return false
  for (let at = text.indexOf(figure); at !== -1; at = text.indexOf(figure, at + 1)) {
    if (
      !continues(text.slice(0, at), /[\p{L}\p{N}_]$|\d[.,:\-/]$/u) &&
      !continues(text.slice(at + figure.length), /^[\p{L}\p{N}_]|^[.,\-/]\d/u)
    )
      return true
  }
  return false
}

function continues(text: string, pattern: RegExp): boolean {
  return pattern.test(text.length > 4 && pattern.source.endsWith('$') ? text.slice(-4) : text)
}
