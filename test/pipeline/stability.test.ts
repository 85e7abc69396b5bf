import { describe, expect, test } from 'vitest'
import type { Digest } from '../../src/domain.ts'
import { seeded } from '../../src/evaluation/corruptions.ts'
import { offlineAsk } from '../../src/offline/offline-ask.ts'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { shuffled } from '../../src/pipeline/audit.ts'
import { jaccard } from '../../src/pipeline/lines.ts'
import { foldPatterns } from '../../src/pipeline/pipeline.ts'
import { aTechnology } from '../support/builders.ts'
import { plantDigests, unrelatedDigests } from '../support/planted/planted-digests.ts'
import { reconstruction } from '../support/planted/reconstruction.ts'

const quartz = aTechnology({ id: 'quartz', name: 'Quartz' })

async function fold(digests: readonly Digest[]): Promise<readonly (readonly number[])[]> {
  const vectors = await offlineEmbedder.embed(
    digests.map(({ sentences }) => sentences.map(({ text }) => text).join('\n')),
  )
  const placed = digests.map((item, index) => ({ item, vector: Float32Array.from(vectors[index] ?? []) }))
  return (await foldPatterns(offlineAsk, quartz, placed)).map(({ memberIds }) => memberIds)
}

/** How much of each membership comes back in another fold, on average. */
function alike(before: readonly (readonly number[])[], after: readonly (readonly number[])[]): number {
  const best = before.map((members) => Math.max(0, ...after.map((others) => jaccard(members, others))))
  return best.reduce((sum, one) => sum + one, 0) / best.length
}

describe('patterns of the built-in model', () => {
  test.each([300, 301, 302])(
    'give planted themes back (seed %i): macro-average F1 of at least 0.90 at 300 digests',
    async (seed) => {
      const planting = plantDigests(300, seed)
      const found = await fold(planting.digests.map(({ digest }) => digest))
      const { macroF1, purity, themes } = reconstruction(planting, found)
      expect(themes).toBeGreaterThanOrEqual(8)
      expect(macroF1).toBeGreaterThanOrEqual(0.9)
      expect(purity).toBeGreaterThanOrEqual(0.9)
    },
  )

  test('keep their members whatever the order of the digests', async () => {
    const digests = plantDigests(200, 7).digests.map(({ digest }) => digest)
    expect(alike(await fold(digests), await fold(shuffled(digests, seeded(8))))).toBeGreaterThanOrEqual(0.8)
  })

  test('keep their members when ten unrelated digests come', async () => {
    const digests = plantDigests(200, 9).digests.map(({ digest }) => digest)
    const more = [...digests, ...unrelatedDigests(10, 1_001, 10)]
    expect(alike(await fold(digests), await fold(more))).toBeGreaterThanOrEqual(0.8)
  })

  test('keep their members in many batches, too', async () => {
    const digests = plantDigests(700, 11).digests.map(({ digest }) => digest)
    const [before, after] = [await fold(digests), await fold(shuffled(digests, seeded(12)))]
    expect(alike(before, after)).toBeGreaterThanOrEqual(0.8)
  })
})
