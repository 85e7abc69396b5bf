import { describe, expect, test } from 'vitest'
import { seeded } from '../../src/evaluation/corruptions.ts'
import { shuffled } from '../../src/pipeline/audit.ts'
import { batchesOf, contrastingBatchesOf, type Placed } from '../../src/pipeline/batches.ts'

type Thing = { readonly id: number; readonly size: number }

const most = 1_000
const sizeOf = ({ size }: Thing): number => size
const idsOf = (batch: readonly Thing[]): number[] => batch.map(({ id }) => id).sort((a, b) => a - b)

/** Up to 300 things in four dimensions, most of them small, some larger than a batch; each has a place of its own. */
function things(random: () => number): Placed<Thing>[] {
  return Array.from({ length: Math.floor(random() * 300) }, (_, id) => {
    const vector = Array.from({ length: 4 }, () => random() - 0.5)
    const length = Math.hypot(...vector)
    const size = random() < 0.02 ? 1_500 : 1 + Math.floor(random() * 150)
    return { item: { id, size }, vector: vector.map((value) => value / length) }
  })
}

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

describe.each([
  ['batches of what is alike', batchesOf<Thing>],
  ['batches of what is unlike', contrastingBatchesOf<Thing>],
])('%s', (_, parted) => {
  test.each(seeds)('have each thing once, and no batch is too large but for a single thing (seed %i)', (seed) => {
    const items = things(seeded(seed))
    const batches = parted(items, sizeOf, most)
    expect(idsOf(batches.flat())).toEqual(idsOf(items.map(({ item }) => item)))
    const tooLarge = batches.filter(
      (batch) => batch.length > 1 && batch.reduce((sum, thing) => sum + thing.size, 0) > most,
    )
    expect(tooLarge).toEqual([])
    expect(batches.every((batch) => batch.length > 0)).toBe(true)
  })

  test.each(seeds)('are the same whatever the order of the things (seed %i)', (seed) => {
    const random = seeded(seed)
    const items = things(random)
    const sets = (some: readonly Placed<Thing>[]) => new Set(parted(some, sizeOf, most).map((one) => `${idsOf(one)}`))
    expect(sets(shuffled(items, random))).toEqual(sets(items))
  })

  test('of nothing are none', () => {
    expect(parted([], sizeOf, most)).toEqual([])
  })
})

test('things that nothing tells apart are parted in equal batches', () => {
  const items = Array.from({ length: 64 }, (_, id) => ({ item: { id, size: 100 }, vector: [] }))
  expect(batchesOf(items, sizeOf, most).map((batch) => batch.length)).toEqual(new Array(8).fill(8))
})

test('what is alike meets', () => {
  const items = Array.from({ length: 40 }, (_, id) => ({
    item: { id, size: 50 },
    vector: id % 2 === 0 ? [1, id / 1_000] : [id / 1_000, 1],
  }))
  for (const batch of batchesOf(items, sizeOf, most)) expect(new Set(batch.map(({ id }) => id % 2)).size).toBe(1)
})
