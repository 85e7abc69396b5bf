import { z } from 'zod'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { waitingQuestions } from '../store/posts.ts'
import { foldTechnology } from './fold-technology.ts'
import { job } from './job.ts'
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
    await sendIn(
      workshop.database.pool,
      workshop.boss,
      foldJobs.opportunities,
      { technology: id },
      { singletonKey: id },
    )
    await publishReports(workshop, technology, stored, refresh)
  },
  onGivenUp: (workshop, { technology }, reason) =>
    tellProgress(workshop, 'report', technology, { state: 'failed', reason }),
})
