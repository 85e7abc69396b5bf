/** A stretch of a text, as offsets into it. */
export type Span = { readonly start: number; readonly end: number }

/** One paragraph, list item, table row or code block of a document. `section` is the heading it stands under. */
export type Block = Span & {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'row' | 'code'
  readonly section: string
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
/** After these, or inside a token such as `e.g.`, the segmenter sees a sentence end that is none. */
const noEnd = /(\b(e\.g|i\.e|etc|vs|cf|approx|ca|Dr|Mr|Mrs|Ms|Inc|No|Fig|al|resp|incl|a\.m|p\.m|St)\.|\b\p{Lu}\.)$/u
const numberOfItem = /^\s*\d{1,3}\.$/
/** No ending is longer. Looked for in all of a long line, endings took most of the time of reading it. */
const longestEnding = 64

/** The sentences of a block, without the white space around them. In code every line is one. */
export function sentencesOf(text: string, block: Block): Span[] {
  if (block.kind === 'code') return linesOf(text, block)
  const spans: Span[] = []
  let start = block.start
  for (const { segment, index } of segmenter.segment(text.slice(block.start, block.end))) {
    const end = block.start + index + segment.length
    if (end < block.end && !endsSentence(text, start, end)) continue
    spans.push(trimmed(text, { start, end }))
    start = end
  }
  return spans.flatMap((span) => afterEllipses(text, span)).filter((span) => span.end > span.start)
}

/** The segmenter goes on after an ellipsis, whatever follows. */
function afterEllipses(text: string, { start, end }: Span): Span[] {
  const ends = [...text.slice(start, end).matchAll(/…["”)]?\s+(?=\p{Lu})/gu)].map(
    (match) => start + match.index + match[0].length,
  )
  return [start, ...ends].map((from, index, all) => trimmed(text, { start: from, end: all[index + 1] ?? end }))
}

/** The segmenter also ends sentences at line ends; a wrapped line goes on. */
function endsSentence(text: string, start: number, end: number): boolean {
  const words = text.slice(start, end).trimEnd()
  const ending = words.slice(-longestEnding)
  if (noEnd.test(ending) || numberOfItem.test(words)) return false
  return /[.!?…][)\]"'”’*_`]*$/u.test(ending) || /\n\s*\n/.test(text.slice(start + words.length, end))
}

function linesOf(text: string, block: Block): Span[] {
  return [...text.slice(block.start, block.end).matchAll(/[^\n]+/g)]
    .map((line) => trimmed(text, { start: block.start + line.index, end: block.start + line.index + line[0].length }))
    .filter(
      (span) => span.end > span.start && !text.startsWith('```', span.start) && !text.startsWith('~~~', span.start),
    )
}

function trimmed(text: string, { start, end }: Span): Span {
  const part = text.slice(start, end)
  return { start: start + (part.length - part.trimStart().length), end: end - (part.length - part.trimEnd().length) }
}
