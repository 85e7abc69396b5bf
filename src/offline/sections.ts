import type { Narrative } from '../pipeline/narrative.ts'
import { type Block, type Span, sentencesOf } from '../pipeline/sentences.ts'

export type SectionKind =
  | 'summary'
  | 'cause'
  | 'impact'
  | 'resolution'
  | 'actions'
  | 'timeline'
  | 'lessons'
  | 'fortune'
  | 'other'

/** What a section is about, by the headings that postmortem templates use. The first that fits counts. */
const headings: readonly (readonly [SectionKind, RegExp])[] = [
  ['fortune', /went (well|right|ok)|got lucky|worked( well)?$|lucky|kept working|what helped|not affected/i],
  [
    'actions',
    /\b(actions?|actionables?|prevent\w*|follow[- ]?ups?|next|remediat\w*|todo|to[- ]do|improvements?|never again|recommend\w*|we (will|are going to)|what we (do|did|are doing)|(changed|changes) (since|we|now|afterwards)|corrective|(not|never) happen again|tasks|open items|afterwards)\b/i,
  ],
  [
    'cause',
    /root|cause|why|what (broke|went wrong|happened exactly)|analysis|explanation|mechanism|conclusion|diagnos|trigger|reason|five whys|5 whys|fault|findings?|contribut|behind it/i,
  ],
  ['impact', /impact|effect|affected|damage|customers?|consequence|who noticed|cost|loss|symptom/i],
  [
    'resolution',
    /resol|recover|mitigat|how we (got|fixed)|fix\b|fixed|repair|restor|got out|response|remedy|workaround/i,
  ],
  ['timeline', /timeline|chronolog|sequence|log of|chat|minute by minute|events|detection/i],
  ['lessons', /lesson|learn|retro|went (wrong|badly|poorly|less)|didn.t go|not go|reflection|takeaway|what went/i],
  [
    'summary',
    /summar|overview|abstract|tl;?dr|what happened|in short|in brief|description|background|context|incident|executive|issue/i,
  ],
]

/** One sentence that may serve as evidence: not code, no heading, no pointer elsewhere. */
export type Sentence = Span & {
  readonly text: string
  readonly section: SectionKind
  readonly block: Block
  /** Position among all sentences of the document, 0 to 1. */
  readonly place: number
}

const fewestLetters = 18
const mostLetters = 420

/** Every sentence of a document that can be quoted, in order. */
export function sentencesIn({ text, blocks, inadmissible }: Narrative): Sentence[] {
  let lead = ''
  const sentences = blocks.flatMap((block) => {
    if (block.kind === 'heading') lead = ''
    if (block.kind === 'heading' || block.kind === 'code') return []
    const own = leadIn(text.slice(block.start, block.end))
    if (own?.stands) lead = own.heading
    const section = sectionOf(own?.heading ?? (lead || block.section))
    const spans = block.kind === 'row' ? cellsOf(text, block) : sentencesOf(text, block)
    return spans.flatMap((span) => {
      const quotable = quotablePart(text, span)
      const hidden = inadmissible.some((part) => part.start < span.end && span.start < part.end)
      return quotable && !hidden
        ? [{ ...quotable, text: text.slice(quotable.start, quotable.end), section, block }]
        : []
    })
  })
  return sentences.map((sentence, index) => ({ ...sentence, place: index / Math.max(1, sentences.length - 1) }))
}

/** Timelines are often tables: each cell is read as a sentence. */
function cellsOf(text: string, { start, end }: Span): Span[] {
  return [...text.slice(start, end).matchAll(/[^|]+/g)].map((cell) => ({
    start: start + cell.index,
    end: start + cell.index + cell[0].length,
  }))
}

export function sectionOf(heading: string): SectionKind {
  return headings.find(([, pattern]) => pattern.test(heading))?.[0] ?? 'other'
}

/**
 * Many write `**Root cause.** …`, `Impact: …` or a line in capitals where a template has a heading. One that `stands`
 * alone in its block counts for the blocks after it, too.
 */
function leadIn(block: string): { heading: string; stands: boolean } | null {
  const bold = /^(?:\*\*|__)([^*_\n]{3,60}?)[.:?!]?(?:\*\*|__)/.exec(block)
  const capitals = /^[A-Z][A-Z /]{3,40}$/.exec(block.trim())
  const found = bold ?? capitals ?? /^([A-Z][A-Za-z ]{2,28}):\s/.exec(block)
  const heading = found?.[1] ?? found?.[0]
  if (!heading || sectionOf(heading) === 'other') return null
  return { heading, stands: block.trim().length <= (found?.[0].length ?? 0) + 2 }
}

/** The longest stretch of a sentence without a removed link, cut to a length that can be read. Null when nothing is left. */
function quotablePart(text: string, { start, end }: Span): Span | null {
  const whole = text.slice(start, end)
  const pieces = [...whole.matchAll(/(?<=^|\[link\]|<br *\/?>)(?:(?!\[link\]|<br *\/?>)[\s\S])+/gi)]
  const longest = pieces.sort((a, b) => b[0].length - a[0].length)[0]
  if (!longest || longest[0].length < whole.length * 0.6) return null
  const from = start + longest.index
  const piece = longest[0].slice(0, mostLetters)
  const cut = piece.length < longest[0].length ? piece.slice(0, piece.lastIndexOf(' ')) : piece
  const lead = cut.length - cut.replace(/^(\[[ xX]\]|[\s>|*_\-–—:;,.()])+/, '').length
  const body = cut.slice(lead).replace(/[\s|(]+$/, '')
  if (body.length < fewestLetters || (body.match(/\p{L}{2,}/gu)?.length ?? 0) < 3) return null
  return { start: from + lead, end: from + lead + body.length }
}
