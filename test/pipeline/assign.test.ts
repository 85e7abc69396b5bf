import { describe, expect, test } from 'vitest'
import type { Digest } from '../../src/domain.ts'
import { seeded } from '../../src/evaluation/corruptions.ts'
import { assign } from '../../src/pipeline/assign.ts'
import { render } from '../../src/pipeline/prompt.ts'
import { type AssignmentInput, assignment, type Criterion } from '../../src/pipeline/stages/assignment.ts'
import { aDigest, aTechnology } from '../support/builders.ts'
import { ScriptedAsk } from '../support/scripted-ask.ts'

const technology = aTechnology()
/** Characters of criteria and digests that one prompt may hold, and of all that stands around them. */
const budget = 150_000
const around = 5_000

/** Whether a digest meets a criterion in these tests. */
const meets = (digestId: number, criterionId: number): boolean => digestId % 7 === criterionId % 7

function aCriterion(id: number, length: number): Criterion {
  return { id, name: `Theme ${id}`, criterion: 'x'.repeat(300), examples: new Array(6).fill('y'.repeat(length)) }
}

function aDigestOf(id: number, length: number): Digest {
  return aDigest({ id, sentences: [{ text: 'z'.repeat(length), quote: '' }] })
}

/** Answers as `meets` says, and notes what was asked. */
function asking() {
  const calls: AssignmentInput[] = []
  const { ask } = new ScriptedAsk({
    assignment: (input) => {
      calls.push(input)
      return {
        assignments: input.digests.map(({ id }) => ({
          digestId: id,
          criterionIds: input.criteria.flatMap((one) => (meets(id, one.id) ? [one.id] : [])),
        })),
      }
    },
  })
  return { ask, calls }
}

describe('assignment', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'holds each digest against each criterion once, within the budget of a call (seed %i)',
    async (seed) => {
      const random = seeded(seed)
      const upTo = (most: number): number => 1 + Math.floor(random() * most)
      // The longest first: parts of equal number would be of very unequal size.
      const criteria = Array.from({ length: upTo(150) }, (_, index) => aCriterion(index + 1, upTo(3_000))).sort(
        (a, b) => JSON.stringify(b).length - JSON.stringify(a).length,
      )
      const digests = Array.from({ length: upTo(150) }, (_, index) => aDigestOf(index + 1, upTo(9_000)))
      const { ask, calls } = asking()
      const met = await assign(ask, technology, criteria, digests)
      for (const { id } of digests)
        expect([...(met.get(id) ?? [])].sort()).toEqual(
          criteria.flatMap((one) => (meets(id, one.id) ? [one.id] : [])).sort(),
        )
      const pairs = calls.flatMap((call) =>
        call.digests.flatMap((one) => call.criteria.map(({ id }) => `${one.id}:${id}`)),
      )
      expect(pairs).toHaveLength(criteria.length * digests.length)
      expect(new Set(pairs).size).toBe(pairs.length)
      const longest = Math.max(...calls.map((call) => render(assignment, call).user.length))
      expect(longest).toBeLessThan(budget + around)
    },
  )

  test('of one new digest takes one call, however many digests there are', async () => {
    const { ask, calls } = asking()
    await assign(
      ask,
      technology,
      Array.from({ length: 100 }, (_, index) => aCriterion(index, 200)),
      [aDigestOf(1, 700)],
    )
    expect(calls).toHaveLength(1)
  })

  test('of usual digests asks about twenty at once where criteria are few, and at most sixty', async () => {
    const digests = Array.from({ length: 180 }, (_, index) => aDigestOf(index + 1, 800))
    const sizes = async (count: number) => {
      const { ask, calls } = asking()
      await assign(
        ask,
        technology,
        Array.from({ length: count }, (_, index) => aCriterion(index, 500)),
        digests,
      )
      return calls.map((call) => call.digests.length)
    }
    expect(await sizes(3)).toEqual(new Array(9).fill(20))
    expect(Math.max(...(await sizes(150)))).toBe(60)
  })
})
