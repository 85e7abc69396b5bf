import { z } from 'zod'
import { keepVectorIndex } from '../store/vector-index.ts'
import { job } from './job.ts'

/** Keeps an index on digests' vectors for as long as there are too many to compare each with each question. */
export const indexDigestsJob = job({
  name: 'index-digests',
  data: z.object({}),
  retryLimit: 2,
  expireInSeconds: 6 * 3_600,
  concurrency: 1,
  isExclusive: true,
  run: async ({ database, log }) => {
    // Embedded, building it would hold everything up for an hour; comparing all takes a second or two.
    if (database.url === null) return
    const change = await keepVectorIndex(database.pool)
    if (change) log.info({ change }, 'index on vectors')
  },
})
