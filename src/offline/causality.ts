import type { Technology } from '../domain.ts'
import { mentionsOf } from '../pipeline/mentions.ts'
import type { Narrative } from '../pipeline/narrative.ts'
import { sentencesIn } from './sections.ts'
import { type Named, type Signs, signsOf, type Testimony, testimoniesOf } from './signs.ts'

/** What a document says for and against one technology. `weight` is the log-odds that it had a part in the causes. */
export type Case = {
  readonly technology: string
  readonly weight: number
  readonly signs: Signs
  /** The weightiest first; never empty. */
  readonly testimonies: readonly Testimony[]
}

/**
 * A logistic regression over `Signs`, fitted once to the labelled examples and public postmortems (ten-fold
 * cross-validated) and rounded. Simple enough to be read: what counts is being named most, in headings and causes,
 * by an explaining sentence full of inner workings; what counts against is being a victim, a tool or a place.
 */
const coefficients: Signs = {
  share: 2.8,
  heading: 1.25,
  cause: 0.5,
  cleared: -1,
  tool: -0.4,
  planned: -0.75,
  victim: -1.3,
  bystanderKind: -0.8,
  lead: 0.5,
  oblique: -0.9,
  workings: 0.35,
  length: 0.45,
  ratio: 2.25,
}
const intercept = -6.5
/** Most documents blame one technology or two: others must come near the strongest. */
const leastWeight = -1
const widestGap = 1.5
const mostTechnologies = 4

/** The case of every technology that the document's sentences name, the strongest first. */
export function casesIn(narrative: Narrative, technologies: readonly Technology[]): Case[] {
  const sentences = sentencesIn(narrative)
  const mentions = mentionsOf(technologies, narrative.text)
  const named = mentions.flatMap((mention): Named[] => {
    const sentence = sentences.find(({ start, end }) => start <= mention.start && mention.end <= end)
    return sentence ? [{ sentence, mention }] : []
  })
  const headings = narrative.blocks.filter((block) => block.kind === 'heading')
  const headed = new Set(
    mentions
      .filter(({ start, end }) => headings.some((heading) => heading.start <= start && end <= heading.end))
      .map((mention) => mention.technology),
  )
  const groups = Object.entries(Object.groupBy(named, ({ mention }) => mention.technology)).map(([id, list = []]) => ({
    technology: technologies.find((known) => known.id === id) as Technology,
    list,
    testimonies: testimoniesOf(list),
  }))
  const most = Math.max(...groups.map(({ list }) => list.length))
  const best = Math.max(...groups.map(({ testimonies }) => testimonies[0]?.weight ?? 0))
  return groups
    .map(({ technology, list, testimonies }) => {
      const isHeaded = headed.has(technology.id)
      const signs = signsOf(technology, list, testimonies, { total: named.length, most, isHeaded, best })
      return { technology: technology.id, weight: weightOf(signs), signs, testimonies }
    })
    .sort((a, b) => b.weight - a.weight)
}

/** The cases that are strong enough to name the technology among the causes. */
export function strongCases(cases: readonly Case[]): Case[] {
  const top = cases[0]?.weight ?? 0
  return cases.filter(({ weight }) => weight > leastWeight && weight > top - widestGap).slice(0, mostTechnologies)
}

function weightOf(signs: Signs): number {
  return Object.entries(coefficients).reduce(
    (sum, [name, factor]) => sum + factor * signs[name as keyof Signs],
    intercept,
  )
}
