import type { Digest, Technology, Theme } from '../domain.ts'
import { InvalidAnswerError } from '../errors.ts'
import { describe } from './ask.ts'
import type { Ask, AskOptions } from './stage.ts'
import { assignment, type Criterion } from './stages/assignment.ts'
import { textOf } from './stages/patterns.ts'

const digestsPerAssignment = 20
const examplesPerCriterion = 6

/** Which criteria each digest meets, by digest id. */
export async function assign(
  ask: Ask,
  technology: Technology,
  criteria: readonly Criterion[],
  digests: readonly Digest[],
  options?: AskOptions,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const met = new Map<number, readonly number[]>()
  for (let start = 0; start < digests.length; start += digestsPerAssignment) {
    const batch = digests.slice(start, start + digestsPerAssignment)
    const answer = await ask(assignment, { technology, criteria, digests: batch }, options)
    if (answer.held.length > 0)
      throw new InvalidAnswerError(`assignment for ${technology.id}: ${describe(answer.held)}`)
    for (const { digestId, criterionIds } of answer.output.assignments) met.set(digestId, criterionIds)
  }
  return met
}

/** A theme as the criterion that digests are held against. */
export function criterionOf(theme: Theme, id: number, digests: readonly Digest[]): Criterion {
  const examples = theme.digestIds.flatMap((digestId) => digests.find((digest) => digest.id === digestId) ?? [])
  return {
    id,
    name: theme.name,
    criterion: theme.criterion,
    examples: examples.slice(0, examplesPerCriterion).map(textOf),
  }
}
