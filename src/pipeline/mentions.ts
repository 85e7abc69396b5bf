import type { Technology } from '../domain.ts'
import type { Span } from './sentences.ts'

/** Where a text names a technology, and by what: a name of it, a word that only it has, or a tool's invocation. */
export type Mention = Span & { readonly technology: string; readonly by: 'name' | 'telltale' | 'tool' }

/**
 * All mentions of the given technologies, in order. The longest name wins (`kafka-exporter` is not Kafka), and within
 * a phrase listed as its homonym (`s3 section`) a technology isn't named.
 */
export function mentionsOf(technologies: readonly Technology[], text: string): Mention[] {
  const { exact, anyCase, homonyms } = lexiconOf(technologies)
  const masked = [...find(homonyms, text, (phrase) => phrase.toLowerCase())]
  const isHomonym = (mention: Mention): boolean =>
    masked.some(
      ({ start, end, meanings }) =>
        start <= mention.start && mention.end <= end && meanings.includes(mention.technology),
    )
  const named = [...find(exact, text, (word) => word), ...find(anyCase, text, (word) => word.toLowerCase())]
    .flatMap(({ start, end, meanings }) => meanings.map((meaning) => ({ start, end, ...meaning })))
    .filter((mention) => !isHomonym(mention))
    .sort((a, b) => b.end - b.start - (a.end - a.start))
  const kept: Mention[] = []
  for (const mention of named) {
    const overlapping = kept.filter((longer) => mention.start < longer.end && longer.start < mention.end)
    // Two technologies may share a name; then both are meant.
    const isShared = overlapping.every(({ start, end }) => start === mention.start && end === mention.end)
    const isNew = overlapping.every((longer) => longer.technology !== mention.technology)
    if (isShared && isNew) kept.push(mention)
  }
  return kept.sort((a, b) => a.start - b.start)
}

type Phrases<Meaning> = { readonly pattern: RegExp | null; readonly meanings: ReadonlyMap<string, readonly Meaning[]> }
type Named = { readonly technology: string; readonly by: Mention['by'] }
type Lexicon = { readonly exact: Phrases<Named>; readonly anyCase: Phrases<Named>; readonly homonyms: Phrases<string> }

function* find<Meaning>({ pattern, meanings }: Phrases<Meaning>, text: string, fold: (word: string) => string) {
  if (pattern === null) return
  for (const match of text.matchAll(pattern)) {
    const word = fold(match[0].replaceAll(/\s+/g, ' '))
    const found = meanings.get(word) ?? meanings.get(word.replace(/s$/, ''))
    if (found) yield { start: match.index, end: match.index + match[0].length, meanings: found }
  }
}

const lexicons = new WeakMap<readonly Technology[], Lexicon>()

function lexiconOf(technologies: readonly Technology[]): Lexicon {
  const known = lexicons.get(technologies)
  if (known) return known
  const words = technologies.flatMap(({ id, aliases, exact, telltales, tools }) => [
    ...aliases.map((word) => ({ word, isExact: false, meaning: { technology: id, by: 'name' as const } })),
    ...exact.map((word) => ({ word, isExact: true, meaning: { technology: id, by: 'name' as const } })),
    ...telltales.map((word) => ({
      word,
      isExact: hasCapital(word),
      meaning: { technology: id, by: 'telltale' as const },
    })),
    ...tools.map((word) => ({ word, isExact: false, meaning: { technology: id, by: 'tool' as const } })),
  ])
  const lexicon = {
    exact: phrases(
      words.filter(({ isExact }) => isExact).map(({ word, meaning }) => [word, meaning] as const),
      'gu',
    ),
    anyCase: phrases(
      words.filter(({ isExact }) => !isExact).map(({ word, meaning }) => [word.toLowerCase(), meaning] as const),
      'giu',
    ),
    homonyms: phrases(
      technologies.flatMap(({ id, homonyms }) => homonyms.map((word) => [word.toLowerCase(), id] as const)),
      'giu',
    ),
  }
  lexicons.set(technologies, lexicon)
  return lexicon
}

function phrases<Meaning>(entries: readonly (readonly [string, Meaning])[], flags: string): Phrases<Meaning> {
  const meanings = new Map<string, Meaning[]>()
  for (const [word, meaning] of entries) meanings.set(word, [...(meanings.get(word) ?? []), meaning])
  if (meanings.size === 0) return { pattern: null, meanings }
  const longestFirst = [...meanings.keys()].sort((a, b) => b.length - a.length)
  const alternatives = longestFirst.map((word) => word.split(/\s+/).map(RegExp.escape).join('\\s+')).join('|')
  return { pattern: new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives})s?(?![\\p{L}\\p{N}_])`, flags), meanings }
}

function hasCapital(word: string): boolean {
  return word !== word.toLowerCase()
}
