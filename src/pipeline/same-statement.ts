import { distance } from 'fastest-levenshtein'
import { figuresOf } from './figures.ts'
import { fold } from './folded.ts'

/** Words that may be lost or added without a change of meaning. */
const smallWords = new Set(
  'a an the of to that and its it is was were in on at for by as with then also our we'.split(' '),
)
/** Shorter words are too near to each other: now and not, on and off. */
const leastLettersForSlip = 5

/**
 * Whether two texts that differ by a few letters still say the same: the same figures and negations, and no word
 * that became another one. A slip is one letter within a longer word, or two letters that changed places.
 */
export function saysTheSame(found: string, wanted: string): boolean {
  const [a, b] = [figuresOf(found), figuresOf(wanted)]
  if (a.size !== b.size || [...a].some((figure) => !b.has(figure)) || negations(found) !== negations(wanted))
    return false
  const [words, others] = [wordsOf(fold(found).text), wordsOf(fold(wanted).text)]
  const [extra, missing] = [without(words, others), without(others, words)]
  const unmatched = missing.filter((word) => {
    const twin = extra.findIndex((other) => isSlip(word, other))
    if (twin !== -1) extra.splice(twin, 1)
    return twin === -1
  })
  return [...unmatched, ...extra].every((word) => smallWords.has(word))
}

function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < leastLettersForSlip) return false
  return distance(a, b) <= 1 || (a.length === b.length && distance(a, b) === 2 && sorted(a) === sorted(b))
}

function sorted(word: string): string {
  return [...word].sort().join('')
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_'-]+/gu) ?? []
}

/** The words of one list that are not in the other, each as often as it is missing there. */
function without(words: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return words.filter((word) => {
    const at = left.indexOf(word)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

function negations(text: string): number {
  return text.match(/\b(no|not|never|none|without|neither|nor|cannot|un\w+|\w+n['’]t)\b/gi)?.length ?? 0
}
