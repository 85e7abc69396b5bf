import type { FailureClass, HeldFilter, Named } from './domain.ts'

/** A technology of the matrix: its incidents by failure class, in the order of the columns, and those that fit no pattern. */
export type MatrixRow = Named & {
  /** Distinct: an incident in two patterns of different classes counts in each of them, and once here. */
  readonly incidents: number
  readonly counts: readonly number[]
  readonly noPattern: number
}

/** A pattern of one technology and one of another that are the same kind of failure, and what speaks for that. */
export type Crossing = {
  readonly failureClass: FailureClass
  readonly sides: readonly { readonly technology: Named; readonly pattern: string; readonly incidents: number }[]
  /** Incidents with a digest in each of the two patterns. */
  readonly shared: number
  /** How alike their other digests read on average, on the embedder's own scale; null where there are no others. */
  readonly likeness: number | null
  readonly reads: 'very alike' | 'alike' | 'unlike'
}

/** What all technologies have in common: `matrix` begins the thread, `crossings` is its reply. `countedOn` is a day. */
export type MatrixContent =
  | (HeldFilter & {
      readonly kind: 'matrix'
      readonly failureClasses: readonly FailureClass[]
      /** The most incidents first. */
      readonly rows: readonly MatrixRow[]
      /** Distinct over all technologies; an incident without a pattern here may have one there. */
      readonly totals: Omit<MatrixRow, 'id' | 'name'>
      /** Folded, but not with all digests, prompts or the model that there are now. They are among the rows. */
      readonly behind: readonly Named[]
      /** Never folded; they are not among the rows. */
      readonly unfolded: readonly (Named & { readonly incidents: number })[]
      readonly countedOn: string
    })
  | {
      readonly kind: 'crossings'
      readonly crossings: readonly Crossing[]
      readonly more: number
      /** From which likeness on two digests read alike, and very much so. */
      readonly scale: { readonly alike: number; readonly veryAlike: number }
    }
