import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { transaction } from '../store/database.ts'
import type { Db } from '../store/sql.ts'
import { keepFolded } from './fold-technology.ts'
import { job } from './job.ts'
import { sendPublish } from './publish-digest.ts'
import { sendIn } from './queue.ts'

const name = 'assign-digests'

/** Puts new digests into the patterns that they belong to, and lets their threads say so. */
export const assignDigestsJob = job({
  name,
  data: z.object({ technology: z.string() }),
  retryLimit: 3,
  expireInSeconds: 900,
  concurrency: 2,
  isExclusive: true,
  run: async (workshop, { technology }, signal) => {
    const decided = await keepFolded(workshop, resolveTechnology(workshop.technologies, technology), { signal })
    await transaction(workshop.database.pool, async (tx) => {
      for (const { postmortemId } of decided) await sendPublish(tx, workshop, postmortemId)
    })
  },
})

/** One that waits takes in all digests that come until it runs. */
export async function sendAssign(tx: Db, boss: PgBoss, technology: string): Promise<void> {
  await sendIn(tx, boss, name, { technology }, { singletonKey: technology })
}
