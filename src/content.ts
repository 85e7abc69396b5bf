import type {
  Conflict,
  Dispute,
  Facts,
  FailureClass,
  Gate,
  Halves,
  HeldFilter,
  IncidentLink,
  Ledger,
  Named,
  OpportunityState,
  Role,
  Statement,
  Summary,
} from './domain.ts'
import type { MatrixContent } from './matrix-content.ts'
import type { ReplyContent } from './reply-content.ts'

/**
 * What a message says, before anyone decides how it looks. It lies in the outbox until it stands in its channel. Text in
 * it is redacted, but untrusted all the same.
 */
export type Content = DigestContent | ReportContent | MatrixContent | OpportunityContent | ReplyContent

/** The thread of one postmortem: `digest` begins it, the rest are replies. */
export type DigestContent =
  | (IncidentLink & {
      readonly kind: 'digest'
      readonly ownerTeam: string | null
      readonly facts: Facts
      readonly conflicts: readonly Conflict[]
      readonly technologies: readonly (Named & { readonly role: Role })[]
      /** Technologies whose part was refused by the gate and waits for a curator. */
      readonly heldBack: readonly Named[]
      readonly recurrence: readonly Recurrence[]
      /** The day on which an edit of the postmortem changed what the thread says. */
      readonly updatedOn: string | null
      readonly isWithdrawn: boolean
    })
  | {
      readonly kind: 'summary'
      readonly postmortemId: number
      readonly summary: Summary
      /** The gates that refused statements, and how many. */
      readonly dropped: { readonly count: number; readonly gates: readonly Gate[] }
      readonly model: string
    }
  | {
      readonly kind: 'finding'
      readonly digestId: number
      readonly postmortem: IncidentLink
      readonly technology: Named
      readonly role: Role
      readonly sentences: readonly Statement[]
      readonly model: string
      /** While it is disputed, or the dispute was upheld, it is in no pattern. */
      readonly dispute: Dispute | null
    }
  | { readonly kind: 'similar'; readonly incidents: readonly SimilarIncident[] }
  /** Stands where a message stood whose document is withdrawn or restricted, or no longer says this. */
  | { readonly kind: 'removed'; readonly why: 'withdrawn' | 'restricted' | 'edited' }

/** `ordinal` 4 of "DynamoDB" = the fourth incident, `withinYear` of them in the twelve months up to it, itself included. */
export type Recurrence = {
  readonly of: 'technology' | 'pattern'
  readonly name: string
  readonly ordinal: number
  readonly withinYear: number
  /** Of a pattern, the latest incidents before this one. */
  readonly earlier?: readonly IncidentLink[]
  /** What people have decided to do about the pattern, if anything. */
  readonly opportunity?: { readonly investment: string; readonly state: OpportunityState } | null
}

export type SimilarIncident = IncidentLink & {
  readonly technology: Named
  readonly role: Role
  readonly isVeryAlike: boolean
  /** The first sentence of its digest. */
  readonly sentence: string
}

/** Where a question to the fold stands. `answers` counts what models have answered so far. */
export type Progress =
  | { readonly state: 'folding'; readonly digests: number; readonly answers: number }
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly reason: string }

/** What was asked, by whom (a person's id), and how far the answer is. */
export type Question = HeldFilter & {
  readonly technology: Named
  readonly refresh: boolean
  readonly askedBy: string
  readonly progress: Progress
}

/** A row of the overview: one pattern, its incidents per quarter of the report. */
export type PatternLine = {
  readonly id: number
  readonly name: string
  readonly failureClass: FailureClass
  readonly incidents: number
  readonly trend: readonly number[]
  /** Missing in what older versions wrote. */
  readonly halves?: Halves | null
}

/** A theme of one or two incidents with its name, or an incident that fits none. */
export type RareLine = {
  readonly theme: { readonly name: string; readonly failureClass: FailureClass; readonly criterion: string } | null
  readonly isSevere: boolean
  readonly incidents: readonly (IncidentLink & { readonly role: Role; readonly facts: Facts })[]
}

/** The one-pager of a technology: `report` begins the thread, one `pattern` reply each, then `rare` and `ledger`. */
export type ReportContent =
  | (Question & {
      readonly kind: 'report'
      readonly incidents: number
      readonly roles: readonly { readonly role: Role; readonly incidents: number }[]
      /** As `2024-Q1`, oldest first. */
      readonly quarters: readonly string[]
      readonly patterns: readonly PatternLine[]
      /** Themes of one or two incidents, which are listed apart. Missing in what older versions wrote. */
      readonly rareThemes?: number
      readonly changes: Changes | null
      /** Null or missing where nothing is kept. */
      readonly kept?: Kept | null
    })
  | {
      readonly kind: 'pattern'
      readonly technology: Named
      readonly pattern: PatternLine & { readonly criterion: string; readonly description: string }
      readonly place: number
      readonly quarters: readonly string[]
      /** The newest first; `more` have no room here. */
      readonly incidents: readonly (IncidentLink & { readonly role: Role })[]
      readonly more: number
      readonly quotes: readonly (IncidentLink & { readonly quote: string })[]
    }
  | {
      readonly kind: 'rare'
      readonly technology: Named
      /** The worst first; `more` have no room here. Missing in what older versions wrote. */
      readonly themes?: readonly RareLine[]
      readonly more: number
      /** Incidents that fit no theme and are not severe. */
      readonly others?: number
    }
  | {
      readonly kind: 'ledger'
      readonly technology: Named
      readonly ledger: Ledger
      readonly model: string
      readonly costUsd: number
      readonly tokens: number
      /** When the patterns were folded, ISO 8601; null where that makes no difference. */
      readonly foldedAt: string | null
      /** How far they can be trusted, measured on a day. Null or missing where nobody has asked. */
      readonly audit?: { readonly on: string; readonly words: string } | null
    }

/** Whether a page in the document tool keeps this: offered to approvers, or kept, with an address once it is written. */
export type Kept =
  | { readonly state: 'offered'; readonly where: string }
  | { readonly state: 'kept'; readonly where: string; readonly url: string | null }

/** What a report says that the one before did not. `since` is the day of that one. */
export type Changes = {
  readonly since: string
  readonly added: readonly string[]
  readonly grown: readonly { readonly name: string; readonly from: number; readonly to: number }[]
  readonly shrunk: readonly { readonly name: string; readonly from: number; readonly to: number }[]
  readonly gone: readonly string[]
  /** Patterns without an incident for a year. Missing in what older versions wrote. */
  readonly faded?: readonly string[]
}

/** The investments drawn from a technology's patterns: `opportunities` begins the thread, one `opportunity` reply each. */
export type OpportunityContent =
  | (Question & { readonly kind: 'opportunities'; readonly count: number; readonly incidents: number })
  | {
      readonly kind: 'opportunity'
      readonly opportunityId: number
      readonly technology: Named
      readonly place: number
      readonly investment: string
      readonly mechanism: string
      readonly patterns: readonly string[]
      readonly prevents: readonly (IncidentLink & { readonly why: string; readonly quote?: string })[]
      /** Incidents that it claimed and whose own text does not confirm it. Missing in what older versions wrote. */
      readonly unconfirmed?: number
      readonly counterEvidence: string
      /** All incidents of the report that it was drawn from, and facts summed over those that it would have prevented. */
      readonly inScope: number
      readonly sums: readonly FactSum[]
      readonly model: string
      readonly decision: Decision
      /** Null or missing until it has shipped. */
      readonly measured?: Measured | null
      readonly kept?: Kept | null
    }

/** Incidents of a shipped opportunity's patterns before and after, in words, as they were counted on a day. */
export type Measured = { readonly on: string; readonly words: string }

/** `stated` of the incidents state the fact at all. */
export type FactSum = { readonly fact: string; readonly total: number; readonly stated: number }

/** `by` is a person's id, `on` a day. A draft that a newer fold has replaced is `replaced`. */
export type Decision = {
  readonly state: OpportunityState | 'replaced'
  readonly by: string | null
  readonly on: string | null
  readonly reason: string | null
  /** Who changed the words of the proposal, if anybody did. */
  readonly editedBy: string | null
  /** Since when it is in place, and who said so. */
  readonly shipped?: { readonly on: string; readonly by: string | null } | null
}

/** Incidents per quarter of each pattern, the largest first: what the chart of a report draws. Names are clean and short. */
export type TrendPicture = {
  readonly title: string
  readonly quarters: readonly string[]
  readonly series: readonly { readonly name: string; readonly counts: readonly number[] }[]
}

/** Incidents by technology and failure class: `counts[row of technologies][column of failureClasses]`. Names are untrusted. */
export type MatrixPicture = {
  readonly title: string
  readonly technologies: readonly string[]
  readonly failureClasses: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** What is drawn for a message: only the trend has quarters. */
export type Picture = TrendPicture | MatrixPicture
