/**
 * The nouns of Lode. Everything here is plain data; text in it comes from documents and models and is untrusted.
 */

export const roles = ['root_cause', 'contributing', 'affected', 'mitigation', 'mentioned', 'ruled_out'] as const
/** What a technology was in an incident. */
export type Role = (typeof roles)[number]

/** The roles that get a digest; the others are stored, so that a curator can see what was set aside. */
export const digestedRoles: readonly Role[] = ['root_cause', 'contributing', 'affected']

export const failureClasses = [
  'config_deployment',
  'capacity_scaling',
  'software_bug',
  'dependency_external',
  'hardware_network',
  'human_operation',
  'security',
] as const
export type FailureClass = (typeof failureClasses)[number]

/** Structured numbers of an incident, by name with its unit (`duration_minutes`). The only source of figures in reports. */
export type Facts = Readonly<Record<string, number>>

/** The currencies that money is read in. */
export const currencies = 'EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|JPY|CNY|INR|AUD|CAD|NZD|SGD|HKD|BRL|ZAR|MXN|ILS'
/** A fact that is an amount of money: its name ends with the currency, as `lost_revenue_eur`. */
export const moneyFact = new RegExp(`^(.*)_(${currencies})$`, 'i')

/** A figure in prose that disagrees with the structured fact, and where it stands. The fact is what is shown. */
export type Conflict = { readonly fact: string; readonly value: number; readonly quote: string }

/** A document as its source has it: unredacted, so it goes no further than redaction. Dates are `YYYY-MM-DD`. */
export type SourceDocument = {
  readonly title: string
  readonly body: string
  readonly url?: string
  readonly incidentDate?: string
  readonly publishedOn?: string
  readonly severity?: string
  readonly ownerTeam?: string
  readonly people: readonly string[]
  readonly facts: Facts
  readonly restricted: boolean
}

/**
 * What a source holds under one id: a document, or the reason why it can't be read. `revision` changes with what it says;
 * `stamp` changes whenever it may have, and is known without reading it.
 */
export type SourceItem = { readonly sourceId: string; readonly revision: string; readonly stamp?: string } & (
  | { readonly document: SourceDocument }
  /** `isPassing`: the source failed, not the document; what was read before still stands. */
  | { readonly unreadable: string; readonly isPassing?: boolean }
)

/** A postmortem that may be shown to a model: title and body (Markdown) are redacted. */
export type Postmortem = {
  readonly title: string
  readonly body: string
  readonly incidentDate?: string
}

/** One claim and the words of the document that it rests on. */
export type Statement = { readonly text: string; readonly quote: string }

export const summaryFields = ['issueSummary', 'rootCauses', 'impact', 'resolution', 'preventiveActions'] as const
export type SummaryField = (typeof summaryFields)[number]
/** The five fields; an empty one is not stated in the document. */
export type Summary = Readonly<Record<SummaryField, readonly Statement[]>>

/** A technology that postmortems are asked about; `prompts/technologies.yml` says what each field is for. */
export type Technology = {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly aliases: readonly string[]
  readonly exact: readonly string[]
  readonly telltales: readonly string[]
  readonly tools: readonly string[]
  readonly homonyms: readonly string[]
  readonly description: string
  readonly is: string
  readonly isNot: string
  readonly examples: readonly string[]
}

export const gates = ['quote', 'figure', 'technology', 'support', 'id', 'shape', 'role', 'schema'] as const
/** Which of the checks behind a stage found a problem. */
export type Gate = (typeof gates)[number]

/** Why part of an answer can't be used. `path` leads to the part within the answer; empty = the whole answer. */
export type Problem = { readonly gate: Gate; readonly path: readonly (string | number)[]; readonly message: string }

export const verdicts = ['yes', 'no', 'unclear'] as const
/** One of the three questions of attribution. The quote is empty only when the answer is `unclear`. */
export type CausalTest = { readonly answer: (typeof verdicts)[number]; readonly quote: string }
export type Attribution = {
  readonly precededFailure: CausalTest
  readonly necessary: CausalTest
  readonly sufficient: CausalTest
  readonly role: Role
}

/**
 * What the map stages found about one technology in one postmortem: `ready` to be shown and folded, `set_aside`
 * because its role gets no digest, `held` for a curator because the evidence gate refused it (`problems` say why).
 */
export type Finding = {
  readonly technology: string
  readonly state: 'ready' | 'set_aside' | 'held'
  readonly role: Role | null
  readonly attribution: Attribution | null
  readonly sentences: readonly Statement[]
  readonly problems: readonly Problem[]
  readonly answerKeys: readonly string[]
}

/** Everything that the map stages say of one postmortem. */
export type Mapping = {
  readonly summary: Summary
  readonly findings: readonly Finding[]
  readonly dropped: readonly Problem[]
  readonly held: readonly Problem[]
  readonly answerKeys: readonly string[]
}

/** A technology as people read it. */
export type Named = { readonly id: string; readonly name: string }

/** An incident, linked to its postmortem where that has an address. */
export type IncidentLink = {
  readonly postmortemId: number
  readonly title: string
  readonly url: string | null
  readonly incidentDate: string | null
  readonly severity: string | null
}

/** A ready finding as the fold sees it. */
export type Digest = {
  readonly id: number
  readonly postmortemId: number
  readonly title: string
  readonly url: string | null
  readonly incidentDate: string | null
  readonly severity: string | null
  readonly technology: string
  readonly role: Role
  readonly sentences: readonly Statement[]
  readonly rootCauses: readonly Statement[]
  readonly preventiveActions: readonly Statement[]
  readonly facts: Facts
}

/** A recurring failure theme. `criterion` is the yes/no test that decides which incidents belong to it. */
export type Theme = {
  readonly name: string
  readonly criterion: string
  readonly failureClass: FailureClass
  readonly description: string
  readonly digestIds: readonly number[]
}

/** A stored theme with the digests that met its criterion. Through later folds it stays the same by its `line`. */
export type Pattern = Theme & { readonly id: number; readonly line: number; readonly memberIds: readonly number[] }

/** "Too few to say" means that no split of so many incidents would show anything. */
export type TrendWord = 'rising' | 'falling' | 'no clear change' | 'too few to say'

/** Incidents of a pattern in the earlier and the later half of the days from one to another, and what may be said of that. */
export type Halves = {
  readonly from: string
  readonly until: string
  readonly first: number
  readonly second: number
  readonly trend: TrendWord
}

/** A claim that an investment would have prevented an incident, and the words of its postmortem that confirm it. */
export type Prevention = { readonly postmortemId: number; readonly why: string; readonly quote?: string }

/** An investment worth a person's judgement. Ids are checked; reach is computed from them, never written by a model. */
export type Proposal = {
  readonly investment: string
  readonly mechanism: string
  readonly patternIds: readonly number[]
  readonly preventions: readonly Prevention[]
  readonly counterEvidence: string
}

export const opportunityStates = ['draft', 'approved', 'rejected', 'shipped'] as const
export type OpportunityState = (typeof opportunityStates)[number]
export type Opportunity = Proposal & { readonly id: number; readonly state: OpportunityState }

/** A curator says that a digest blames the wrong technology: that is `open` until it is settled, and then `upheld` or gone. */
export type Dispute = 'open' | 'upheld'

export const voteReasons = ['hallucination', 'wrong_attribution', 'missing', 'other'] as const
/** Why somebody says that an output is wrong. */
export type VoteReason = (typeof voteReasons)[number]

/**
 * What a one-pager is narrowed to: incidents from a day (`YYYY-MM-DD`) on, of a team, of any of the severities. Team and
 * severities are compared whatever their case; an incident that does not state one is outside where it is asked for.
 */
export type Filter = {
  readonly since: string | null
  readonly team: string | null
  readonly severities: readonly string[]
}

/** A filter as messages hold it; older versions knew no team and no severities. */
export type HeldFilter = Pick<Filter, 'since'> & Partial<Filter>

/** All incidents on record. */
export const everything: Filter = { since: null, team: null, severities: [] }

/** Where every document of the corpus went, for one technology's report. `found` equals the sum of the rest. */
export type Ledger = {
  readonly found: number
  readonly unreadable: number
  readonly restricted: number
  readonly withdrawn: number
  readonly waiting: number
  readonly failed: number
  readonly noTechnology: number
  readonly otherTechnology: number
  readonly outsideFilter: number
  readonly setAside: number
  readonly heldBack: number
  readonly disputed: number
  readonly inScope: number
  readonly themed: number
  readonly other: number
}
