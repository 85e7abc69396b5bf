import { agnes, type Cluster } from 'ml-hclust'
import type { Digest, Theme } from '../domain.ts'
import type { AssignmentInput, Assignments } from '../pipeline/stages/assignment.ts'
import { type PatternsInput, textOf } from '../pipeline/stages/patterns.ts'
import { mechanisms, mechanismsIn } from './mechanisms.ts'
import { centroid, cosine, termsOf, tfIdf, type Vector } from './vectors.ts'

/** Mean distance (1 - cosine) at which clusters stop merging, and the nearness that membership takes. */
const cut = 0.8
const nearness = 0.16
/** A mechanism weighs as much as several words of its own. */
const mechanismWeight = 0.9
const mechanismFewest = 1.5

/** Clusters digests by what failed and how; each cluster of at least two becomes a theme. */
export function proposeThemes({ digests }: PatternsInput): { themes: Theme[] } {
  const vectors = vectorsOf(digests.map(textOf))
  const clusters = clustersOf(vectors).filter((members) => members.length >= 2)
  const themes = clusters.map((members) =>
    themeOf(
      members.map((index) => digests[index] as Digest),
      members.map((index) => vectors[index] as Vector),
      digests,
    ),
  )
  return { themes: distinct(themes) }
}

/** A digest meets the criterion that its words are nearest to, and any other that is nearly as near. */
export function assignThemes({ criteria, digests }: AssignmentInput): Assignments {
  const examples = criteria.flatMap((criterion) => criterion.examples.map((text) => ({ id: criterion.id, text })))
  const vectors = vectorsOf([...examples.map((example) => example.text), ...digests.map(textOf)])
  const assignments = digests.map((digest, index) => {
    const own = vectors[examples.length + index] as Vector
    const scores = criteria.map(({ id }) => {
      const near = examples
        .flatMap((example, at) => (example.id === id ? [cosine(own, vectors[at] as Vector)] : []))
        .sort((a, b) => b - a)
      return { id, score: mean(near.slice(0, 3)) }
    })
    const best = Math.max(0, ...scores.map((one) => one.score))
    const met = scores.filter((one) => one.score >= nearness && one.score >= 0.85 * best)
    return { digestId: digest.id, criterionIds: met.map((one) => one.id) }
  })
  return { assignments }
}

/** What texts tell, and how: words weighed by how rare they are among these, and the mechanisms that they speak of. */
export function vectorsOf(texts: readonly string[]): Vector[] {
  const words = tfIdf(texts)
  return texts.map((text, index) => {
    const known = [...mechanismsIn(text)].filter(([, weight]) => weight >= mechanismFewest)
    const length = Math.hypot(...known.map(([, weight]) => weight)) || 1
    const extra = known.map(([one, weight]): [string, number] => [`#${one.name}`, (mechanismWeight * weight) / length])
    return normalised(new Map([...(words[index] as Vector), ...extra]))
  })
}

function normalised(vector: Vector): Vector {
  const length = Math.hypot(...vector.values()) || 1
  return new Map([...vector].map(([term, weight]) => [term, weight / length]))
}

/** Groups of vectors, by their places, whose mean distance (1 - cosine) stays below `farthest`. */
export function clustersOf(vectors: readonly Vector[], farthest = cut): number[][] {
  if (vectors.length < 2) return vectors.map((_, index) => [index])
  const distances = vectors.map((a) => vectors.map((b) => Math.max(0, 1 - cosine(a, b))))
  const tree: Cluster = agnes(distances, { method: 'average', isDistanceMatrix: true })
  return tree.cut(farthest).map((cluster) => cluster.indices().sort((a, b) => a - b))
}

function themeOf(members: readonly Digest[], vectors: readonly Vector[], all: readonly Digest[]): Theme {
  const outside = all.filter((digest) => !members.includes(digest))
  const middle = centroid(vectors)
  const central = members
    .map((digest, index) => ({ digest, nearness: cosine(vectors[index] as Vector, middle) }))
    .sort((a, b) => b.nearness - a.nearness || a.digest.id - b.digest.id)
    .map(({ digest }) => digest)
  const [main] = mechanisms
    .map((mechanism) => ({
      mechanism,
      members: share(mechanism.words, members),
      others: share(mechanism.words, outside),
    }))
    .sort(
      (a, b) =>
        b.members / members.length -
        b.others / (outside.length + 1) -
        (a.members / members.length - a.others / (outside.length + 1)),
    )
  const mechanism = main?.mechanism
  const words = mechanism ? commonWords(mechanism.words, members) : []
  const terms = [...new Set([...words, ...tellingTerms(members, all)])].slice(0, 6)
  return {
    name: mechanism?.name ?? `recurring failure: ${terms.slice(0, 2).join(', ')}`,
    criterion: `Does the incident turn on ${mechanism?.name ?? 'this failure'}, as told by words such as ${terms.join(', ')}?`,
    failureClass: mechanism?.failureClass ?? 'software_bug',
    description: `Incidents that share these words: ${terms.join(', ')}. Found by comparing words; no language model was used.`,
    digestIds: central.map((digest) => digest.id),
  }
}

/** The words of a mechanism that most members use, the most common first. */
function commonWords(pattern: RegExp, members: readonly Digest[]): string[] {
  const counts = new Map<string, number>()
  for (const digest of members) {
    for (const word of new Set(textOf(digest).toLowerCase().match(pattern) ?? []))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const common = [...counts].filter(([, n]) => n >= 2).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
  return common.slice(0, 4).map(([word]) => word)
}

/** In how many members a mechanism is told at some length. */
function share(words: RegExp, members: readonly Digest[]): number {
  return members.filter((digest) => (textOf(digest).match(words)?.length ?? 0) >= 2).length
}

/** Terms that most members use and few other digests do. */
function tellingTerms(members: readonly Digest[], all: readonly Digest[]): string[] {
  const inside = documentCounts(members)
  const outside = documentCounts(all.filter((digest) => !members.includes(digest)))
  return [...inside]
    .filter(([term, n]) => n >= 2 && !term.includes('_') && !/\d/.test(term))
    .map(([term, n]) => ({
      term,
      score:
        n / members.length -
        (outside.get(term) ?? 0) / Math.max(1, all.length - members.length) +
        (term.includes(' ') ? 0.15 : 0),
    }))
    .sort((a, b) => b.score - a.score || a.term.localeCompare(b.term))
    .slice(0, 6)
    .map(({ term }) => wordFor(term, members))
}

/** Terms are stems; people read words. */
function wordFor(term: string, members: readonly Digest[]): string {
  const text = members.map(textOf).join(' ').toLowerCase()
  const pattern = term
    .split(' ')
    .map((part) => `${RegExp.escape(part)}\\p{L}*`)
    .join('\\P{L}{1,3}')
  return new RegExp(pattern, 'u').exec(text)?.[0].replaceAll(/\s+/g, ' ') ?? term
}

function documentCounts(digests: readonly Digest[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const digest of digests)
    for (const term of new Set(termsOf(textOf(digest)))) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

/** Two clusters may share their main mechanism; their own words then tell them apart. */
function distinct(themes: readonly Theme[]): Theme[] {
  return themes.map((theme) => {
    const isShared = themes.some((other) => other !== theme && other.name === theme.name)
    const words = /: ([^.]+)\./.exec(theme.description)?.[1]?.split(', ').slice(-2) ?? []
    return isShared ? { ...theme, name: `${theme.name} (${words.join(', ')})`.slice(0, 88) } : theme
  })
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
