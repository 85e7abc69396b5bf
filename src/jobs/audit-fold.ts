import type { Technology } from '../domain.ts'
import { type Audit, type AuditPlan, auditPatterns } from '../pipeline/audit.ts'
import type { AskOptions } from '../pipeline/stage.ts'
import { forgetAnswers } from '../store/answers.ts'
import { saveAudit } from '../store/audits.ts'
import { transaction } from '../store/database.ts'
import { digestsOf, holdDigests } from '../store/digests.ts'
import { patternsOf } from '../store/reports.ts'
import { vectorsOf } from '../store/vectors.ts'
import { foldTechnology } from './fold-technology.ts'
import type { Workshop } from './job.ts'
import { sendPages } from './kept-pages.ts'
import { noting } from './noted-ask.ts'

/** Audits a technology's current fold and keeps the result with it. Null where there is no pattern to audit. */
export async function auditFold(
  workshop: Workshop,
  technology: Technology,
  plan: AuditPlan,
  options?: AskOptions,
): Promise<Audit | null> {
  const { database, modelName } = workshop
  const report = await foldTechnology(workshop, technology, options)
  const patterns = (await patternsOf(database.pool, report.id)).filter(({ memberIds }) => memberIds.length > 0)
  if (patterns.length === 0) return null
  const digests = await digestsOf(database.pool, technology.id)
  const vectors = await vectorsOf(database.pool, technology.id, workshop.embedder.name)
  const placed = digests.map((item) => ({ item, vector: vectors.get(item.id) ?? new Float32Array() }))
  const { ask, keys } = noting(workshop.ask)
  const ids = digests.map((digest) => digest.id)
  const audit = await auditPatterns(ask, technology, patterns, placed, plan, { ...options, digestIds: ids })
  const isKept = await transaction(database.pool, async (tx) => {
    // Nothing may be kept that was said about a postmortem which has changed or became restricted meanwhile.
    if ((await holdDigests(tx, ids)).length < ids.length) return false
    await saveAudit(tx, report.id, modelName, audit)
    await sendPages(tx, workshop, technology.id)
    return true
  })
  if (!isKept) await forgetAnswers(database.pool, keys)
  return audit
}
