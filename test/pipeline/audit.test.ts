import { describe, expect, test } from 'vitest'
import type { Pattern } from '../../src/domain.ts'
import { seeded } from '../../src/evaluation/corruptions.ts'
import { offlineAsk } from '../../src/offline/offline-ask.ts'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { auditPatterns } from '../../src/pipeline/audit.ts'
import { foldPatterns } from '../../src/pipeline/pipeline.ts'
import { shareInterval } from '../../src/pipeline/rates.ts'
import { recheck } from '../../src/pipeline/stages/recheck.ts'
import type { PlacedDigest } from '../../src/pipeline/themes.ts'
import { aDigest, aTechnology } from '../support/builders.ts'
import { plantDigests } from '../support/planted/planted-digests.ts'
import { ScriptedAsk } from '../support/scripted-ask.ts'

const quartz = aTechnology({ id: 'quartz', name: 'Quartz' })
const plan = () => ({ shuffles: 2, sample: 8, random: seeded(1) })

function aPattern(part: Partial<Pattern>): Pattern {
  const name = part.name ?? 'Hot partitions'
  return {
    id: 1,
    line: 1,
    name,
    criterion: `Is it about ${name}?`,
    failureClass: 'capacity_scaling',
    description: 'Told by several.',
    digestIds: [],
    memberIds: [],
    ...part,
  }
}

/** Six digests along a line; the nearest to the first are the second and the third. */
const placed: readonly PlacedDigest[] = Array.from({ length: 6 }, (_, index) => ({
  item: aDigest({ id: index + 1 }),
  vector: [Math.cos(index / 4), Math.sin(index / 4)],
}))

describe('an audit', () => {
  test('counts the members that a blind look confirms, and the others that it would have taken in', async () => {
    const scripted = new ScriptedAsk({
      recheck: ({ digests }) => ({
        verdicts: digests.map(({ id, sentences }) =>
          [1, 2, 4].includes(id)
            ? { digestId: id, answer: 'yes', quote: sentences[0]?.text }
            : { digestId: id, answer: 'no', quote: '' },
        ),
      }),
    })
    const audit = await auditPatterns(scripted.ask, quartz, [aPattern({ memberIds: [1, 2, 3] })], placed, plan())
    expect(audit.precision).toMatchObject({ share: 2 / 3, of: 3 })
    expect(audit.missed).toMatchObject({ share: 1 / 3, of: 3 })
    expect(audit.patterns).toMatchObject([{ members: 3, sampled: 3, confirmed: 2 }])
  })

  test('does not tell who is a member: all in the order of their ids, with the criterion alone', async () => {
    const seen: unknown[] = []
    const scripted = new ScriptedAsk({
      recheck: (input) => {
        seen.push(recheck.vars(input))
        return { verdicts: input.digests.map(({ id }) => ({ digestId: id, answer: 'no', quote: '' })) }
      },
    })
    const pattern = aPattern({ memberIds: [2, 5] })
    await auditPatterns(scripted.ask, quartz, [pattern], placed, plan())
    expect(seen).toEqual([
      { technology: quartz, criterion: pattern.criterion, digests: [2, 3, 4, 5].map((id) => placed[id - 1]?.item) },
    ])
  })

  test('looks at members of every pattern by turns until the sample is full', async () => {
    const patterns = [
      aPattern({ name: 'One', memberIds: [1, 2, 3, 4, 5] }),
      aPattern({ name: 'Two', memberIds: [6] }),
      aPattern({ name: 'Three', memberIds: [2, 4, 6] }),
    ]
    const { patterns: audited } = await auditPatterns(new ScriptedAsk().ask, quartz, patterns, placed, {
      ...plan(),
      sample: 6,
    })
    expect(audited.map(({ sampled }) => sampled)).toEqual([3, 1, 2])
  })

  test('measures how much of a membership comes back in another order', async () => {
    let folds = 0
    const scripted = new ScriptedAsk({
      assignment: ({ digests }) => {
        folds += 1
        return { assignments: digests.map(({ id }) => ({ digestId: id, criterionIds: id <= folds + 1 ? [1] : [] })) }
      },
    })
    const pattern = aPattern({ memberIds: [1, 2, 3, 4] })
    const { stability } = await auditPatterns(scripted.ask, quartz, [pattern], placed, plan())
    expect(stability).toMatchObject({ share: (2 / 4 + 3 / 4) / 2, of: 2 })
    expect(stability).toMatchObject({ low: shareInterval(1, 2)[0], high: 1 })
  })

  test('does not take for confirmed what is answered both ways', async () => {
    const scripted = new ScriptedAsk({
      recheck: ({ digests }) => ({
        verdicts: digests.flatMap(({ id, sentences }) => [
          { digestId: id, answer: 'no', quote: '' },
          { digestId: id, answer: 'yes', quote: sentences[0]?.text },
        ]),
      }),
    })
    const audit = await auditPatterns(scripted.ask, quartz, [aPattern({ memberIds: [1, 2] })], placed, plan())
    expect(audit.precision).toMatchObject({ share: 0, of: 2 })
  })

  test('leaves out of the count what stays unanswered', async () => {
    const scripted = new ScriptedAsk({ recheck: () => ({ verdicts: [{ digestId: 1, answer: 'perhaps' }] }) })
    const audit = await auditPatterns(scripted.ask, quartz, [aPattern({ memberIds: [1, 2] })], placed, plan())
    expect([audit.precision, audit.missed]).toEqual([null, null])
  })
})

/** A membership as sets of ids by theme, by the built-in model. */
async function folded(digests: readonly ReturnType<typeof aDigest>[]): Promise<readonly Pattern[]> {
  const found = await foldPatterns(offlineAsk, quartz, await withVectors(digests))
  return found.map(({ theme, memberIds }, index) => aPattern({ ...theme, id: index + 1, memberIds }))
}

async function withVectors(digests: readonly ReturnType<typeof aDigest>[]): Promise<PlacedDigest[]> {
  const vectors = await offlineEmbedder.embed(
    digests.map(({ sentences }) => sentences.map(({ text }) => text).join('\n')),
  )
  return digests.map((item, index) => ({ item, vector: vectors[index] ?? [] }))
}

test('the built-in model’s patterns stay the same in another order, and most members are confirmed', async () => {
  const digests = plantDigests(120, 5).digests.map(({ digest }) => digest)
  const audit = await auditPatterns(offlineAsk, quartz, await folded(digests), await withVectors(digests), plan())
  expect(audit.stability?.share).toBeGreaterThanOrEqual(0.8)
  expect(audit.precision?.share).toBeGreaterThanOrEqual(0.8)
})
