const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The last place up to `at` where text may be cut: between graphemes, and not inside `&amp;`, `&lt;` or `&gt;`. */
export function safeCut(text: string, at: number): number {
  if (at >= text.length) return text.length
  const grapheme = graphemes.segment(text.slice(0, at + 2)).containing(at)?.index ?? 0
  const entity = entityAround(text, grapheme)
  return entity === grapheme ? grapheme : safeCut(text, entity)
}

function entityAround(text: string, at: number): number {
  const start = text.lastIndexOf('&', at - 1)
  if (start < 0 || at - start > 4) return at
  const entity = /^&(?:amp|lt|gt);/.exec(text.slice(start, start + 5))?.[0] ?? ''
  return start + entity.length > at ? start : at
}

/** The start of the white space at or nearest before `at`; -1 when there is none. */
export function wordEnd(text: string, at: number): number {
  for (let index = at; index >= 0; index -= 1) if (/\s/.test(text.charAt(index))) return index
  return -1
}

/** Anything longer is no word that a reader would miss the rest of. */
const restOfWord = /^\S{0,40}(?:\s|$)/

/**
 * At most `max` UTF-16 units of the text: all of it, or its beginning and "…". It is cut between words; inside one only
 * if it is the first or longer than 40, and then never inside a grapheme or an entity.
 */
export function clamped(text: string, max: number): string {
  if (text.length <= max) return text
  if (max < 1) return ''
  const room = max - 1
  const word = wordEnd(text, room)
  const cut = safeCut(text, word > 0 && restOfWord.test(text.slice(word + 1, word + 42)) ? word : room)
  return `${text.slice(0, cut).trimEnd()}…`
}
