import { z } from 'zod'
import type { Technology } from '../domain.ts'
import { foldOpportunities } from '../pipeline/pipeline.ts'
import type { AskOptions } from '../pipeline/stage.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { transaction } from '../store/database.ts'
import { digestsOf } from '../store/digests.ts'
import { opportunitiesOf, saveProposals } from '../store/opportunities.ts'
import { latestReport, patternsOf } from '../store/reports.ts'
import { job, type Workshop } from './job.ts'

/** Draws opportunities from a technology's latest patterns. */
export const foldOpportunitiesJob = job({
  name: 'fold-opportunities',
  data: z.object({ technology: z.string() }),
  retryLimit: 3,
  expireInSeconds: 3_600,
  concurrency: 1,
  run: async (workshop, { technology }, signal) => {
    await proposeFor(workshop, resolveTechnology(workshop.technologies, technology), { signal })
  },
})

/** Proposes anew unless the latest patterns have been drawn from already. Decisions of people stay untouched. */
export async function proposeFor(workshop: Workshop, technology: Technology, options?: AskOptions): Promise<void> {
  const { database, ask, modelName } = workshop
  const report = await latestReport(database.pool, technology.id)
  if (!report) return
  const stored = await opportunitiesOf(database.pool, technology.id)
  if (stored.some((opportunity) => opportunity.reportId === report.id)) return
  const patterns = (await patternsOf(database.pool, report.id)).filter((pattern) => pattern.memberIds.length > 0)
  const digests = await digestsOf(database.pool, technology.id, null)
  const proposals = await foldOpportunities(ask, technology, patterns, digests, options)
  await transaction(database.pool, (tx) =>
    saveProposals(tx, { technology: technology.id, reportId: report.id, model: modelName }, proposals),
  )
}
