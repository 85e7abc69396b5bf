import type { Digest, Technology, Theme } from '../domain.ts'
import { batchesOf, contrastingBatchesOf, meanOf, type Placed } from './batches.ts'
import { inParallel } from './in-parallel.ts'
import type { Ask, AskOptions } from './stage.ts'
import { merge, type PartialTheme } from './stages/merge.ts'
import { patterns, saidBy } from './stages/patterns.ts'

/** Digests with their vectors, by which those that are alike are read together. */
export type PlacedDigest = Placed<Digest>

/**
 * Characters of digests that one prompt holds, about 40,000 tokens. Beyond it details in the middle are lost long before
 * a model's context is full.
 */
const mostCharacters = 140_000
/** The tags around a digest. */
const tagLength = 100
/**
 * Characters of themes that one merge may have to repeat, about 9,000 tokens: where none is another, its answer holds all of them, and
 * must fit into `maxTokens` of its prompt and into the time that a call is given.
 */
const mostRepeated = 30_000
/** What a merge shows of each partial theme. */
const shownExamples = 2
/** Digests that a theme names as those that show it best. */
const keptExamples = 40

/** The recurring themes of a technology: from one prompt while its digests fit, else from batches that are merged. Each is read in the given order. */
export async function proposeThemes(
  ask: Ask,
  technology: Technology,
  digests: readonly PlacedDigest[],
  options?: AskOptions,
): Promise<readonly Theme[]> {
  const place = new Map(digests.map(({ item }, index) => [item.id, index]))
  // Who meets whom depends on the digests alone, also where nothing but their ids tells them apart.
  const byId = digests.toSorted((a, b) => a.item.id - b.item.id)
  const batches = contrastingBatchesOf(byId, (digest) => saidBy(digest).length + tagLength, mostCharacters).map(
    (batch) => batch.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)),
  )
  const found = await inParallel(
    batches,
    async (batch) => (await ask(patterns, { technology, digests: batch }, options)).output.themes,
  )
  return found.length < 2
    ? found.flat()
    : mergeThemes(ask, technology, found.flat(), new Map(digests.map((one) => [one.item.id, one])), options)
}

/** Merges until all themes have met in one prompt, or nothing more is the same. */
async function mergeThemes(
  ask: Ask,
  technology: Technology,
  themes: readonly Theme[],
  digests: ReadonlyMap<number, PlacedDigest>,
  options?: AskOptions,
): Promise<readonly Theme[]> {
  const placed = themes.map((theme) => ({ item: theme, vector: meanOf(shownBy(theme, digests)) }))
  const batches = batchesOf(placed, (theme) => sizeOf(theme, digests), mostCharacters)
  const merged = (await inParallel(batches, (batch) => mergeOnce(ask, technology, batch, digests, options))).flat()
  const isDone = batches.length === 1 || merged.length === themes.length
  return isDone ? merged : mergeThemes(ask, technology, merged, digests, options)
}

async function mergeOnce(
  ask: Ask,
  technology: Technology,
  themes: readonly Theme[],
  digests: ReadonlyMap<number, PlacedDigest>,
  options?: AskOptions,
): Promise<readonly Theme[]> {
  const given = themes.map((theme, index) => partial(theme, index + 1, digests))
  const { output } = await ask(merge, { technology, themes: given }, options)
  const taken = new Set<number>()
  const merged = output.themes.flatMap(({ themeIds, ...theme }) => {
    const own = themeIds.filter((id) => !taken.has(id))
    for (const id of own) taken.add(id)
    const parts = own.flatMap((id) => themes[id - 1] ?? [])
    return parts.length === 0 ? [] : [{ ...theme, digestIds: mixed(parts.map((part) => part.digestIds)) }]
  })
  // What an answer left out is still a theme.
  return [...merged, ...themes.filter((_, index) => !taken.has(index + 1))]
}

function partial(theme: Theme, id: number, digests: ReadonlyMap<number, PlacedDigest>): PartialTheme {
  const { digestIds: _, ...rest } = theme
  return {
    id,
    ...rest,
    examples: shownBy(theme, digests)
      .slice(0, shownExamples)
      .map(({ item }) => saidBy(item)),
  }
}

/** By what fills its prompt or its answer first. */
function sizeOf(theme: Theme, digests: ReadonlyMap<number, PlacedDigest>): number {
  const { examples, ...repeated } = partial(theme, 0, digests)
  const answered = JSON.stringify(repeated).length
  return Math.max(answered + JSON.stringify(examples).length, answered * (mostCharacters / mostRepeated))
}

function shownBy({ digestIds }: Theme, digests: ReadonlyMap<number, PlacedDigest>): PlacedDigest[] {
  return digestIds.flatMap((id) => digests.get(id) ?? [])
}

/** The first of each part, then the second of each, so that every part shows what it meant. */
function mixed(parts: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...parts.map((part) => part.length))
  const inTurns = Array.from({ length: longest }, (_, place) => parts.flatMap((part) => part[place] ?? [])).flat()
  return [...new Set(inTurns)].slice(0, keptExamples)
}
