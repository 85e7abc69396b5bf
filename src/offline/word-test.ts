import type { Digest, Technology } from '../domain.ts'
import { saidBy } from '../pipeline/stages/patterns.ts'
import { termsOf } from './vectors.ts'

/**
 * The built-in model's kind of criterion: whoever uses at least so many of some words meets it. It stands in the criterion's own
 * text, so that people can read it and the model can apply it to a digest that it has never seen.
 */
export type WordTest = { readonly words: readonly string[]; readonly least: Amount }

/** Letters of words that a criterion has room for. */
const mostLetters = 480
/** How many each word means: a criterion may state no figure that no digest has. */
const amounts = { 'a few': 3, several: 4, 'quite a few': 5, many: 6, 'very many': 8 } as const
type Amount = keyof typeof amounts
const fewMembers = 4
/** Among as many digests as a criterion was made from, fewer than this meet it by chance. */
const strays = 0.1

/** The words that members use and others don't, and how many of them tell the two apart; the technology's own name tells nothing. */
export function wordTestFor(
  members: readonly Digest[],
  others: readonly Digest[],
  { name, aliases }: Technology,
): WordTest {
  const [inside, outside] = [members.map(termSetOf), others.map(termSetOf)]
  const names = new Set([name, ...aliases].flatMap(termsOf))
  const terms = tellingTerms(inside, outside, names)
  const used = inside.map((own) => countIn(terms, own)).sort((a, b) => a - b)
  const low = used[Math.floor(used.length * 0.05)] ?? 0
  const high = Math.max(0, ...outside.map((own) => countIn(terms, own)))
  // The fewer are known, the more do they have in common by chance that the next will not have.
  const least = high + ((low - high) / 2) * (inside.length / (inside.length + fewMembers))
  const most = Math.max(high + 1, beyondChance(terms, outside), Math.round(least))
  const text = members.map(saidBy).join(' ').toLowerCase()
  return {
    words: terms.map((term) => wordFor(term, text)),
    least: leastOf(Math.min(low, most)),
  }
}

/** So many of some words that others, who use each as often as these do, hardly ever use together (Poisson). */
function beyondChance(terms: readonly string[], others: readonly ReadonlySet<string>[]): number {
  const theirs = documentCounts(others)
  // Half a use more: a word that nobody was seen to use is not one that nobody uses.
  const expected = terms.reduce((sum, term) => sum + ((theirs.get(term) ?? 0) + 0.5) / (others.length + 1), 0)
  let count = 0
  let exactly = Math.exp(-expected)
  let more = 1 - exactly
  while (more > strays / (others.length + 1)) {
    count += 1
    exactly *= expected / count
    more -= exactly
  }
  return count + 1
}

/** Whether a text uses enough of the words. */
export function passes({ words, least }: WordTest, terms: ReadonlySet<string>): boolean {
  return countIn(words.map(termOf), terms) >= amounts[least]
}

/** As a question that can be answered with yes or no. */
export function asCriterion(subject: string, { words, least }: WordTest): string {
  return `Does the incident turn on ${subject}, told in ${least} of these words: ${words.join(', ')}?`
}

/** The test that stands in a criterion; null where the built-in model did not write it. */
export function wordTestIn(criterion: string): WordTest | null {
  const [, amount = '', words = ''] = /told in (.+?) of these words: (.+)\?$/s.exec(criterion) ?? []
  return isAmount(amount) ? { least: amount, words: words.split(', ') } : null
}

const isAmount = (word: string): word is Amount => Object.hasOwn(amounts, word)

/** The largest amount of at most so many. */
function leastOf(count: number): Amount {
  const fitting = Object.keys(amounts).filter((word): word is Amount => isAmount(word) && amounts[word] <= count)
  return fitting.at(-1) ?? 'a few'
}

export function termSetOf(digest: Digest): ReadonlySet<string> {
  return new Set(termsOf(saidBy(digest)))
}

/** Terms that most members use and few others do, the most telling first. */
function tellingTerms(
  inside: readonly ReadonlySet<string>[],
  outside: readonly ReadonlySet<string>[],
  names: ReadonlySet<string>,
): string[] {
  const [own, theirs] = [documentCounts(inside), documentCounts(outside)]
  const scored = [...own]
    .filter(([term, n]) => n >= 2 && !term.includes('_') && !/\d/.test(term))
    .filter(([term]) => !term.split(' ').some((word) => names.has(word)))
    .map(([term, n]) => ({ term, score: n / inside.length - (theirs.get(term) ?? 0) / Math.max(1, outside.length) }))
    .sort((a, b) => b.score - a.score || a.term.localeCompare(b.term))
  return fitting(scored.map(({ term }) => term))
}

/** The first words, as many as a criterion has room for. */
export function fitting(words: readonly string[]): string[] {
  let room = mostLetters
  return words.filter((word) => {
    room -= word.length + 6
    return room >= 0
  })
}

function documentCounts(documents: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const terms of documents) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

const countIn = (wanted: readonly string[], terms: ReadonlySet<string>): number =>
  wanted.filter((term) => terms.has(term)).length

/** Terms are stems; people read words. */
function wordFor(term: string, text: string): string {
  const pattern = term
    .split(' ')
    .map((part) => `${RegExp.escape(part)}\\p{L}*`)
    .join('\\P{L}{1,3}')
  const found = text
    .matchAll(new RegExp(`(?<!\\p{L})${pattern}`, 'gu'))
    .map(([word]) => word.replaceAll(/[\s,?]+/g, ' '))
  return found.find((word) => termOf(word) === term) ?? term
}

/** The term of a word or pair of words. */
function termOf(word: string): string {
  const terms = termsOf(word)
  return (word.includes(' ') ? terms.find((term) => term.includes(' ')) : terms[0]) ?? word
}

/** The amount in the middle: neither the strictest test nor the most lenient decides. */
export function middleOf(tests: readonly WordTest[]): Amount {
  const inOrder = tests.map(({ least }) => least).sort((a, b) => amounts[a] - amounts[b])
  return inOrder[Math.floor((inOrder.length - 1) / 2)] ?? 'a few'
}
