import type { Digest, Technology, Theme } from '../domain.ts'
import { InvalidAnswerError } from '../errors.ts'
import { inParallel } from './in-parallel.ts'
import type { Ask, AskOptions } from './stage.ts'
import { assignment, type Criterion } from './stages/assignment.ts'
import { textOf } from './stages/patterns.ts'

const digestsPerCall = 20
const mostExamples = 6
/** Characters of criteria that one prompt holds: so many that an answer can still weigh each. */
const mostCharacters = 90_000

/** Which criteria each digest meets, by digest id. */
export type Met = ReadonlyMap<number, readonly number[]>

/**
 * Decides for every digest about every criterion. Rejects with an `InvalidAnswerError` that names the digests which stayed
 * undecided; what was decided is remembered, so that another try goes on from there.
 */
export async function assign(
  ask: Ask,
  technology: Technology,
  criteria: readonly Criterion[],
  digests: readonly Digest[],
  options?: AskOptions,
): Promise<Met> {
  const calls = chunks(digests, digestsPerCall).flatMap((batch) =>
    criteriaPerCall(criteria).map((some) => ({ batch, criteria: some })),
  )
  const undecided = new Set<number>()
  const answers = await inParallel(calls, async (call) => {
    const answer = await decide(ask, technology, call.criteria, call.batch, options)
    for (const id of answer.undecided) undecided.add(id)
    return answer.met
  })
  if (undecided.size > 0) throw new InvalidAnswerError(unfinished(technology, [...undecided], digests.length))
  const met = new Map<number, number[]>(digests.map(({ id }) => [id, []]))
  for (const answer of answers) for (const [id, ids] of answer) met.get(id)?.push(...ids)
  return met
}

type Decided = { readonly met: Met; readonly undecided: readonly number[] }

/** An answer that stays unusable is asked for again in halves: often a single digest spoils it. */
async function decide(
  ask: Ask,
  technology: Technology,
  criteria: readonly Criterion[],
  digests: readonly Digest[],
  options?: AskOptions,
): Promise<Decided> {
  const met = await answered(ask, technology, criteria, digests, options)
  if (met) return { met, undecided: [] }
  if (digests.length === 1) return { met: new Map(), undecided: digests.map(({ id }) => id) }
  const parts: Decided[] = []
  for (const half of chunks(digests, Math.ceil(digests.length / 2)))
    parts.push(await decide(ask, technology, criteria, half, options))
  return { met: new Map(parts.flatMap((part) => [...part.met])), undecided: parts.flatMap((part) => part.undecided) }
}

/** Null: no usable answer. */
async function answered(
  ask: Ask,
  technology: Technology,
  criteria: readonly Criterion[],
  digests: readonly Digest[],
  options?: AskOptions,
): Promise<Met | null> {
  try {
    const { held, output } = await ask(assignment, { technology, criteria, digests }, options)
    if (held.length > 0) return null
    return new Map(output.assignments.map(({ digestId, criterionIds }) => [digestId, criterionIds]))
  } catch (error) {
    if (error instanceof InvalidAnswerError) return null
    throw error
  }
}

function unfinished({ id }: Technology, undecided: readonly number[], all: number): string {
  const shown = undecided.slice(0, 20).join(', ')
  return `assignment for ${id}: no usable answer about ${undecided.length} of ${all} digests (${shown}${undecided.length > 20 ? ', …' : ''}). What was decided is kept: ask again to go on.`
}

/** A theme as the criterion that digests are held against. */
export function criterionOf(
  { name, criterion, digestIds }: Pick<Theme, 'name' | 'criterion' | 'digestIds'>,
  id: number,
  digests: ReadonlyMap<number, Digest>,
): Criterion {
  const examples = digestIds.flatMap((digestId) => digests.get(digestId) ?? [])
  return { id, name, criterion, examples: examples.slice(0, mostExamples).map(textOf) }
}

/** Fewer examples for each where there are many criteria; then as many criteria in one call as fit. */
function criteriaPerCall(criteria: readonly Criterion[]): (readonly Criterion[])[] {
  for (const examples of [mostExamples, 4, 2]) {
    const shorter = criteria.map((criterion) => ({ ...criterion, examples: criterion.examples.slice(0, examples) }))
    if (sizeOf(shorter) <= mostCharacters) return [shorter]
  }
  const shortest = criteria.map((criterion) => ({ ...criterion, examples: criterion.examples.slice(0, 2) }))
  return chunks(shortest, Math.ceil(shortest.length / Math.ceil(sizeOf(shortest) / mostCharacters)))
}

const sizeOf = (criteria: readonly Criterion[]): number => JSON.stringify(criteria).length

function chunks<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
