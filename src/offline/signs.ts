import type { Technology } from '../domain.ts'
import { clauseAround, cleared, remedy, tooling } from '../pipeline/innocence.ts'
import type { Mention } from '../pipeline/mentions.ts'
import { acts, causal, count, fault, oblique, victim, workings } from './cues.ts'
import type { Sentence } from './sections.ts'

/** One sentence that names a technology, and what it says for the technology's part in the causes. */
export type Testimony = {
  readonly sentence: Sentence
  readonly weight: number
  readonly isCleared: boolean
  readonly isVictim: boolean
}

export type Named = { readonly sentence: Sentence; readonly mention: Mention }

/** What can be read off a document about one technology's part. Shares are between 0 and 1; flags are 0 or 1. */
export type Signs = {
  /** Of all mentions of technologies in the document. */
  readonly share: number
  /** A heading names it. */
  readonly heading: number
  /** It is named in a section about causes. */
  readonly cause: number
  readonly cleared: number
  readonly tool: number
  readonly planned: number
  readonly victim: number
  /** Its kind is most often met as a tool or a host. */
  readonly bystanderKind: number
  /** No other technology is named more often. */
  readonly lead: number
  /** Named as a place, topic or means, not as an actor. */
  readonly oblique: number
  /** Words for inner workings in the weightiest sentence, at most 5. */
  readonly workings: number
  /** Binary logarithm of the weightiest sentence's length: causes take words to explain. */
  readonly length: number
  /** Its weightiest sentence against that of the document's strongest technology. */
  readonly ratio: number
}

const sectionWeights = {
  cause: 1.5,
  summary: 1.1,
  lessons: 1,
  other: 1,
  timeline: 0.7,
  impact: 0.7,
  resolution: 0.5,
  actions: 0.25,
  fortune: 0.2,
}

/** Each sentence once, the weightiest first. */
export function testimoniesOf(named: readonly Named[]): Testimony[] {
  const best = new Map<Sentence, Testimony>()
  for (const one of named) {
    const testimony = weigh(one)
    const known = best.get(one.sentence)
    if (!known || known.weight < testimony.weight) best.set(one.sentence, testimony)
  }
  return [...best.values()].sort((a, b) => b.weight - a.weight)
}

function weigh({ sentence, mention }: Named): Testimony {
  const { text, section } = sentence
  const at = mention.start - sentence.start
  const near = text.slice(Math.max(0, at - 70), at + 90)
  const isActor = !oblique.test(text.slice(0, at)) && acts.test(text.slice(mention.end - sentence.start))
  const isCleared = cleared.test(clauseAround(text, at))
  const cues =
    Math.min(2, count(text, causal)) +
    0.5 * Math.min(4, count(text, fault)) +
    0.5 * Math.min(2, count(near, fault)) +
    0.25 * Math.min(4, count(text, workings)) +
    (isActor ? 1 : 0)
  const isVictim = victim.test(text.slice(at))
  const weight = isCleared ? 0 : (0.3 + cues) * sectionWeights[section] * (isVictim ? 0.5 : 1)
  return { sentence, weight, isCleared, isVictim }
}

type Surroundings = { readonly total: number; readonly most: number; readonly isHeaded: boolean; readonly best: number }

export function signsOf(
  technology: Technology,
  named: readonly Named[],
  testimonies: readonly Testimony[],
  { total, most, isHeaded, best }: Surroundings,
): Signs {
  const strongest = testimonies[0]
  const before = ({ sentence, mention }: Named): string => sentence.text.slice(0, mention.start - sentence.start)
  return {
    share: named.length / total,
    heading: isHeaded ? 1 : 0,
    cause: named.some(({ sentence }) => sentence.section === 'cause') ? 1 : 0,
    cleared: shareOf(testimonies, (one) => one.isCleared),
    tool: shareOf(named, (one) => one.mention.by === 'tool' || tooling.test(before(one))),
    planned: shareOf(named, (one) => one.sentence.section === 'actions' || remedy.test(before(one))),
    victim: shareOf(testimonies, (one) => one.isVictim),
    bystanderKind: ['observability', 'delivery', 'cloud', 'os'].includes(technology.kind) ? 1 : 0,
    lead: named.length === most ? 1 : 0,
    oblique: shareOf(named, (one) => oblique.test(before(one))),
    workings: Math.min(5, count(strongest?.sentence.text ?? '', workings)),
    length: Math.log2(strongest?.sentence.text.length ?? 1),
    ratio: (strongest?.weight ?? 0) / Math.max(0.01, best),
  }
}

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length
}
