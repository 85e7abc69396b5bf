import { agnes, type Cluster } from 'ml-hclust'
import { mechanismsIn } from './mechanisms.ts'
import { tfIdf, unit, type Vector } from './vectors.ts'

/** Mean distance (1 - cosine) at which clusters stop merging. */
const cut = 0.84
/**
 * So much more alike than that two of many texts must be to be a cluster, and each of more in proportion less: among many
 * pairs some are alike by chance. Half of it at so many texts.
 */
const chance = 0.45
const manyTexts = 50
/** Known mechanisms weigh as much as several words where few texts could show what they share; half of it at so many texts. */
const mechanismWeight = 0.9
const enoughTexts = 30
const mechanismFewest = 1

/** What texts tell, and how: words weighed by how rare they are among these, and the mechanisms that they speak of. */
export function vectorsOf(texts: readonly string[]): Vector[] {
  const words = tfIdf(texts)
  const weightOfAll = mechanismWeight / (1 + texts.length / enoughTexts)
  return texts.map((text, index) => {
    const known = [...mechanismsIn(text)].filter(([, weight]) => weight >= mechanismFewest)
    const length = Math.hypot(...known.map(([, weight]) => weight)) || 1
    const extra = known.map(([one, weight]): [string, number] => [`#${one.name}`, (weightOfAll * weight) / length])
    return unit(new Map([...(words[index] as Vector), ...extra]))
  })
}

/** Groups of at least two vectors, by their places, that are more alike than chance explains. */
export function clustersOf(vectors: readonly Vector[]): number[][] {
  const likeness = likenesses(vectors)
  const needed = (chance * vectors.length) / (vectors.length + manyTexts)
  return groupsOf(likeness, cut).filter(
    (places) => places.length >= 2 && meanLikeness(places, likeness) >= 1 - cut + needed / places.length,
  )
}

/** All vectors in groups, by their places, whose mean distance (1 - cosine) stays below `farthest`. */
export function groupsOf(likeness: readonly Float64Array[], farthest: number): number[][] {
  if (likeness.length < 2) return likeness.map((_, index) => [index])
  const distances = likeness.map((row, at) =>
    Array.from(row, (one, other) => (at === other ? 0 : Math.max(0, 1 - one))),
  )
  const tree: Cluster = agnes(distances, { method: 'average', isDistanceMatrix: true })
  return tree.cut(farthest).map((cluster) => cluster.indices().sort((a, b) => a - b))
}

/** The cosine of every vector with every other, by way of the terms that they share: most share none. */
export function likenesses(vectors: readonly Vector[]): Float64Array[] {
  const holders = new Map<string, { readonly at: number; readonly weight: number }[]>()
  for (const [at, vector] of vectors.entries())
    for (const [term, weight] of vector) {
      const known = holders.get(term)
      if (known) known.push({ at, weight })
      else holders.set(term, [{ at, weight }])
    }
  const likeness = vectors.map(() => new Float64Array(vectors.length))
  for (const some of holders.values())
    for (const one of some) {
      const row = likeness[one.at] as Float64Array
      for (const other of some) row[other.at] = (row[other.at] ?? 0) + one.weight * other.weight
    }
  return likeness
}

function meanLikeness(places: readonly number[], likeness: readonly Float64Array[]): number {
  let sum = 0
  for (const one of places) for (const other of places) if (one < other) sum += likeness[one]?.[other] ?? 0
  return sum / ((places.length * (places.length - 1)) / 2)
}
