import { z } from 'zod'
import type { Opportunity, Prevention, Proposal } from '../domain.ts'
import { opportunityStates } from '../domain.ts'
import { type Db, id, jsonb, rows, run, sql, storable } from './sql.ts'

export type Drawn = {
  readonly technology: string
  readonly reportId: number
  readonly model: string
  readonly answerKeys: readonly string[]
  /** How many incidents the patterns had. */
  readonly members: number
}

/** The ids of a technology's drafts. Nobody decides on them until the transaction ends. */
export async function holdDrafts(tx: Db, technology: string): Promise<number[]> {
  const drafts = await rows(
    tx,
    z.object({ id }),
    sql`select id from opportunities where technology = ${technology} and state = 'draft' order by id for update`,
  )
  return drafts.map((row) => row.id)
}

/** Replaces a technology's drafts. What people have decided on stays. */
export async function saveProposals(
  db: Db,
  { technology, reportId, model, answerKeys, members }: Drawn,
  proposals: readonly (Proposal & { readonly unconfirmed?: number })[],
): Promise<void> {
  await run(db, sql`delete from opportunities where technology = ${technology} and state = 'draft'`)
  for (const { investment, mechanism, patternIds, preventions, counterEvidence, unconfirmed = 0 } of proposals) {
    await run(
      db,
      sql`insert into opportunities (technology, report_id, investment, mechanism, pattern_ids, preventions, counter_evidence, model, answer_keys, members,
            unconfirmed)
          values (${technology}, ${reportId}, ${storable(investment)}, ${storable(mechanism)}, ${patternIds}, ${jsonb(preventions)},
            ${storable(counterEvidence)}, ${model}, ${answerKeys}, ${members}, ${unconfirmed})`,
    )
  }
}

/** An opportunity as it is stored. `reportId` is the fold that it was drawn from; people are named by their ids. */
export type StoredOpportunity = Opportunity & {
  readonly technology: string
  readonly reportId: number
  readonly model: string
  readonly answerKeys: readonly string[]
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
  readonly editedBy: string | null
  /** Since when it is in place, as `YYYY-MM-DD`, and who said so. */
  readonly shippedOn: string | null
  readonly shippedBy: string | null
  /** Incidents that it claimed and whose own text did not confirm it. */
  readonly unconfirmed: number
  /** How many incidents the patterns had that it was drawn from. */
  readonly members: number
}

const stored: z.ZodType<StoredOpportunity> = z.object({
  id,
  technology: z.string(),
  reportId: id,
  model: z.string(),
  answerKeys: z.array(z.string()),
  state: z.enum(opportunityStates),
  investment: z.string(),
  mechanism: z.string(),
  patternIds: z.array(id),
  preventions: z.custom<readonly Prevention[]>((value) => Array.isArray(value)),
  counterEvidence: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.date().nullable(),
  decisionReason: z.string().nullable(),
  editedBy: z.string().nullable(),
  shippedOn: z.string().nullable(),
  shippedBy: z.string().nullable(),
  unconfirmed: z.number(),
  members: z.number(),
})

/** A technology's opportunities, decided ones first. */
export function opportunitiesOf(db: Db, technology: string): Promise<StoredOpportunity[]> {
  return rows(
    db,
    stored,
    sql`select id, technology, report_id as "reportId", model, answer_keys as "answerKeys", state, investment, mechanism,
          pattern_ids as "patternIds", preventions, counter_evidence as "counterEvidence", decided_by as "decidedBy",
          decided_at as "decidedAt", decision_reason as "decisionReason", edited_by as "editedBy",
          shipped_on::text as "shippedOn", shipped_by as "shippedBy", unconfirmed, members
        from opportunities where technology = ${technology} order by (state = 'draft'), id`,
  )
}

/** Null once a newer fold has replaced the draft. */
export async function opportunityById(db: Db, opportunityId: number): Promise<StoredOpportunity | null> {
  const found = await rows(
    db,
    stored,
    sql`select id, technology, report_id as "reportId", model, answer_keys as "answerKeys", state, investment, mechanism,
          pattern_ids as "patternIds", preventions, counter_evidence as "counterEvidence", decided_by as "decidedBy",
          decided_at as "decidedAt", decision_reason as "decisionReason", edited_by as "editedBy",
          shipped_on::text as "shippedOn", shipped_by as "shippedBy", unconfirmed, members
        from opportunities where id = ${opportunityId}`,
  )
  return found[0] ?? null
}

/** Records what a person decided on a draft. False: it is no draft any more. */
export async function decide(
  db: Db,
  opportunityId: number,
  {
    state,
    by,
    reason,
  }: { readonly state: 'approved' | 'rejected'; readonly by: string; readonly reason: string | null },
): Promise<boolean> {
  const touched = await run(
    db,
    sql`update opportunities set state = ${state}, decided_by = ${by}, decided_at = now(),
          decision_reason = ${reason === null ? null : storable(reason)}
        where id = ${opportunityId} and state = 'draft'`,
  )
  return touched === 1
}

/** Puts a person's words in place of the model's. False: it is no draft any more. */
export async function rewordDraft(
  db: Db,
  opportunityId: number,
  { investment, mechanism, by }: { readonly investment: string; readonly mechanism: string; readonly by: string },
): Promise<boolean> {
  const touched = await run(
    db,
    sql`update opportunities set investment = ${storable(investment)}, mechanism = ${storable(mechanism)}, edited_by = ${by}
        where id = ${opportunityId} and state = 'draft'`,
  )
  return touched === 1
}

/** Records since when an approved opportunity is in place. False: it is not approved, or has shipped already. */
export async function ship(
  db: Db,
  opportunityId: number,
  { on, by }: { readonly on: string; readonly by: string },
): Promise<boolean> {
  const touched = await run(
    db,
    sql`update opportunities set state = 'shipped', shipped_on = ${on}, shipped_by = ${by}, shipped_at = now()
        where id = ${opportunityId} and state = 'approved'`,
  )
  return touched === 1
}
