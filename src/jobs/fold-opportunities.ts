import { z } from 'zod'
import type { Technology } from '../domain.ts'
import { foldOpportunities } from '../pipeline/opportunities.ts'
import type { AskOptions } from '../pipeline/stage.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { forgetAnswers } from '../store/answers.ts'
import { transaction } from '../store/database.ts'
import { digestsOf, holdDigests } from '../store/digests.ts'
import { holdDrafts, opportunitiesOf, type StoredOpportunity, saveProposals } from '../store/opportunities.ts'
import { waitingQuestions } from '../store/posts.ts'
import { latestReport, patternsOf } from '../store/reports.ts'
import { vectorsOf } from '../store/vectors.ts'
import { foldTechnology } from './fold-technology.ts'
import { job, type Workshop } from './job.ts'
import { noting } from './noted-ask.ts'
import { publishOpportunities, showReplaced } from './publish-opportunities.ts'
import { tellingProgress, tellProgress } from './questions.ts'

/** Draws opportunities from a technology's latest patterns and answers all who wait for them. */
export const foldOpportunitiesJob = job({
  name: 'fold-opportunities',
  data: z.object({ technology: z.string() }),
  retryLimit: 3,
  expireInSeconds: 3_600,
  concurrency: 1,
  isExclusive: true,
  run: async (workshop, { technology: id }, signal) => {
    const technology = resolveTechnology(workshop.technologies, id)
    const isUrgent = (await waitingQuestions(workshop.database.pool, 'opportunities', id)).length > 0
    const telling = tellingProgress(workshop, 'opportunities', id)
    if (isUrgent) await foldTechnology(telling, technology, { signal, isUrgent })
    await proposeFor(telling, technology, { signal, isUrgent })
    const report = await latestReport(workshop.database.pool, id)
    if (report) await publishOpportunities(workshop, technology, report)
  },
  onGivenUp: (workshop, { technology }, reason) =>
    tellProgress(workshop, 'opportunities', technology, { state: 'failed', reason }),
})

/** Proposals are drawn anew once the patterns have grown by so much since. */
const grown = 0.1

/** Proposes anew unless the latest patterns, much as they are, were drawn from already. Decisions of people stay untouched. */
export async function proposeFor(workshop: Workshop, technology: Technology, options?: AskOptions): Promise<void> {
  const { database, modelName } = workshop
  const report = await latestReport(database.pool, technology.id)
  if (!report) return
  const stored = await opportunitiesOf(database.pool, technology.id)
  const patterns = (await patternsOf(database.pool, report.id)).filter((pattern) => pattern.memberIds.length > 0)
  const members = new Set(patterns.flatMap((pattern) => pattern.memberIds)).size
  const isDrawn = ({ reportId, members: before }: StoredOpportunity): boolean =>
    reportId === report.id && members - before < Math.max(1, before * grown)
  if (stored.some(isDrawn)) return
  const digests = await digestsOf(database.pool, technology.id)
  const vectors = await vectorsOf(database.pool, technology.id, workshop.embedder.name)
  const placed = digests.map((item) => ({ item, vector: vectors.get(item.id) ?? new Float32Array() }))
  const ids = digests.map((digest) => digest.id)
  const { ask, keys } = noting(workshop.ask)
  const proposals = await foldOpportunities(ask, technology, patterns, placed, { ...options, digestIds: ids })
  const drawn = { technology: technology.id, reportId: report.id, model: modelName, answerKeys: keys, members }
  const isSaved = await transaction(database.pool, async (tx) => {
    // What is said of a postmortem that has changed or become restricted meanwhile may not be kept.
    if ((await holdDigests(tx, ids)).length < ids.length) return false
    // Somebody may have decided since they were read.
    for (const draft of await holdDrafts(tx, technology.id)) await showReplaced(tx, workshop, draft)
    await saveProposals(tx, drawn, proposals)
    return true
  })
  if (isSaved) return
  await forgetAnswers(database.pool, keys)
  return proposeFor(workshop, technology, options)
}
