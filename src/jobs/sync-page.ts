import { z } from 'zod'
import type { Db } from '../store/sql.ts'
import { job, type Workshop } from './job.ts'
import { sendIn } from './queue.ts'
import { syncOne } from './sync-source.ts'

/** Brings one document up to date with its source, which has told that it changed. */
export const syncPageJob = job({
  name: 'sync-page',
  data: z.object({ source: z.string(), sourceId: z.string() }),
  retryLimit: 5,
  expireInSeconds: 300,
  concurrency: 4,
  pollSeconds: 0.5,
  isExclusive: true,
  run: async (workshop, { source: name, sourceId }, signal) => {
    const source = workshop.sourceNamed(name)
    if (source.live) await syncOne({ ...workshop, source }, source.live, sourceId, signal)
  },
})

/** Changes come in bursts while somebody writes: they are read together. */
const settledSeconds = 1

/** Reads the document soon, once for all that is told of it until then. */
export async function sendSyncPage(tx: Db, { boss }: Workshop, source: string, sourceId: string): Promise<void> {
  const options = { singletonKey: `${source} ${sourceId}`, startAfter: settledSeconds }
  await sendIn(tx, boss, syncPageJob.name, { source, sourceId }, options)
}
