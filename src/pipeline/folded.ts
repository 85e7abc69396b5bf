/** A text in the form in which quotes are compared, with the way back to the letters that it was made from. */
export type Folded = {
  readonly text: string
  /** For each letter of `text`, where what it stands for begins and ends in the original. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

const pieces = /\\([!-/:-@[-`{-~])|&(amp|lt|gt|quot|#39|nbsp);|\n[ \t]*>+[ \t]?|[\s\S]\p{M}*/gu
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }

/**
 * Lower case, plain quotes and dashes, single spaces; without Markdown emphasis, escapes, entities, block quote marks and
 * letters that nobody sees.
 */
export function fold(text: string): Folded {
  let folded = ''
  const starts: number[] = []
  const ends: number[] = []
  for (const match of text.matchAll(pieces)) {
    const [whole, escaped, entity] = match
    const plain = entity === undefined ? foldLetter(escaped ?? whole) : (entities[entity] ?? '')
    if (plain === '' || (plain === ' ' && (folded.endsWith(' ') || folded === ''))) continue
    for (let unit = 0; unit < plain.length; unit++) {
      starts.push(match.index)
      ends.push(match.index + whole.length)
    }
    folded += plain
  }
  return { text: folded, starts, ends }
}

function foldLetter(letter: string): string {
  if (/^[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/.test(letter)) return ''
  if (/^\s/.test(letter)) return ' '
  if (/^[*_`]/.test(letter)) return ''
  if (/^[‘’‚‛′´]/.test(letter)) return "'"
  if (/^[“”„‟″«»]/.test(letter)) return '"'
  if (/^[‐‑‒–—―−]/.test(letter)) return '-'
  return letter.normalize('NFKC').toLowerCase()
}
