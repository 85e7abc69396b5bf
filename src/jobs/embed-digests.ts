import { z } from 'zod'
import { saidBy } from '../pipeline/stages/patterns.ts'
import { embeddedOtherwise, saveEmbedding } from '../store/vectors.ts'
import { job } from './job.ts'

/** Texts in one request. */
const batch = 64

/** Embeds anew what another embedder embedded: vectors of two can't be compared, and those digests would be like none. */
export const embedDigestsJob = job({
  name: 'embed-digests',
  data: z.object({}),
  retryLimit: 5,
  expireInSeconds: 6 * 3_600,
  concurrency: 1,
  isExclusive: true,
  run: async ({ database: { pool }, embedder, log }, _, signal) => {
    let embedded = 0
    for (let others = await embeddedOtherwise(pool, embedder.name, batch); others.length > 0; ) {
      signal.throwIfAborted()
      const vectors = await embedder.embed(others.map(saidBy), signal)
      for (const [index, digest] of others.entries())
        await saveEmbedding(pool, digest, { vector: vectors[index] ?? [], embedder: embedder.name })
      embedded += others.length
      others = await embeddedOtherwise(pool, embedder.name, batch)
    }
    if (embedded > 0) log.info({ embedder: embedder.name, embedded }, 'vectors of another embedder replaced')
  },
})
