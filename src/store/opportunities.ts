import { z } from 'zod'
import type { Opportunity, Prevention, Proposal } from '../domain.ts'
import { opportunityStates } from '../domain.ts'
import { type Db, id, jsonb, rows, run, sql } from './sql.ts'

/** Replaces a technology's drafts. What people have decided on stays. */
export async function saveProposals(
  db: Db,
  { technology, reportId, model }: { readonly technology: string; readonly reportId: number; readonly model: string },
  proposals: readonly Proposal[],
): Promise<void> {
  await run(db, sql`delete from opportunities where technology = ${technology} and state = 'draft'`)
  for (const { investment, mechanism, patternIds, preventions, counterEvidence } of proposals) {
    await run(
      db,
      sql`insert into opportunities (technology, report_id, investment, mechanism, pattern_ids, preventions, counter_evidence, model)
          values (${technology}, ${reportId}, ${investment}, ${mechanism}, ${patternIds}, ${jsonb(preventions)},
            ${counterEvidence}, ${model})`,
    )
  }
}

/** A technology's opportunities, decided ones first. `reportId` is the fold that they were drawn from. */
export function opportunitiesOf(
  db: Db,
  technology: string,
): Promise<(Opportunity & { reportId: number; model: string })[]> {
  const shape = z.object({
    id,
    reportId: id,
    model: z.string(),
    state: z.enum(opportunityStates),
    investment: z.string(),
    mechanism: z.string(),
    patternIds: z.array(id),
    preventions: z.custom<readonly Prevention[]>((value) => Array.isArray(value)),
    counterEvidence: z.string(),
  })
  return rows(
    db,
    shape,
    sql`select id, report_id as "reportId", model, state, investment, mechanism, pattern_ids as "patternIds", preventions,
          counter_evidence as "counterEvidence"
        from opportunities where technology = ${technology} order by (state = 'draft'), id`,
  )
}
