import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import type { Workshop } from '../../src/jobs/job.ts'
import { pendingJobs, startQueue } from '../../src/jobs/queue.ts'
import { nowhere } from '../../src/jobs/routing.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { createQueues, startWorkers } from '../../src/jobs/work.ts'
import { type Clock, systemClock } from '../../src/limits/clock.ts'
import { connectNotion } from '../../src/notion/client.ts'
import { defaultMapping } from '../../src/notion/mapping.ts'
import { notionSource } from '../../src/notion/notion-source.ts'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Errand } from './killed-import-errand.ts'

/**
 * A process that reads Notion as `lode start` does, until somebody kills it. It tells its parent when nothing is left to
 * read, and answers every message with the memory that it holds. Its model never answers: what is read waits.
 */
async function work({ database: address, hurry, isMissed, listsAll, dataSource, ...settings }: Errand): Promise<void> {
  const workshop = await opened(address, (now) => {
    const connection = connectNotion(settings, { clock: hastened(hurry) })
    return notionSource({ mapping: defaultMapping }, { id: dataSource }, { connection, now })
  })
  const { database, boss, source } = workshop
  if (isMissed) await missNow(workshop)
  await boss.send(syncSourceJob.name, { source: source.name }, { singletonKey: source.name })
  const seven = 7 * 3_600_000
  await startWorkers({ ...workshop, now: () => new Date(Date.now() + (listsAll ? seven : 0)) })
  while ((await pendingJobs(database.pool, [syncSourceJob.name])) > 0) await pause(50)
  process.send?.('done')
}

async function opened(
  address: Errand['database'],
  sourceAt: (now: () => Date) => Workshop['source'],
): Promise<Workshop> {
  const database = await openDatabase(address)
  const boss = await startQueue(database)
  await createQueues(boss)
  const now = (): Date => new Date()
  const source = sourceAt(now)
  return {
    database,
    boss,
    ask: () => new Promise<never>(() => undefined),
    modelName: 'silent',
    embedder: offlineEmbedder,
    source,
    sources: [source],
    sourceNamed: () => source,
    technologies: [],
    roster: [],
    notifier: null,
    library: null,
    routing: nowhere,
    now,
    log: pino({ level: 'silent' }),
  }
}

/** As if the time had passed after which a lost worker is missed. */
async function missNow({ database: { pool }, boss }: Workshop): Promise<void> {
  await pool.query(`update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute' where state = 'active'`)
  await pool.query('update pgboss.queue set monitor_on = null, monitor_claim_on = null')
  await boss.supervise()
}

function hastened(times: number): Clock {
  return {
    now: () => systemClock.now() * times,
    after: (milliseconds, run) => systemClock.after(milliseconds / times, run),
  }
}

process.on('message', () => {
  globalThis.gc?.()
  process.send?.(process.memoryUsage())
})
await work(JSON.parse(process.argv[2] ?? ''))
