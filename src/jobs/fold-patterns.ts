import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Technology } from '../domain.ts'
import { foldPatterns } from '../pipeline/pipeline.ts'
import { promptHash, readPrompt } from '../pipeline/prompt.ts'
import type { Ask, AskOptions } from '../pipeline/stage.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { forgetAnswers } from '../store/answers.ts'
import { transaction } from '../store/database.ts'
import { digestsOf, holdDigests } from '../store/digests.ts'
import { digestsFingerprint } from '../store/fingerprints.ts'
import { waitingQuestions } from '../store/posts.ts'
import { latestReport, type StoredReport, saveReport } from '../store/reports.ts'
import { job, type Workshop } from './job.ts'
import { sendPages } from './kept-pages.ts'
import { noting } from './noted-ask.ts'
import { publishReports } from './publish-report.ts'
import { foldJobs, tellingProgress, tellProgress } from './questions.ts'
import { sendIn } from './queue.ts'

/** Folds a technology in the background and answers all who wait for its one-pager. */
export const foldPatternsJob = job({
  name: 'fold-patterns',
  data: z.object({ technology: z.string() }),
  retryLimit: 3,
  expireInSeconds: 3_600,
  concurrency: 2,
  isExclusive: true,
  run: async (workshop, { technology: id }, signal) => {
    const technology = resolveTechnology(workshop.technologies, id)
    const waiting = await waitingQuestions(workshop.database.pool, 'report', id)
    const refresh = waiting.some(({ shows }) => shows.kind === 'report' && shows.refresh)
    const options = { signal, refresh, isUrgent: waiting.length > 0 }
    const stored = await foldTechnology(tellingProgress(workshop, 'report', id), technology, options)
    await publishReports(workshop, technology, stored, refresh)
  },
  onGivenUp: (workshop, { technology }, reason) =>
    tellProgress(workshop, 'report', technology, { state: 'failed', reason }),
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
  const { database, boss, modelName } = workshop
  const fingerprint = await digestsFingerprint(database.pool, technology.id)
  const basis = basisOf(technology, fingerprint, modelName)
  const known = await latestReport(database.pool, technology.id)
  if (known?.basis === basis && !refresh) return known
  const digests = await digestsOf(database.pool, technology.id, null)
  const { ask, keys } = noting(workshop.ask)
  const memberships = await foldPatterns(refresh ? anew(ask) : ask, technology, digests, options)
  const folded = { technology: technology.id, basis, model: modelName, answerKeys: keys }
  const ids = digests.map((digest) => digest.id)
  const saved = await transaction(database.pool, async (tx) => {
    if ((await holdDigests(tx, ids)).length < ids.length) return null
    await sendIn(tx, boss, foldJobs.opportunities, { technology: technology.id }, { singletonKey: technology.id })
    const report = await saveReport(tx, folded, memberships)
    await sendPages(tx, workshop, technology.id)
    return report
  })
  if (saved) return saved
  // A postmortem has changed or became restricted meanwhile: nothing may be kept of what was said about it.
  await forgetAnswers(database.pool, keys)
  return foldTechnology(workshop, technology, { refresh, ...options })
}

/** Themes are proposed once more; who meets a criterion that has not changed is known. */
function anew(ask: Ask): Ask {
  return (stage, input, options) => ask(stage, input, { ...options, isAnew: stage.name === 'patterns' })
}

function basisOf(technology: Technology, fingerprint: string, modelName: string): string {
  const prompts = [promptHash(readPrompt('patterns')), promptHash(readPrompt('assignment'))]
  return createHash('sha256')
    .update(JSON.stringify([modelName, prompts, technology, fingerprint]))
    .digest('hex')
}
