import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PgBoss } from 'pg-boss'
import { pino } from 'pino'
import { vi } from 'vitest'
import { folderSource } from '../../src/folder/folder-source.ts'
import type { Workshop } from '../../src/jobs/job.ts'
import { jobs } from '../../src/jobs/jobs.ts'
import { pendingJobs, startQueue } from '../../src/jobs/queue.ts'
import { nowhere } from '../../src/jobs/routing.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { createQueues, startWorkers } from '../../src/jobs/work.ts'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { remember } from '../../src/store/answers.ts'
import type { Database } from '../../src/store/database.ts'
import { aDatabase, goesWithTheTest } from './a-database.ts'
import { aTechnology } from './builders.ts'
import { type Script, ScriptedAsk, scriptedModel } from './scripted-ask.ts'

/** A database of its own with a running queue in it; a file of tests shares one. */
export type Queue = { readonly database: Database; readonly boss: PgBoss }

/** Opens a database and starts its queue; both go with the test or file that asks. */
export async function aQueue(): Promise<Queue> {
  const database = await aDatabase()
  const boss = await startQueue(database)
  goesWithTheTest(() => boss.stop({ graceful: false }))
  await createQueues(boss)
  return { database, boss }
}

/** A folder of files that goes with the test; names may lead through folders. */
export async function aFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lode-folder-'))
  goesWithTheTest(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), content)
  }
  return folder
}

/** A Markdown postmortem that blames each of the technologies in three sentences of its own. */
export function aDocument(technologies: readonly string[], head = 'date: 2024-03-05\nseverity: SEV2'): string {
  const body = technologies.map(
    (name) =>
      `${name} throttled the writes of the checkout. Nobody watched the partitions of ${name}. The hot partition of ${name} was split.`,
  )
  return `---\ntitle: The checkout was slow\n${head}\n---\n${body.join('\n\n')}\n`
}

export type ScriptedWorkshop = Workshop & { readonly scripted: ScriptedAsk }

/** A workshop on a queue that reads a folder and asks a script. Knows the technologies quartz, basalt and granite. */
export function aWorkshop(
  { database, boss }: Queue,
  { folder, script, ...part }: Partial<Workshop> & { readonly folder: string; readonly script?: Script },
): ScriptedWorkshop {
  const scripted = new ScriptedAsk(script)
  return {
    database,
    boss,
    scripted,
    ask: remember(database.pool, () => scriptedModel, scripted.ask),
    modelName: scriptedModel,
    embedder: offlineEmbedder,
    sourceNamed: (name) => folderSource(name.replace(/^folder:/, '')),
    source: folderSource(folder),
    sources: [folderSource(folder)],
    technologies: ['quartz', 'basalt', 'granite'].map((id) => aTechnology({ id, name: id })),
    roster: [],
    notifier: null,
    library: null,
    routing: nowhere,
    now: () => new Date(),
    log: pino({ level: 'silent' }),
    ...part,
  }
}

/** Reads the source and works all queues until nothing is left to do, as `lode backfill` does. */
export async function workThrough(workshop: Workshop): Promise<void> {
  await workshop.boss.send(syncSourceJob.name, {}, { singletonKey: 'sync' })
  await workOff(workshop)
}

/** Works all queues until nothing is left to do, retries included, which don't wait for their time. */
export async function workOff(workshop: Workshop): Promise<void> {
  const names = jobs.map((job) => job.name)
  for (let round = 0; (await pendingJobs(workshop.database.pool, names)) > 0; round++) {
    if (round > 20) throw new Error('the jobs do not come to an end')
    await makeDue(workshop)
    await workOnce(workshop)
  }
}

/** Works all queues until no job is due any more; what failed waits for its next try. */
export async function workOnce(workshop: Workshop): Promise<void> {
  const { pool } = workshop.database
  const stop = await startWorkers(workshop)
  await vi.waitUntil(
    async () => {
      const { rowCount } = await pool.query(
        `select from pgboss.job where name = any($1) and (state = 'active' or (state < 'active' and start_after <= now()))`,
        [jobs.map((job) => job.name)],
      )
      return rowCount === 0
    },
    { timeout: 100_000, interval: 20 },
  )
  await stop()
}

/** Brings the time of every retry forward to now. */
async function makeDue({ database }: Workshop): Promise<void> {
  await database.pool.query(`update pgboss.job set start_after = now() where state = 'retry'`)
}
