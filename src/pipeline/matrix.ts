import type { Content } from '../content.ts'
import { type FailureClass, type Filter, failureClasses, type Named } from '../domain.ts'

export type Matrix = Extract<Content, { kind: 'matrix' }>
export type Crossings = Extract<Content, { kind: 'crossings' }>

/**
 * Distinct incidents of folded technologies. `technology` null: of all of them; `failureClass` null: of any class or none,
 * or those that fit no pattern where `isUnthemed`.
 */
export type MatrixCount = {
  readonly technology: string | null
  readonly failureClass: FailureClass | null
  readonly isUnthemed: boolean
  readonly incidents: number
}

/** Two patterns of different technologies and one failure class; `likeness` is that of their different incidents on average. */
export type PatternPair = {
  readonly failureClass: FailureClass
  readonly oneTechnology: string
  readonly onePattern: string
  readonly oneIncidents: number
  readonly otherTechnology: string
  readonly otherPattern: string
  readonly otherIncidents: number
  readonly shared: number
  readonly likeness: number | null
}

/** A technology that has digests, and how far its fold is. */
export type Foldable = Named & { readonly incidents: number; readonly fold: 'current' | 'behind' | 'none' }

type MatrixParts = {
  readonly filter: Filter
  readonly counts: readonly MatrixCount[]
  readonly technologies: readonly Foldable[]
  readonly countedOn: string
}

/** The matrix of technologies and failure classes: every number is counted in SQL, and nobody is left out unsaid. */
export function matrixOf({ filter, counts, technologies, countedOn }: MatrixParts): Matrix {
  const rows = technologies.flatMap(({ id, name, fold }) => {
    const row = rowOf(counts, id)
    return fold === 'none' || row.incidents === 0 ? [] : [{ id, name, ...row }]
  })
  const named = ({ id, name }: Foldable): Named => ({ id, name })
  return {
    kind: 'matrix',
    ...filter,
    failureClasses,
    rows: rows.sort((a, b) => b.incidents - a.incidents || a.id.localeCompare(b.id)),
    totals: rowOf(counts, null),
    behind: technologies.filter(({ fold }) => fold === 'behind').map(named),
    unfolded: technologies
      .filter(({ fold }) => fold === 'none')
      .map((technology) => ({ ...named(technology), incidents: technology.incidents })),
    countedOn,
  }
}

function rowOf(all: readonly MatrixCount[], technology: string | null): Matrix['totals'] {
  const own = all.filter((count) => count.technology === technology)
  const count = (isMeant: (one: MatrixCount) => boolean): number => own.find(isMeant)?.incidents ?? 0
  return {
    incidents: count(({ failureClass, isUnthemed }) => failureClass === null && !isUnthemed),
    counts: failureClasses.map((name) => count(({ failureClass }) => failureClass === name)),
    noPattern: count(({ isUnthemed }) => isUnthemed),
  }
}

const shownCrossings = 15

/**
 * Themes that cross technologies: patterns of one failure class that share an incident, or whose different incidents read
 * alike. That is no proof of one cause, so what speaks for it is shown; the strongest evidence comes first. Likeness is told to
 * three digits: databases add up cosines in different orders.
 */
export function crossingsOf(
  pairs: readonly PatternPair[],
  scale: Crossings['scale'],
  nameOf: (technology: string) => Named,
): Crossings {
  const crossings = pairs.slice(0, shownCrossings).map(({ failureClass, shared, likeness, ...pair }) => ({
    failureClass,
    sides: [
      { technology: nameOf(pair.oneTechnology), pattern: pair.onePattern, incidents: pair.oneIncidents },
      { technology: nameOf(pair.otherTechnology), pattern: pair.otherPattern, incidents: pair.otherIncidents },
    ],
    shared,
    likeness: likeness === null ? null : Number(likeness.toFixed(3)),
    reads: readsOf(likeness ?? 0, scale),
  }))
  return { kind: 'crossings', crossings, more: pairs.length - crossings.length, scale }
}

function readsOf(likeness: number, { alike, veryAlike }: Crossings['scale']): 'very alike' | 'alike' | 'unlike' {
  if (likeness >= veryAlike) return 'very alike'
  return likeness >= alike ? 'alike' : 'unlike'
}
