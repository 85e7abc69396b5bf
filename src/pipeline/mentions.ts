import type { Technology } from '../domain.ts'
import type { Span } from './sentences.ts'

/** Where a text names a technology, and by what: a name of it, a word that only it has, or a tool's invocation. */
export type Mention = Span & { readonly technology: string; readonly by: 'name' | 'telltale' | 'tool' }

/**
 * All mentions of the given technologies, in order. The longest name wins (`kafka-exporter` is not Kafka), and a
 * phrase listed as homonym (`s3 section`) is no mention.
 */
export function mentionsOf(technologies: readonly Technology[], text: string): Mention[] {
  const { pattern, meanings } = lexiconOf(technologies)
  return [...text.matchAll(pattern)].flatMap((match) => {
    const word = match[0]
    const span = { start: match.index, end: match.index + word.length }
    const exact = meanings.get(word) ?? meanings.get(word.replace(/s$/, ''))
    const meaning = exact ?? meanings.get(caseless(word)) ?? meanings.get(caseless(word.replace(/s$/, '')))
    return meaning && meaning !== 'homonym' ? [{ ...span, ...meaning }] : []
  })
}

type Meaning = 'homonym' | { readonly technology: string; readonly by: Mention['by'] }
type Lexicon = { readonly pattern: RegExp; readonly meanings: ReadonlyMap<string, Meaning> }

const lexicons = new WeakMap<readonly Technology[], Lexicon>()

function lexiconOf(technologies: readonly Technology[]): Lexicon {
  const known = lexicons.get(technologies)
  if (known) return known
  const meanings = new Map<string, Meaning>()
  for (const { id, aliases, exact, telltales, tools, homonyms } of technologies) {
    for (const alias of aliases) meanings.set(caseless(alias), { technology: id, by: 'name' })
    for (const name of exact) meanings.set(name, { technology: id, by: 'name' })
    for (const word of telltales)
      meanings.set(hasCapital(word) ? word : caseless(word), { technology: id, by: 'telltale' })
    for (const tool of tools) meanings.set(caseless(tool), { technology: id, by: 'tool' })
    for (const phrase of homonyms) meanings.set(caseless(phrase), 'homonym')
  }
  const words = [...meanings.keys()].map(bare).sort((a, b) => b.length - a.length)
  const alternatives = words.map((word) => RegExp.escape(word).replaceAll(' ', '\\s+')).join('|')
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives})s?(?![\\p{L}\\p{N}_])`, 'giu')
  const lexicon = { pattern, meanings }
  lexicons.set(technologies, lexicon)
  return lexicon
}

/** Marks a key that matches whatever the case, so that `S3` and `s3` stay two different keys. */
function caseless(word: string): string {
  return `~${word.toLowerCase().replace(/\s+/g, ' ')}`
}

function bare(key: string): string {
  return key.replace(/^~/, '')
}

function hasCapital(word: string): boolean {
  return word !== word.toLowerCase()
}
