import type { Statement, Summary } from '../domain.ts'
import { cleared } from '../pipeline/innocence.ts'
import type { SummarizationInput } from '../pipeline/stages/summarization.ts'
import { casesIn, strongCases } from './causality.ts'
import { causal, count, fault, impacted, planned, resolved } from './cues.ts'
import { type SectionKind, type Sentence, sentencesIn } from './sections.ts'

/** Fills the five fields with the document's own sentences: the best by section and cue, each in at most one field. */
export function summarize({ narrative, technologies }: SummarizationInput): Summary {
  const sentences = sentencesIn(narrative).filter((sentence) => !isAside(sentence.text))
  const taken = new Set<number>()
  const pick = (most: number, least: number, score: (sentence: Sentence) => number, order = asTold): Statement[] => {
    const ranked = sentences
      .filter((sentence) => !taken.has(sentence.start))
      .map((sentence) => ({ sentence, score: score(sentence) }))
      .filter((one) => one.score >= least)
      .sort((a, b) => b.score - a.score || a.sentence.start - b.sentence.start)
      .slice(0, most)
    for (const { sentence } of ranked) taken.add(sentence.start)
    return ranked.sort(order).map(({ sentence }) => statementOf(sentence))
  }
  const witnesses = strongCases(casesIn(narrative, technologies)).flatMap(({ testimonies }) => testimonies.slice(0, 2))
  const named = new Set(witnesses.map((testimony) => testimony.sentence.start))
  const rootCauses = pick(5, 1.4, (sentence) => causeScore(sentence) + (named.has(sentence.start) ? 2 : 0), byScore)
  const preventiveActions = pick(
    6,
    1.2,
    (sentence) => inSection(sentence, { actions: 1.5 }) + 0.3 * count(sentence.text, global(planned)),
  )
  const issueSummary = pick(
    3,
    0.5,
    (sentence) => inSection(sentence, { summary: 1.5, impact: 0.5, actions: -2 }) + 1.2 * (1 - sentence.place),
  )
  const impact = pick(
    3,
    1.2,
    (sentence) => inSection(sentence, { impact: 1.5, actions: -2 }) + 0.4 * count(sentence.text, global(impacted)),
  )
  const resolution = pick(
    3,
    1.2,
    (sentence) => inSection(sentence, { resolution: 1.5, actions: -2 }) + 0.5 * count(sentence.text, global(resolved)),
  )
  return { issueSummary, rootCauses, impact, resolution, preventiveActions }
}

type Ranked = { readonly sentence: Sentence; readonly score: number }

const asTold = (a: Ranked, b: Ranked): number => a.sentence.start - b.sentence.start
const byScore = (a: Ranked, b: Ranked): number => b.score - a.score

function causeScore(sentence: Sentence): number {
  const section = inSection(sentence, { cause: 1.5, lessons: 0.4, summary: 0.5, actions: -2, fortune: -1 })
  const doubt =
    cleared.test(sentence.text) ||
    /\b(we|he|she|they|I) (then )?(looked at|checked|suspected|restarted|tried)\b/i.test(sentence.text)
      ? -1.5
      : 0
  const cure = resolved.test(sentence.text) && count(sentence.text, causal) === 0 ? -0.3 : 0
  return (
    section +
    0.7 * Math.min(2, count(sentence.text, causal)) +
    0.3 * Math.min(3, count(sentence.text, fault)) +
    doubt +
    cure
  )
}

/** Questions, and remarks about the document instead of the incident. */
export function isAside(text: string): boolean {
  return (
    /\?["”)]?$|^@?\[PERSON_\d+\]\W{2}/.test(text) ||
    /\b(this (write-?up|document|report|template|page)|the template|put together by|written (by|up)|the review( meeting)?|attendees|participants|times? (are|is) in|all times|severity|status:|author)\b/i.test(
      text,
    )
  )
}

function inSection(sentence: Sentence, worth: Partial<Record<SectionKind, number>>): number {
  return worth[sentence.section] ?? 0
}

function global(cue: RegExp): RegExp {
  return new RegExp(cue.source, `${cue.flags.replace('g', '')}g`)
}

/** A sentence as a statement that rests on itself: the same words, less Markdown emphasis and line breaks. */
export function statementOf({ text }: { readonly text: string }): Statement {
  const plain = text
    .replaceAll(/\*\*([^*\n]+)\*\*|__([^_\n]+)__/g, '$1$2')
    .replaceAll(/(?<![\p{L}\p{N}*])\*([^*\n]+)\*(?![\p{L}\p{N}*])/gu, '$1')
    .replaceAll(/\*\*(?=[\s.,:;!?]|$)|(?<=^|\s)\*\*/g, '')
    .replaceAll(/\s*\n\s*(>\s*)?/g, ' ')
  return { text: plain, quote: text }
}
