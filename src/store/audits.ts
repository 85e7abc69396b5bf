import { z } from 'zod'
import type { Audit } from '../pipeline/audit.ts'
import { type Db, json, jsonb, rows, run, sql } from './sql.ts'

export type StoredAudit = Audit & { readonly model: string; readonly auditedAt: Date }

/** Keeps what an audit measured with the fold that it is about. */
export function saveAudit(db: Db, reportId: number, model: string, audit: Audit): Promise<number> {
  return run(db, sql`insert into audits (report_id, model, result) values (${reportId}, ${model}, ${jsonb(audit)})`)
}

/** The latest audit of a fold, or null when it was never audited. */
export async function latestAudit(db: Db, reportId: number): Promise<StoredAudit | null> {
  const [found] = await rows(
    db,
    z.object({ model: z.string(), result: json<Audit>(), auditedAt: z.date() }),
    sql`select model, result, audited_at as "auditedAt" from audits where report_id = ${reportId} order by id desc limit 1`,
  )
  return found ? { ...found.result, model: found.model, auditedAt: found.auditedAt } : null
}
