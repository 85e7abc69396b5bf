import { expect, test } from 'vitest'
import { scheduleSyncs } from '../../src/jobs/sync-schedule.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import type { DocumentSource } from '../../src/ports.ts'
import { aQueue } from '../support/a-workshop.ts'

const { boss } = await aQueue()

const named = (name: string): DocumentSource => ({ name, async *items() {}, live: null })

async function scheduled(): Promise<unknown[]> {
  return (await boss.getSchedules(syncSourceJob.name)).map(({ cron, data }) => [cron, data])
}

test('every source is read at once and on schedule, and one that is configured no longer is not', async () => {
  await scheduleSyncs({ boss, sources: [named('folder:examples'), named('notion:a')] }, '*/5 * * * *')
  await boss.deleteAllJobs(syncSourceJob.name)
  await scheduleSyncs({ boss, sources: [named('notion:a'), named('notion:b')] }, '*/7 * * * *')
  expect(new Set(await scheduled())).toEqual(
    new Set(['notion:a', 'notion:b'].map((source) => ['*/7 * * * *', { source }])),
  )
  const jobs = await boss.findJobs<{ source: string }>(syncSourceJob.name, { queued: true })
  expect(new Set(jobs.map(({ data }) => data.source))).toEqual(new Set(['notion:a', 'notion:b']))
})

test('what is no cron expression is said', async () => {
  await expect(scheduleSyncs({ boss, sources: [named('notion:a')] }, 'daily')).rejects.toThrow('SYNC_CRON "daily"')
})
