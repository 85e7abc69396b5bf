import search from 'approx-string-match'
import { figuresOf } from './figures.ts'
import type { Narrative } from './narrative.ts'
import type { Span } from './sentences.ts'

/** How a quote was found: letter for letter, but for white space and typography, or but for a few letters. */
export type QuoteMatch = Span & { readonly how: 'exact' | 'normalised' | 'approximate'; readonly text: string }

const leastLetters = 10
/** Of a quote's length: a slip of the pen, not another statement. */
const tolerance = 0.06
/** Longer quotes aren't quotes, and approximate search is quadratic in them. */
const mostLetters = 1_000

/**
 * Finds a quote in what a document itself says. Null when it is not there, is too short to show anything, or stands
 * where nothing is evidence. Figures, identifiers and negations must agree even in an approximate match: there a
 * single letter makes another statement.
 */
export function findQuote(narrative: Narrative, quote: string): QuoteMatch | null {
  const wanted = quote.trim()
  if (wanted.length < leastLetters || wanted.length > mostLetters || !/\p{L}{2,}.*\p{L}{2,}/su.test(wanted)) return null
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

/** Most of the match must lie outside what is no evidence. */
function isAdmissible(narrative: Narrative, match: Span): boolean {
  const covered = narrative.inadmissible.reduce((total, span) => total + overlap(span, match), 0)
  return covered * 2 < match.end - match.start
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start))
}

function* exact(text: string, wanted: string): Generator<QuoteMatch> {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    yield { start: at, end: at + wanted.length, how: 'exact', text: wanted }
  }
}

function* normalised(text: string, wanted: string): Generator<QuoteMatch> {
  const folded = foldOf(text)
  const pattern = fold(wanted).text.trim()
  if (pattern.length < leastLetters) return
  for (let at = folded.text.indexOf(pattern); at !== -1; at = folded.text.indexOf(pattern, at + 1)) {
    yield original(text, folded, at, at + pattern.length, 'normalised')
  }
}

function* approximate(text: string, wanted: string): Generator<QuoteMatch> {
  const folded = foldOf(text)
  const pattern = fold(wanted).text.trim()
  const mostErrors = Math.floor(pattern.length * tolerance)
  if (pattern.length < leastLetters || mostErrors === 0) return
  const matches = search(folded.text, pattern, mostErrors).sort((a, b) => a.errors - b.errors)
  for (const { start, end } of matches) {
    const match = original(text, folded, start, end, 'approximate')
    if (saysTheSame(match.text, wanted)) yield match
  }
}

function saysTheSame(found: string, wanted: string): boolean {
  const figures = figuresOf(found)
  return [...figuresOf(wanted)].every((figure) => figures.has(figure)) && negations(found) === negations(wanted)
}

function negations(text: string): number {
  return text.match(/\b(no|not|never|none|without|neither|nor|cannot|un\w+|\w+n['’]t)\b/gi)?.length ?? 0
}

/** Text in lower case with plain quotes, dashes and single spaces, less Markdown emphasis; `at` leads back to the original. */
type Folded = { readonly text: string; readonly at: readonly number[] }

function fold(text: string): Folded {
  let folded = ''
  const at: number[] = []
  for (const [index, letter] of [...text].reduce<[number, string][]>(withOffsets, [])) {
    const plain = foldLetter(letter)
    if (plain === '' || (plain === ' ' && (folded.endsWith(' ') || folded === ''))) continue
    for (let unit = 0; unit < plain.length; unit++) at.push(index)
    folded += plain
  }
  return { text: folded, at }
}

function withOffsets(list: [number, string][], letter: string): [number, string][] {
  const last = list.at(-1)
  list.push([last ? last[0] + last[1].length : 0, letter])
  return list
}

function foldLetter(letter: string): string {
  if (/\s/.test(letter)) return ' '
  if (/[*_`]/.test(letter)) return ''
  if (/[‘’‚‛′´]/.test(letter)) return "'"
  if (/[“”„‟″«»]/.test(letter)) return '"'
  if (/[‐‑‒–—―−]/.test(letter)) return '-'
  if (/[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/.test(letter)) return ''
  return letter.normalize('NFKC').toLowerCase()
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

function original(text: string, folded: Folded, from: number, to: number, how: QuoteMatch['how']): QuoteMatch {
  const start = folded.at[from] ?? 0
  const last = folded.at[to - 1] ?? start
  const end = last + ((text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1)
  return { start, end, how, text: text.slice(start, end) }
}
