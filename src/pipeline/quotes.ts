import { type Folded, fold } from './folded.ts'
import type { Narrative } from './narrative.ts'
import { nearestPlaces } from './nearest-places.ts'
import { saysTheSame } from './same-statement.ts'
import type { Span } from './sentences.ts'

/** How a quote was found: letter for letter, but for white space and typography, or but for a few letters. */
export type QuoteMatch = Span & { readonly how: 'exact' | 'normalised' | 'approximate'; readonly text: string }

const leastLetters = 10
/** Of a quote's length: a slip of the pen, not another statement. */
const tolerance = 0.06
/** Longer quotes aren't quotes, and approximate search is quadratic in them. */
const mostLetters = 1_000
/** A text that repeats itself has a match at each of its letters; no quote hides behind so many. */
const mostPlaces = 100

/**
 * Finds a quote in what a document itself says. Null when it is not there, is too short to show anything, begins or
 * ends within a word, or stands where nothing is evidence. In an approximate match figures and negations must agree
 * and no word may have become another: there a single letter makes another statement.
 */
export function findQuote(narrative: Narrative, quote: string): QuoteMatch | null {
  const wanted = quote.normalize('NFC').trim()
  const isStatement = /\p{L}{2}/u.test(wanted) && /[\p{L}\p{N}_][^\p{L}\p{N}_]+[\p{L}\p{N}_]/u.test(wanted)
  if (wanted.length < leastLetters || wanted.length > mostLetters || !isStatement) return null
  const candidates = [
    exact(narrative.text, wanted),
    normalised(narrative.text, wanted),
    approximate(narrative.text, wanted),
  ]
  for (const find of candidates) {
    for (const match of find) if (isAdmissible(narrative, match)) return match
  }
  return null
}

/** Orders to a reader's model taint all they touch; a heading may be part of a quote, but not most of it. */
function isAdmissible({ inadmissible }: Narrative, match: Span): boolean {
  const touched = inadmissible.filter((span) => overlap(span, match) > 0)
  if (touched.some((span) => span.kind === 'instruction')) return false
  return touched.reduce((total, span) => total + overlap(span, match), 0) * 2 < match.end - match.start
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start))
}

function* exact(text: string, wanted: string): Generator<QuoteMatch> {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    if (isWhole(text, at, end)) yield { start: at, end, how: 'exact', text: wanted }
  }
}

function* normalised(text: string, wanted: string): Generator<QuoteMatch> {
  const folded = foldOf(text)
  const pattern = fold(wanted).text.trim()
  if (pattern.length < leastLetters) return
  for (let at = folded.text.indexOf(pattern); at !== -1; at = folded.text.indexOf(pattern, at + 1)) {
    const end = at + pattern.length
    if (isWhole(folded.text, at, end)) yield original(text, folded, at, end, 'normalised')
  }
}

function* approximate(text: string, wanted: string): Generator<QuoteMatch> {
  const folded = foldOf(text)
  const pattern = fold(wanted).text.trim()
  const mostErrors = Math.floor(pattern.length * tolerance)
  if (pattern.length < leastLetters || mostErrors === 0) return
  const seen = new Set<string>()
  for (const { start: from, end: to } of nearestPlaces(folded.text, pattern, mostErrors).slice(0, mostPlaces)) {
    const start = startOfToken(folded.text, from, from - pattern.length)
    const end = endOfToken(folded.text, to, to + pattern.length)
    if (start === null || end === null || seen.has(`${start}-${end}`)) continue
    seen.add(`${start}-${end}`)
    const found = original(text, folded, start, end, 'approximate')
    if (saysTheSame(found.text, wanted)) yield found
  }
}

/** Whether a stretch cuts no word and no number: "5 minutes" does not stand in "15 minutes", nor "able" in "unable". */
function isWhole(text: string, start: number, end: number): boolean {
  return !isInToken(text, start) && !isInToken(text, end)
}

/** Null: the token begins before `least`, and so is longer than all that is looked for. */
function startOfToken(text: string, at: number, least: number): number | null {
  for (let start = at; start >= least; start--) if (start === 0 || !isInToken(text, start)) return start
  return null
}

function endOfToken(text: string, at: number, most: number): number | null {
  for (let end = at; end <= most; end++) if (end === text.length || !isInToken(text, end)) return end
  return null
}

/** Whether the place between two letters lies within a word or a number such as `1.5`, `1,200` or `10:05`. */
function isInToken(text: string, at: number): boolean {
  const [before, after] = [text[at - 1] ?? ' ', text[at] ?? ' ']
  if (/[\p{L}\p{N}_]/u.test(before) && /[\p{L}\p{N}_]/u.test(after)) return true
  return /^\d[.,:]\d$/.test(text.slice(at - 2, at + 1)) || /^\d[.,:]\d$/.test(text.slice(at - 1, at + 2))
}

const folds = new WeakMap<object, Folded>()
const lastText: { key: object; text: string } = { key: {}, text: '' }

/** Folding a document costs more than searching it, and its quotes come one after another. */
function foldOf(text: string): Folded {
  if (lastText.text !== text) Object.assign(lastText, { key: {}, text })
  const known = folds.get(lastText.key) ?? fold(text)
  folds.set(lastText.key, known)
  return known
}

function original(
  text: string,
  { starts, ends }: Folded,
  from: number,
  to: number,
  how: QuoteMatch['how'],
): QuoteMatch {
  const start = starts[from] ?? 0
  const end = ends[to - 1] ?? start
  return { start, end, how, text: text.slice(start, end) }
}
