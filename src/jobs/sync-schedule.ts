import { createHash } from 'node:crypto'
import { UserError } from '../errors.ts'
import type { Workshop } from './job.ts'
import { syncSourceJob } from './sync-source.ts'

/**
 * Every source is read now, and whenever the cron expression says so. Sources that are configured no longer are not: their
 * schedules would outlive them in the database.
 */
export async function scheduleSyncs(
  { boss, sources }: Pick<Workshop, 'boss' | 'sources'>,
  syncCron: string,
): Promise<void> {
  const { name: job } = syncSourceJob
  const keys = new Set(sources.map(({ name }) => keyOf(name)))
  for (const { key } of await boss.getSchedules(job)) if (!keys.has(key)) await boss.unschedule(job, key)
  for (const { name } of sources) {
    const data = { source: name }
    try {
      await boss.schedule(job, syncCron, data, { key: keyOf(name), singletonKey: name })
    } catch (error) {
      throw new UserError(`SYNC_CRON "${syncCron}" is no cron expression. Write one such as */5 * * * *.`, {
        cause: error,
      })
    }
    await boss.send(job, data, { singletonKey: name })
  }
}

/** A schedule's key may hold letters, digits and dashes only. */
function keyOf(sourceName: string): string {
  return createHash('sha256').update(sourceName).digest('hex').slice(0, 16)
}
