import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Digest, Technology } from '../domain.ts'
import { foldPatterns } from '../pipeline/pipeline.ts'
import { promptHash, readPrompt } from '../pipeline/prompt.ts'
import type { AskOptions } from '../pipeline/stage.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { transaction } from '../store/database.ts'
import { digestsOf } from '../store/digests.ts'
import { latestReport, type StoredReport, saveReport } from '../store/reports.ts'
import { foldOpportunitiesJob } from './fold-opportunities.ts'
import { job, type Workshop } from './job.ts'
import { sendIn } from './queue.ts'

/** Folds a technology in the background, and its opportunities after it. */
export const foldPatternsJob = job({
  name: 'fold-patterns',
  data: z.object({ technology: z.string() }),
  retryLimit: 3,
  expireInSeconds: 3_600,
  concurrency: 2,
  run: async (workshop, { technology }, signal) => {
    await foldTechnology(workshop, resolveTechnology(workshop.technologies, technology), { signal })
  },
})

/**
 * The current patterns of a technology: the stored ones while digests, prompts and model are the same, else a new
 * fold. Over all incidents, whatever the window: a window is a filter on what is stored.
 */
export async function foldTechnology(
  workshop: Workshop,
  technology: Technology,
  { refresh = false, ...options }: AskOptions & { readonly refresh?: boolean } = {},
): Promise<StoredReport> {
  const { database, boss, ask, modelName } = workshop
  const digests = await digestsOf(database.pool, technology.id, null)
  const basis = basisOf(technology, digests, modelName)
  const known = await latestReport(database.pool, technology.id)
  if (known?.basis === basis && !refresh) return known
  const memberships = await foldPatterns(ask, technology, digests, options)
  const reportId = await transaction(database.pool, async (tx) => {
    const saved = await saveReport(tx, { technology: technology.id, basis, model: modelName }, memberships)
    await sendIn(tx, boss, foldOpportunitiesJob.name, { technology: technology.id }, { singletonKey: technology.id })
    return saved
  })
  return { id: reportId, basis, model: modelName, createdAt: new Date() }
}

function basisOf(technology: Technology, digests: readonly Digest[], modelName: string): string {
  const prompts = [promptHash(readPrompt('patterns')), promptHash(readPrompt('assignment'))]
  const parts = [modelName, prompts, technology, digests.map(({ id, role, sentences }) => [id, role, sentences])]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
