import { z } from 'zod'
import type { Digest, Problem, Technology } from '../../domain.ts'
import { idProblems } from '../evidence.ts'
import { readPrompt } from '../prompt.ts'
import type { Stage } from '../stage.ts'

/** A theme's criterion, and sentences of incidents that are known to meet it. */
export type Criterion = {
  readonly id: number
  readonly name: string
  readonly criterion: string
  readonly examples: readonly string[]
}

export type AssignmentInput = {
  readonly technology: Technology
  readonly criteria: readonly Criterion[]
  readonly digests: readonly Digest[]
}

export type Assignments = {
  readonly assignments: readonly { readonly digestId: number; readonly criterionIds: readonly number[] }[]
}

/** Decides for each digest which criteria it meets. */
export const assignment: Stage<AssignmentInput, Assignments> = {
  name: 'assignment',
  prompt: readPrompt('assignment'),
  output: z.object({
    assignments: z.array(
      z.object({
        digestId: z.int(),
        criterionIds: z.array(z.int()).describe('Every criterion that the incident meets; empty when it meets none.'),
      }),
    ),
  }),
  vars: ({ technology, criteria, digests }) => ({ technology, criteria, digests }),
  check: ({ criteria, digests }, { assignments }) => [
    ...idProblems(
      digests.map((digest) => digest.id),
      assignments.map(({ digestId }, index) => [digestId, ['assignments', index]] as const),
    ),
    ...idProblems(
      criteria.map((criterion) => criterion.id),
      assignments.flatMap(({ criterionIds }, index) =>
        criterionIds.map((id, at) => [id, ['assignments', index, 'criterionIds', at]] as const),
      ),
    ),
    ...repeated(assignments),
    ...missing(digests, assignments),
  ],
}

function repeated(assignments: Assignments['assignments']): Problem[] {
  const counts = Object.entries(Object.groupBy(assignments, ({ digestId }) => digestId))
  const twice = counts.filter(([, list]) => (list?.length ?? 0) > 1).map(([digestId]) => digestId)
  return twice.length === 0
    ? []
    : [{ gate: 'shape', path: [], message: `more than one assignment for digests ${twice.join(', ')}` }]
}

function missing(digests: readonly Digest[], assignments: Assignments['assignments']): Problem[] {
  const answered = new Set(assignments.map(({ digestId }) => digestId))
  const left = digests.filter((digest) => !answered.has(digest.id)).map((digest) => digest.id)
  return left.length === 0 ? [] : [{ gate: 'shape', path: [], message: `no assignment for digests ${left.join(', ')}` }]
}
