import type { FailureClass } from '../domain.ts'
import type { Matrix } from './matrix.ts'

/** A column of the matrix as text: a failure class, those that have no column of their own, no pattern, or all. */
export type MatrixColumn = FailureClass | 'other' | 'none' | 'all'

/** Beside them stand "none" and "all": a phone shows seven narrow columns. */
const shownClasses = 5

export type MatrixTable = {
  readonly columns: readonly MatrixColumn[]
  /** One number for each column; the last row is that of all technologies. */
  readonly rows: readonly { readonly name: string; readonly numbers: readonly number[] }[]
}

/**
 * The matrix within seven columns: the classes with the most incidents have one each, and where there are more than five
 * the others share the fifth, in which an incident of two of them counts twice.
 */
export function matrixTable({
  failureClasses,
  rows,
  totals,
}: Pick<Matrix, 'failureClasses' | 'rows' | 'totals'>): MatrixTable {
  const places = failureClasses
    .map((_, place) => place)
    .filter((place) => (totals.counts[place] ?? 0) > 0)
    .sort((a, b) => (totals.counts[b] ?? 0) - (totals.counts[a] ?? 0))
  const own = places.length > shownClasses ? places.slice(0, shownClasses - 1) : places
  const rest = places.slice(own.length)
  const numbersOf = ({ counts, noPattern, incidents }: Matrix['totals']): number[] => [
    ...own.map((place) => counts[place] ?? 0),
    ...(rest.length > 0 ? [rest.reduce((sum, place) => sum + (counts[place] ?? 0), 0)] : []),
    noPattern,
    incidents,
  ]
  return {
    columns: [
      ...own.flatMap((place) => failureClasses[place] ?? []),
      ...(rest.length > 0 ? (['other'] as const) : []),
      'none',
      'all',
    ],
    rows: [
      ...rows.map((row) => ({ name: row.name, numbers: numbersOf(row) })),
      { name: 'all', numbers: numbersOf(totals) },
    ],
  }
}
