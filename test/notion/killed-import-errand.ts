import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import type { DatabaseAddress } from '../../src/store/database.ts'
import { type NotionStandIn, startNotion } from '../support/stand-in-notion.ts'
import type { NotionFault } from '../support/stand-in-notion-faults.ts'

/** What a worker is told when it is started. */
export type Errand = {
  readonly database: DatabaseAddress
  readonly token: string
  readonly baseUrl: string
  readonly dataSource: string
  readonly requestsPerMinute: number
  /** Time passes so much faster than here, for budgets and pauses. */
  readonly hurry: number
  /** Whoever was killed before is missed at once, not after his heartbeats. */
  readonly isMissed: boolean
  /** All is listed anew, as happens every six hours, not only what has changed. */
  readonly listsAll: boolean
}

const worker = fileURLToPath(new URL('./killed-import-worker.ts', import.meta.url))

/** Starts a process that imports until it is killed. It says `done` when nothing is left to read. */
export function sent(errand: Errand): ChildProcess {
  const settings = ['--expose-gc', '--max-semi-space-size=8']
  return spawn(process.execPath, [...settings, worker, JSON.stringify(errand)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** Kills it as a machine that goes down would. Resolves to how it ended, which may have been before. */
export async function killed(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  const ended = once(child, 'exit')
  if (child.exitCode === null && child.kill('SIGKILL')) await ended
  return child.signalCode ?? child.exitCode
}

const statuses = [409, 500, 503, 504, 529] as const
const troubles: readonly NotionFault[] = [
  ...statuses.map((status) => ({ kind: 'status' as const, status })),
  { kind: 'html', status: 502 },
  { kind: 'rate_limited', retryAfterSeconds: 5 },
  { kind: 'dropped', when: 'before' },
  { kind: 'dropped', when: 'in_body' },
]

/** A Notion with so many published pages, where every twentieth request fails. */
export async function aTroubledNotion(pages: number, hurry: number): Promise<NotionStandIn> {
  const notion = await startNotion({ clock: () => performance.now() * hurry, keptRequests: 4 * pages })
  notion.fill(pages)
  notion.faults.randomly({ seed: Math.floor(1e6 * Math.random()), share: 0.05, faults: troubles })
  return notion
}

/** How often the text of each page was given whole, by its path. */
export function readsOf({ requests }: NotionStandIn): ReadonlyMap<string, number> {
  const reads = new Map<string, number>()
  for (const { endpoint, path, status } of requests)
    if (endpoint === textOfPage && status === 200) reads.set(path, (reads.get(path) ?? 0) + 1)
  return reads
}

/** The request for the text of a page. */
export const textOfPage = 'GET /v1/pages/{id}/markdown'

export type StoredPage = {
  readonly id: string
  readonly state: string
  readonly isWithdrawn: boolean
  /** How many jobs wait to map it. */
  readonly jobs: number
}

/** What is stored of a data source's pages, by their ids. */
export async function storedPages(pool: pg.Pool, dataSource: string): Promise<readonly StoredPage[]> {
  const { rows } = await pool.query<StoredPage>(
    `select p.source_id as id, p.state, p.withdrawn_at is not null as "isWithdrawn", count(j.id)::int as jobs
     from postmortems p left join pgboss.job j
       on j.name = 'map-postmortem' and j.data ->> 'postmortemId' = p.id::text and j.state < 'completed'
     where p.source = $1 group by p.id order by p.source_id collate "C"`,
    [`notion:${dataSource}`],
  )
  return rows
}
