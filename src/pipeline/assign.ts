import type { Digest, Technology, Theme } from '../domain.ts'
import { InvalidAnswerError } from '../errors.ts'
import { chunks } from './batches.ts'
import { inParallel } from './in-parallel.ts'
import type { Ask, AskOptions } from './stage.ts'
import { assignment, type Criterion } from './stages/assignment.ts'
import { saidBy } from './stages/patterns.ts'
import { usable } from './usable.ts'

const mostExamples = 6
/** Characters of criteria that are shown with all their examples; where there are more criteria, each shows fewer. */
const amplyShown = 45_000
/** Characters of criteria that one prompt holds: so many that an answer can still weigh each. */
const mostCharacters = 90_000
/** So few digests are asked about at once that each is read; more where criteria are many, so that the cost of a digest stays the same. */
const [fewest, most] = [20, 60]
const criteriaPerDigest = 1_700
/** Characters of digests that one prompt holds besides: more than sixty of usual length. */
const mostOfDigests = 60_000

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
  const shown = shortened(criteria)
  const perCall = Math.min(most, Math.max(fewest, Math.ceil(sizeOf(shown) / criteriaPerDigest)))
  const perPart = Math.ceil(shown.length / Math.ceil(sizeOf(shown) / mostCharacters))
  const parts = filled(shown, perPart, (criterion) => sizeOf([criterion]), mostCharacters)
  const batches = filled(digests, perCall, (digest) => saidBy(digest).length, mostOfDigests)
  const calls = batches.flatMap((batch) => parts.map((some) => ({ batch, criteria: some })))
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
  const said = await usable(ask, assignment, { technology, criteria, digests }, options)
  return said && new Map(said.assignments.map(({ digestId, criterionIds }) => [digestId, criterionIds]))
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
  return { id, name, criterion, examples: examples.slice(0, mostExamples).map(saidBy) }
}

/** Fewer examples for each where there are many criteria. */
function shortened(criteria: readonly Criterion[]): readonly Criterion[] {
  const withExamples = (count: number): Criterion[] =>
    criteria.map((criterion) => ({ ...criterion, examples: criterion.examples.slice(0, count) }))
  const fitting = [mostExamples, 4, 3, 2].find((count) => sizeOf(withExamples(count)) <= amplyShown)
  return withExamples(fitting ?? 1)
}

const sizeOf = (criteria: readonly Criterion[]): number => JSON.stringify(criteria).length

/** Parts of at most so many items whose sizes add up to no more than `largest`, but for a single item that is larger. */
function filled<Item>(
  items: readonly Item[],
  count: number,
  sizeOfItem: (item: Item) => number,
  largest: number,
): Item[][] {
  const parts: Item[][] = []
  let room = 0
  for (const item of items) {
    const last = parts.at(-1)
    room -= sizeOfItem(item)
    if (last && last.length < count && room >= 0) last.push(item)
    else {
      parts.push([item])
      room = largest - sizeOfItem(item)
    }
  }
  return parts
}
