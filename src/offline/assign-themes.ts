import type { AssignmentInput, Assignments } from '../pipeline/stages/assignment.ts'
import { passes, termSetOf, wordTestIn } from './word-test.ts'

/** A digest meets a criterion whose words it uses. */
export function assignThemes({ criteria, digests }: AssignmentInput): Assignments {
  const tests = criteria.flatMap(({ id, criterion }) => {
    const test = wordTestIn(criterion)
    return test ? [{ id, test }] : []
  })
  return {
    assignments: digests.map((digest) => {
      const terms = termSetOf(digest)
      return { digestId: digest.id, criterionIds: tests.filter(({ test }) => passes(test, terms)).map(({ id }) => id) }
    }),
  }
}
