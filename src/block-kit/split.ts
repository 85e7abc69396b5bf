import { safeCut, wordEnd } from '../untrusted/clamped.ts'

/**
 * The text in pieces of at most `max` UTF-16 units (two or more), which joined are the text again apart from white
 * space at the seams. Cut, in this order, between paragraphs, lines, sentences, words, graphemes, and only within a
 * grapheme that is itself longer than a piece.
 */
export function split(text: string, max: number): string[] {
  const pieces: string[] = []
  let start = 0
  while (start < text.length) {
    // Two units more than fit, so that a whole code point after the cut shows whether it joins the one before.
    const rest = text.slice(start, start + max + 2)
    const end = rest.length <= max ? rest.length : cutWithin(rest, max)
    const piece = rest.slice(0, end).trimEnd()
    if (piece !== '') pieces.push(piece)
    start += end
    start += seam(text, start)
  }
  return pieces
}

/** How much of a piece a cut between paragraphs, lines or sentences may leave unused. */
const smallest = 1 / 4

function cutWithin(text: string, max: number): number {
  const atLeast = max * smallest
  for (const cut of [text.lastIndexOf('\n\n', max), text.lastIndexOf('\n', max), lastSentenceEnd(text, max)])
    if (cut > atLeast) return cut
  const word = wordEnd(text, max)
  return safeCut(text, word > 0 ? word : max) || wholeCodePoint(text, max)
}

function lastSentenceEnd(text: string, max: number): number {
  const ends = [...text.matchAll(/[.!?…]["'”’)\]]*(?=\s+\P{Ll})|[。！？]/gu)].map(
    ({ 0: end, index }) => index + end.length,
  )
  return ends.findLast((end) => end <= max) ?? -1
}

const wholeCodePoint = (text: string, max: number): number =>
  max > 1 && (text.codePointAt(max - 1) ?? 0) > 0xffff ? max - 1 : max

/** The white space between two pieces; the indentation of a line that begins the next one stays. */
function seam(text: string, at: number): number {
  const space = /\s*/y
  space.lastIndex = at
  const found = space.exec(text)?.[0] ?? ''
  return found.includes('\n') ? found.lastIndexOf('\n') + 1 : found.length
}
