import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { pino } from 'pino'
import { vi } from 'vitest'
import type { Workshop } from '../../src/jobs/job.ts'
import { jobs } from '../../src/jobs/jobs.ts'
import { nowhere, type Routing } from '../../src/jobs/routing.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { startWorkers } from '../../src/jobs/work.ts'
import { systemClock } from '../../src/limits/clock.ts'
import { slackAccess } from '../../src/slack/access.ts'
import { isAnswering } from '../../src/slack/boundary.ts'
import { slackClient } from '../../src/slack/client.ts'
import { type Connection, connectSlack } from '../../src/slack/connection.ts'
import { slackNotifier } from '../../src/slack/notifier.ts'
import type { SlackSettings } from '../../src/slack/settings.ts'
import type { People } from '../../src/workspace/people.ts'
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../src/workspace/workspace.ts'
import { goesWithTheTest } from './a-database.ts'
import { aFolder, aWorkshop, type Queue, type ScriptedWorkshop } from './a-workshop.ts'
import { isBoltAtWork } from './bolt-at-work.ts'
import type { Script } from './scripted-ask.ts'

/** Who is there: Alice curates, Bob approves, Carol does neither, and Gus is a guest. */
export const [alice, bob, carol, gus] = ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0GUS'] as const
/** Digests go to `postmortems` unless a test routes them; the app is in all channels but `outside`. */
export const [postmortems, quartzRoom, checkoutRoom, outside] = ['C0EVERYTHING', 'C0QUARTZ', 'C0CHECKOUT', 'C0OUTSIDE']

export const transports = ['socket', 'http'] as const

export type FrontOptions = {
  readonly transport?: (typeof transports)[number]
  readonly settings?: Partial<SlackSettings>
  readonly routing?: Partial<Routing>
  /** Goes to `startWorkspace`; its people and channels come to the usual ones, or replace those with the same id. */
  readonly workspace?: WorkspaceOptions
  /** How stages are answered; `aWorkshop` says what happens where it is silent. */
  readonly script?: Script
  /** Parts of the workshop, such as `now`, `embedder`, or `ask` and `technologies` for another model than the script. */
  readonly workshop?: Partial<Workshop>
}

export type RunningFront = {
  readonly workspace: Workspace
  readonly people: People
  readonly workshop: ScriptedWorkshop
  readonly pool: pg.Pool
  readonly folder: string
  /** What was logged, oldest first. */
  readonly logged: readonly Readonly<Record<string, unknown>>[]
  /** Writes documents into the folder, takes those that are null away, reads the folder, and waits until all is said. */
  publish(files: Readonly<Record<string, string | null>>): Promise<void>
  /** Writes documents, or takes them away, and leaves it at that. */
  write(files: Readonly<Record<string, string | null>>): Promise<void>
  /** Sends a job by its name and waits until all is said. */
  run(job: string, data?: object): Promise<void>
  /** Waits until nothing is under way: no event or click at the app, no job that is due, deliveries included. */
  settled(): Promise<void>
  /** Brings every retry and postponed job forward to now, as if what they wait for was long ago; `settled` then waits for it. */
  hurry(): Promise<void>
  /** The app goes away and comes back, as in a deployment; workers stay. What Slack sends meanwhile is lost. */
  disconnect(): Promise<void>
  connect(): Promise<void>
  /** Where the app says that it can be reached. */
  address(): string
  /** All workers finish what they are at, and start again. */
  stopWorkers(): Promise<void>
  startWorkers(): Promise<void>
}

/**
 * The whole of Lode in Slack, as it runs: Bolt with every listener, workers for all jobs, the outbox, and a workspace
 * whose `people` act. Only the model is scripted, and charts are one pixel. It goes with the test.
 *
 *     const queue = await aQueue()            // one database for the file …
 *     beforeEach(() => emptied(queue))        // … empty for each test
 *
 *     const { people, publish, settled } = await aFront(queue, { transport: 'http' })
 *     await publish({ 'a.md': aDocument(['Quartz']) })
 *     people.react(alice, postmortems, people.history(postmortems)[0].ts, '+1')
 *     await settled()
 *
 * Slack's own retries come within milliseconds; `workspace: { timing }` changes that, `workspace.faults` and
 * `workspace.deliveries` make trouble. What messages say: `shown-text.ts`.
 */
export async function aFront(queue: Queue, options: FrontOptions = {}): Promise<RunningFront> {
  const workspace = await anOpenWorkspace(options)
  const settings = settingsFor(workspace, options)
  const logged: Record<string, unknown>[] = []
  const log = pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const client = slackClient(settings, log)
  const now = options.workshop?.now ?? (() => new Date())
  const access = slackAccess(client, settings, now)
  const { messagesPerSecond } = settings
  const notifier = slackNotifier({ client, access, draw: async () => onePixel, messagesPerSecond, clock: systemClock })
  const folder = await aFolder()
  const workshop = aWorkshop(queue, {
    folder,
    notifier,
    routing: { ...nowhere, everything: postmortems, announceDays: Number.POSITIVE_INFINITY, ...options.routing },
    log,
    ...(options.script && { script: options.script }),
    ...options.workshop,
  })
  const connection = switchable(async () => {
    const open = await connectSlack({ workshop, client, access }, settings)
    addressOf.set(workspace, open)
    return open.stop
  })
  const workers = switchable(() => startWorkers(workshop))
  await connection.on()
  goesWithTheTest(connection.off)
  await workers.on()
  goesWithTheTest(workers.off)

  const settled = (): Promise<void> => quiet(workspace, workshop)
  const write = async (files: Readonly<Record<string, string | null>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) await put(path.join(folder, name), text)
  }
  return {
    workspace,
    people: workspace.people,
    workshop,
    pool: queue.database.pool,
    folder,
    logged,
    settled,
    write,
    publish: async (files) => {
      await write(files)
      await syncSourceJob.run(workshop, {}, new AbortController().signal)
      await settled()
    },
    run: async (job, data = {}) => {
      await workshop.boss.send(job, data)
      await settled()
    },
    hurry: async () => {
      const { pool } = workshop.database
      await pool.query(
        `update posts set attempted_at = attempted_at - interval '1 minute' where attempted_at is not null`,
      )
      await pool.query(`update pgboss.job set start_after = now() where state < 'active'`)
    },
    disconnect: connection.off,
    connect: connection.on,
    address: () => addressOf.get(workspace)?.address ?? '',
    stopWorkers: workers.off,
    startWorkers: workers.on,
  }
}

/** Forgets all documents, messages and jobs of a file's database; for `beforeEach`. */
export async function emptied({ database, boss }: Queue): Promise<void> {
  await database.pool.query(
    'truncate pages, source_news, editions, incident_facts, source_reads, webhook_tokens, postmortems, answers, reports, opportunities, posts, inbox cascade',
  )
  await boss.deleteAllJobs()
}

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Where an app that Slack calls by HTTP listens. */
const addressOf = new WeakMap<Workspace, Connection>()

async function anOpenWorkspace({ transport, workspace: given = {} }: FrontOptions): Promise<Workspace> {
  const { people = [], channels = [], timing, ...rest } = given
  const workspace: Workspace = await startWorkspace({
    people: joined(
      [
        { id: alice, name: 'alice' },
        { id: bob, name: 'bob' },
        { id: carol, name: 'carol' },
        { id: gus, name: 'gus', kind: 'guest' },
      ],
      people,
    ),
    channels: joined(
      [
        { id: postmortems, name: 'postmortems' },
        { id: quartzRoom, name: 'quartz' },
        { id: checkoutRoom, name: 'checkout' },
        { id: outside, name: 'outside', withoutBot: true },
      ],
      channels,
    ),
    // Slack's three seconds would time a machine that does much else.
    timing: { ackMs: 60_000, retryDelaysMs: [5, 10, 20], ...timing },
    ...(transport === 'http' && {
      delivery: { eventsUrl: () => addressOf.get(workspace)?.address ?? 'http://127.0.0.1:9' },
    }),
    ...rest,
  })
  goesWithTheTest(() => workspace.close())
  return workspace
}

function joined<Seed extends { readonly id?: string }>(usual: readonly Seed[], given: readonly Seed[]): Seed[] {
  return [...usual.filter((seed) => !given.some(({ id }) => id === seed.id)), ...given]
}

function settingsFor(
  { botToken, appToken, signingSecret, apiUrl }: Workspace,
  { transport = 'socket', settings }: FrontOptions,
): SlackSettings {
  return {
    botToken,
    apiUrl,
    transport:
      transport === 'http' ? { mode: 'http', signingSecret, host: '127.0.0.1', port: 0 } : { mode: 'socket', appToken },
    allowedTeams: null,
    allowedChannels: null,
    allowsGuests: false,
    allowsSharedChannels: false,
    curators: [alice],
    approvers: [bob],
    messagesPerSecond: 1_000,
    ...settings,
  }
}

/** Something that runs between `on` and `off`; each may be called when it is so already. */
function switchable(start: () => Promise<() => Promise<void>>) {
  let stop: (() => Promise<void>) | null = null
  return {
    on: async (): Promise<void> => {
      stop ??= await start()
    },
    off: async (): Promise<void> => {
      const stopping = stop?.()
      stop = null
      await stopping
    },
  }
}

async function put(file: string, text: string | null): Promise<void> {
  if (text === null) return rm(file)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
}

async function quiet({ deliveries }: Workspace, { database: { pool } }: Workshop): Promise<void> {
  const isQuiet = async (): Promise<boolean> => {
    await deliveries.idle()
    const { rowCount } = await pool.query(
      `select from pgboss.job where name = any($1)
         and (state = 'active' or (state < 'active' and start_after <= now())) limit 1`,
      [jobs.map((job) => job.name)],
    )
    return rowCount === 0 && !isBoltAtWork() && !isAnswering()
  }
  // What Bolt ends while jobs are counted may have sent another one: only what was quiet twice is.
  await vi.waitUntil(async () => (await isQuiet()) && (await isQuiet()), { timeout: 200_000, interval: 10 })
}
