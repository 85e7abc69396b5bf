import { type Db as BossDb, PgBoss, type SendOptions } from 'pg-boss'
import { z } from 'zod'
import type { Database } from '../store/database.ts'
import { type Db, rows, run, sql } from '../store/sql.ts'

/** Jobs that were given up end here, with their reason, until somebody retries them. */
export const deadLetters = 'dead-letters'

/** The queue in our own database. Start it before jobs are sent or worked. */
export async function startQueue(database: Database): Promise<PgBoss> {
  const { url } = database
  const connection = url ? { connectionString: url, max: 4 } : { db: embeddedDb(database), backend: 'pglite' as const }
  const boss = new PgBoss({
    ...connection,
    useListenNotify: true,
    // A killed worker's jobs come back after its missed heartbeats, so somebody must look often.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    monitorVacuum: false,
    reindex: false,
  })
  // Unheard errors would end the process; a lost connection is met again by the next statement, which throws.
  boss.on('error', () => {})
  await boss.start()
  await boss.createQueue(deadLetters, { retentionSeconds: 365 * 86_400, deleteAfterSeconds: 0 })
  return boss
}

/** The embedded database has one connection; the queue must stand in line for it like everybody else. */
function embeddedDb({ pool, pglite }: Database): BossDb {
  return {
    executeSql: (text, values) => pool.query(text, values),
    async listen(channel, onNotification, onReconnect) {
      const unlisten = await pglite?.listen(channel, onNotification)
      onReconnect()
      return { close: async () => unlisten?.() }
    },
  }
}

/**
 * Sends a job as part of a transaction: it is there when the transaction commits, and never was when it doesn't. Resolves to
 * false where one with its key waits already.
 */
export async function sendIn(
  tx: Db,
  boss: PgBoss,
  name: string,
  data: object,
  options: SendOptions = {},
): Promise<boolean> {
  const db = { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) }
  for (let tries = 0; tries < mostSends; tries += 1) {
    const sent = await boss.send(name, data, { ...options, db })
    if (sent !== null) return true
    const { singletonKey } = options
    // Held, the one that waits can't begin before what it must see is committed.
    if (singletonKey === undefined || (await holdWaiting(tx, name, singletonKey))) return false
  }
  throw new Error(`no ${name} could be sent: those before it begin too fast`)
}

const mostSends = 10

/** False: it has begun meanwhile. Workers pass over what is held. */
async function holdWaiting(tx: Db, name: string, singletonKey: string): Promise<boolean> {
  const waiting = sql`select id from pgboss.job
    where name = ${name} and singleton_key = ${singletonKey} and state = 'created' for key share`
  return (await rows(tx, jobId, waiting)).length > 0
}

/** Somebody waits for a job that may have been put off, or sent when nobody did: it goes first, and now. */
export function hasten(tx: Db, name: string, singletonKey: string): Promise<number> {
  const waiting = sql`update pgboss.job set start_after = least(start_after, now()), priority = greatest(priority, 1)
    where name = ${name} and singleton_key = ${singletonKey} and state = 'created'`
  return run(tx, waiting)
}

/** Whether a job with this key is still to be done or being done. */
export async function isPending(db: Db, name: string, singletonKey: string): Promise<boolean> {
  return (await isWaiting(db, name, singletonKey)) || (await isActive(db, name, singletonKey))
}

/** Whether a job with this key is being done. */
export async function isActive(db: Db, name: string, singletonKey: string): Promise<boolean> {
  const active = sql`select id from pgboss.job
    where name = ${name} and singleton_key = ${singletonKey} and state = 'active' limit 1`
  return (await rows(db, jobId, active)).length > 0
}

/** Whether a job with this key is still to be done. */
export async function isWaiting(db: Db, name: string, singletonKey: string): Promise<boolean> {
  // In these words the queue has an index for it; in others every job there ever was would be read.
  const waiting = sql`select id from pgboss.job
    where name = ${name} and singleton_key = ${singletonKey} and state < 'active' limit 1`
  return (await rows(db, jobId, waiting)).length > 0
}

const jobId = z.object({ id: z.string() })

/** Forgets dead letters whose data holds this: they were tried again, or what they were about has changed. */
export async function forgetDeadLetters(boss: PgBoss, data: object): Promise<void> {
  const jobs = await boss.findJobs(deadLetters, { data })
  if (jobs.length > 0)
    await boss.deleteJob(
      deadLetters,
      jobs.map((job) => job.id),
    )
}

/** Jobs that are still to be done or being done. */
export async function pendingJobs(db: Db, names: readonly string[]): Promise<number> {
  const [count] = await rows(
    db,
    z.object({ pending: z.number() }),
    sql`select count(*)::int as pending from pgboss.job
        where name = any(${names}) and state in ('created', 'retry', 'active')`,
  )
  return count?.pending ?? 0
}

/** Seconds until the next of these jobs may run; 0 when one can run now or is running, null when there is none. */
export async function secondsUntilNext(db: Db, names: readonly string[]): Promise<number | null> {
  const [next] = await rows(
    db,
    z.object({ seconds: z.number().nullable() }),
    sql`select min(case when state = 'active' then 0
            else greatest(0, extract(epoch from start_after - now())) end)::float8 as seconds
        from pgboss.job where name = any(${names}) and state in ('created', 'retry', 'active')`,
  )
  return next?.seconds ?? null
}

export type DeadLetter = {
  readonly id: string
  readonly job: string
  readonly data: unknown
  readonly reason: string
  readonly at: Date
}

export async function listDeadLetters(boss: PgBoss): Promise<DeadLetter[]> {
  const jobs = await boss.findJobs<object>(deadLetters, { queued: true, limit: 1_000 })
  return jobs.map((job) => ({
    id: job.id,
    job: job.sourceName ?? deadLetters,
    data: job.data,
    reason: reasonIn(job.sourceOutput),
    at: job.createdOn,
  }))
}

function reasonIn(output: object | null): string {
  if (output && /heartbeat/i.test(JSON.stringify(output))) return 'the worker was lost'
  const known = z
    .object({ reason: z.string() })
    .or(z.object({ message: z.string() }))
    .safeParse(output)
  if (!known.success) return output ? JSON.stringify(output).slice(0, 200) : 'the worker was lost'
  return 'reason' in known.data ? known.data.reason : known.data.message
}
