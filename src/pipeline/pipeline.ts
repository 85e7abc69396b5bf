import type { Digest, Finding, Mapping, Postmortem, Problem, Summary, Technology, Theme } from '../domain.ts'
import { digestedRoles } from '../domain.ts'
import { assign, criterionOf } from './assign.ts'
import { namedIn } from './candidates.ts'
import { type Narrative, readNarrative } from './narrative.ts'
import { passagesOf } from './passages.ts'
import type { Answer, Ask, AskOptions } from './stage.ts'
import { analyzer } from './stages/analyzer.ts'
import { attribution } from './stages/attribution.ts'
import { classification } from './stages/classification.ts'
import { summarization } from './stages/summarization.ts'
import { type PlacedDigest, proposeThemes } from './themes.ts'

/**
 * The product, whole:
 *
 *   postmortem ─ summarization ─ classification ─┬ attribution ─ analyzer ─ finding       map
 *                                                └ attribution ─ analyzer ─ finding
 *   digests ─ patterns ─ merge ─ assignment ─ members                                    fold
 *   patterns ─ opportunity ─ prevention ─ proposals                                      fold, in opportunities.ts
 */

/** The map stages over one redacted postmortem. Rejects as `ask` does. */
export async function mapPostmortem(
  ask: Ask,
  postmortem: Postmortem,
  technologies: readonly Technology[],
  options?: AskOptions,
): Promise<Mapping> {
  const narrative = readNarrative(postmortem.body)
  const summary = await ask(summarization, { postmortem, narrative, technologies }, options)
  if (summary.held.length > 0) return mapping(summary.output, [], [summary])
  const candidates = namedIn(summary.output, narrative, technologies)
  if (candidates.length === 0) return mapping(summary.output, [], [summary])
  const classified = await ask(
    classification,
    { summary: summary.output, technologies: candidates, narrative },
    options,
  )
  const findings = await Promise.all(
    classified.output.technologies.map(({ id, quote }) => {
      const technology = technologies.find((known) => known.id === id) as Technology
      return examine(ask, { narrative, summary: summary.output, technologies, technology, quote }, options)
    }),
  )
  return mapping(summary.output, findings, [summary, classified])
}

type Branch = {
  readonly narrative: Narrative
  readonly summary: Summary
  readonly technologies: readonly Technology[]
  readonly technology: Technology
  readonly quote: string
}

/** One technology's branch. Attribution doesn't see why the classifier chose it. */
async function examine(ask: Ask, branch: Branch, options?: AskOptions): Promise<Finding> {
  const { narrative, summary, technologies, technology, quote } = branch
  const causes = summary.rootCauses.map((statement) => statement.quote)
  const passages = passagesOf(narrative, technology, technologies, causes)
  const judged = await ask(attribution, { technology, passages, narrative, technologies }, options)
  const { role, precededFailure, necessary, sufficient } = judged.output
  const found = { technology: technology.id, role, attribution: judged.output }
  const answerKeys = [judged.key]
  if (judged.held.length > 0) return { ...found, state: 'held', sentences: [], problems: judged.held, answerKeys }
  if (!digestedRoles.includes(role)) return { ...found, state: 'set_aside', sentences: [], problems: [], answerKeys }
  const quotes = [...new Set([quote, precededFailure.quote, necessary.quote, sufficient.quote])].filter(
    (text) => text !== '',
  )
  const analysis = await ask(analyzer, { summary, technology, role, quotes, narrative, technologies }, options)
  return {
    ...found,
    state: analysis.held.length > 0 ? 'held' : 'ready',
    sentences: analysis.output.sentences,
    problems: [...analysis.dropped, ...analysis.held],
    answerKeys: [...answerKeys, analysis.key],
  }
}

function mapping(summary: Summary, findings: readonly Finding[], answers: readonly Answer<unknown>[]): Mapping {
  const all = (part: (answer: Answer<unknown>) => readonly Problem[]): Problem[] => answers.flatMap(part)
  return {
    summary,
    findings,
    dropped: all((answer) => answer.dropped),
    held: all((answer) => answer.held),
    answerKeys: answers.map((answer) => answer.key),
  }
}

/** A theme and the digests that meet its criterion. */
export type Membership = { readonly theme: Theme; readonly memberIds: readonly number[] }

/** Proposes the themes of a technology and decides who belongs to each. Rejects when a digest was left undecided. */
export async function foldPatterns(
  ask: Ask,
  technology: Technology,
  placed: readonly PlacedDigest[],
  options?: AskOptions,
): Promise<readonly Membership[]> {
  if (placed.length < 2) return []
  const themes = await proposeThemes(ask, technology, placed, options)
  const digests = placed.map(({ item }) => item)
  return membersOf(ask, technology, themes, digests, digests, options)
}

/** Which of some digests belong to which theme. The themes' examples are among `known`. */
export async function membersOf(
  ask: Ask,
  technology: Technology,
  themes: readonly Theme[],
  known: readonly Digest[],
  digests: readonly Digest[],
  options?: AskOptions,
): Promise<readonly Membership[]> {
  const byId = new Map(known.map((digest) => [digest.id, digest]))
  const criteria = themes.map((theme, index) => criterionOf(theme, index + 1, byId))
  if (criteria.length === 0) return []
  const met = await assign(ask, technology, criteria, digests, options)
  return themes.map((theme, index) => ({
    theme,
    memberIds: digests.map((digest) => digest.id).filter((id) => met.get(id)?.includes(index + 1)),
  }))
}
