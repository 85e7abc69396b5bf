import type { Problem, Technology } from '../domain.ts'
import { figuresAgainst } from './figures.ts'
import { isInnocent } from './innocence.ts'
import { mentionsOf } from './mentions.ts'
import type { Narrative } from './narrative.ts'
import { findQuote } from './quotes.ts'

/**
 * The evidence gate: pure checks of what a stage returned against what the document says. Parts are found by the
 * names of their fields: `quote` is looked up, `text` is held against what the stage was given.
 */

type Path = Problem['path']

/** What generated text may rest on: the document, and the text that the stage was given of it. */
export type Ground = {
  readonly narrative: Narrative
  readonly given: string
  readonly technologies: readonly Technology[]
  /** The technology that the text is about; its part was judged before. */
  readonly about?: string
  /** The document's title: what it names is never a bystander. */
  readonly headline?: string
}

/** All that must hold of statements: their quotes, figures and technologies are real, and text and quote belong together. */
export function statementProblems(ground: Ground, output: unknown): Problem[] {
  const { narrative, given } = ground
  return [
    ...quoteProblems(narrative, output),
    ...figureProblems(given, output),
    ...technologyProblems(ground, output),
    ...supportProblems(output),
  ]
}

/** Every `quote` must stand in the narrative. An empty one passes only beside `answer: 'unclear'`. */
export function quoteProblems(narrative: Narrative, output: unknown): Problem[] {
  return [...objectsIn(output)].flatMap(([object, path]) => {
    const { quote } = object
    if (typeof quote !== 'string' || (quote === '' && object.answer === 'unclear')) return []
    return findQuote(narrative, quote)
      ? []
      : [{ gate: 'quote', path, message: `this quote is not in what the document says: "${shortened(quote)}"` }]
  })
}

/** Puts the document's own letters in place of every quote that was found. */
export function anchorQuotes<Out>(narrative: Narrative, output: Out): Out {
  const copy = structuredClone(output)
  for (const [object] of objectsIn(copy)) {
    const match = typeof object.quote === 'string' ? findQuote(narrative, object.quote) : null
    if (match) object.quote = match.text
  }
  return copy
}

/** Every number, version, date and identifier of the named fields must stand in what the stage was given. */
export function figureProblems(given: string, output: unknown, fields: readonly string[] = ['text']): Problem[] {
  const strayIn = figuresAgainst(given)
  return [...objectsIn(output)].flatMap(([object, path]) =>
    fields.flatMap((field) => {
      const text = object[field]
      const stray = typeof text === 'string' ? strayIn(text) : []
      return stray.length === 0
        ? []
        : [{ gate: 'figure', path, message: `not in the given text: ${stray.map(shortened).join(', ')}` }]
    }),
  )
}

/**
 * A technology that generated text names must be named where its quote stands, by the document itself: being named
 * elsewhere in the document makes it a bystander, being named in a link's title not even that.
 */
export function technologyProblems(ground: Ground, output: unknown): Problem[] {
  const { given, technologies, about } = ground
  const known = idsIn(technologies, given)
  return [...objectsIn(output)].flatMap(([object, path]) => {
    const { text, quote } = object
    if (typeof text !== 'string') return []
    const stray = [...idsIn(technologies, text)].filter(
      (id) => !known.has(id) || (id !== about && typeof quote === 'string' && !isNamedAt(ground, quote, id)),
    )
    return stray.length === 0
      ? []
      : [{ gate: 'technology', path, message: `names what the quoted passage does not: ${stray.join(', ')}` }]
  })
}

/** By the quote itself or the headline; by what stands around the quote only if the document gives ground to blame it. */
function isNamedAt({ narrative, technologies, headline = '' }: Ground, quote: string, id: string): boolean {
  if (idsIn(technologies, `${headline}\n${quote}`).has(id)) return true
  return idsIn(technologies, passageAround(narrative, quote)).has(id) && !isInnocent(narrative, technologies, id)
}

function idsIn(technologies: readonly Technology[], text: string): Set<string> {
  return new Set(mentionsOf(technologies, text).map((mention) => mention.technology))
}

/** The block that a quote stands in, with the one before and the one after; the quote alone where it isn't found. */
function passageAround({ text, blocks, ...rest }: Narrative, quote: string): string {
  const match = findQuote({ text, blocks, ...rest }, quote)
  if (!match) return quote
  const at = blocks.findIndex((block) => block.start <= match.start && match.start < block.end)
  const near = at === -1 ? [] : blocks.slice(Math.max(0, at - 1), at + 2)
  return [quote, ...near.map(({ start, end }) => text.slice(start, end))].join('\n')
}

/** Of the words that carry meaning in a statement, so many must stand in its quote: told otherwise, it is another story. */
const leastShared = 0.2
const fewestShared = 2

/** A statement and its quote must have something to do with each other. */
export function supportProblems(output: unknown): Problem[] {
  return [...objectsIn(output)].flatMap(([object, path]) => {
    const { text, quote } = object
    if (typeof text !== 'string' || typeof quote !== 'string' || bears(stemsOf(quote), stemsOf(text))) return []
    return [{ gate: 'support', path, message: 'the quote does not bear on the statement' }]
  })
}

function bears(quoted: ReadonlySet<string>, said: ReadonlySet<string>): boolean {
  const shared = [...said].filter((stem) => quoted.has(stem)).length
  return (
    shared > 0 &&
    shared >= Math.min(fewestShared, Math.ceil(said.size / 2), quoted.size) &&
    shared >= leastShared * Math.min(said.size, 2 * quoted.size)
  )
}

/** Ids must be among those that the stage was sent. `paths` leads from each cited id back to where it stands. */
export function idProblems(
  sent: Iterable<number | string>,
  cited: readonly (readonly [number | string, Path])[],
): Problem[] {
  const known = new Set(sent)
  return cited
    .filter(([id]) => !known.has(id))
    .map(([id, path]) => ({ gate: 'id', path, message: `unknown id ${shortened(String(id))}` }))
}

/** All objects within an answer, each with the path to it. */
function* objectsIn(value: unknown, path: Path = []): Generator<[Record<string, unknown>, Path]> {
  if (value === null || typeof value !== 'object') return
  if (!Array.isArray(value)) yield [value as Record<string, unknown>, path]
  for (const [key, part] of Object.entries(value))
    yield* objectsIn(part, [...path, Array.isArray(value) ? Number(key) : key])
}

const emptyWords = new Set(
  'about after again also because been before being between both cause caused causing could during each from further have having here into itself more most only other over same should some such than that their them then there these they this those through under until very was were what when where which while will with would your'.split(
    ' ',
  ),
)

function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []
  const acronyms = new Set(text.match(/\b\p{Lu}{2,3}s?\b/gu)?.map((word) => word.toLowerCase()))
  return new Set(
    words
      .filter((word) => !emptyWords.has(word) && (word.length > 3 || /\p{N}/u.test(word) || acronyms.has(word)))
      .map((word) => word.slice(0, 5)),
  )
}

function shortened(text: string): string {
  const letters = [...text]
  return letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : text
}
