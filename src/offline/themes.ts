import type { Digest, Technology, Theme } from '../domain.ts'
import { type PatternsInput, saidBy } from '../pipeline/stages/patterns.ts'
import { clustersOf, vectorsOf } from './clusters.ts'
import { count } from './cues.ts'
import { type Mechanism, mechanisms } from './mechanisms.ts'
import { centroid, cosine, type Vector } from './vectors.ts'
import { asCriterion, wordTestFor } from './word-test.ts'

/** So much more often than others members must tell of a mechanism for it to be what they share. */
const clearly = 0.5

/** Fewer words than these that members share and others don't are a coincidence, not a mechanism. */
const fewestWords = 5

/** Clusters digests by what failed and how; each cluster whose members share enough words becomes a theme. */
export function proposeThemes({ technology, digests }: PatternsInput): { themes: Theme[] } {
  const vectors = vectorsOf(digests.map(saidBy))
  const themes = clustersOf(vectors).flatMap((places) => {
    const members = places.map((place) => digests[place] as Digest)
    const own = places.map((place) => vectors[place] as Vector)
    return themeOf(members, own, digests, technology) ?? []
  })
  return { themes: distinct(themes) }
}

function themeOf(
  members: readonly Digest[],
  vectors: readonly Vector[],
  all: readonly Digest[],
  technology: Technology,
): Theme | null {
  const others = all.filter((digest) => !members.includes(digest))
  const test = wordTestFor(members, others, technology)
  if (test.words.length < fewestWords) return null
  const mechanism = mechanismOf(members, others)
  const name = mechanism?.name ?? test.words.slice(0, 3).join(', ')
  return {
    name: `${name.charAt(0).toUpperCase()}${name.slice(1, 80)}`,
    criterion: asCriterion(mechanism?.name ?? 'this', test),
    failureClass: mechanism?.failureClass ?? 'software_bug',
    description: `Incidents that share these words: ${test.words.slice(0, 6).join(', ')}. Found by comparing words; no language model was used.`,
    digestIds: centralFirst(members, vectors),
  }
}

function centralFirst(members: readonly Digest[], vectors: readonly Vector[]): number[] {
  const middle = centroid(vectors)
  return members
    .map(({ id }, index) => ({ id, nearness: cosine(vectors[index] as Vector, middle) }))
    .sort((a, b) => b.nearness - a.nearness || a.id - b.id)
    .map(({ id }) => id)
}

/** The mechanism that members tell of and others don't; null where none stands out. */
function mechanismOf(members: readonly Digest[], others: readonly Digest[]): Mechanism | null {
  const [best] = mechanisms
    .map((mechanism) => ({ mechanism, lead: share(mechanism, members) - share(mechanism, others) }))
    .sort((a, b) => b.lead - a.lead)
  return best && best.lead >= clearly ? best.mechanism : null
}

/** The part of some digests that tells of a mechanism. */
function share({ words }: Mechanism, digests: readonly Digest[]): number {
  return digests.filter((digest) => count(saidBy(digest), words) >= 1).length / Math.max(1, digests.length)
}

/** Two clusters may share their main mechanism; their own words then tell them apart. */
function distinct(themes: readonly Theme[]): Theme[] {
  return themes.map((theme) => {
    const isShared = themes.some((other) => other !== theme && other.name === theme.name)
    const words = /: ([^.]+)\./.exec(theme.description)?.[1]?.split(', ').slice(0, 2) ?? []
    return isShared ? { ...theme, name: `${theme.name} (${words.join(', ')})`.slice(0, 88) } : theme
  })
}
