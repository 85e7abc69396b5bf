import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type DatabaseAddress, openDatabase } from '../src/store/database.ts'
import {
  aTroubledNotion,
  type Errand,
  killed,
  readsOf,
  sent,
  storedPages,
  textOfPage,
} from '../test/notion/killed-import-errand.ts'
import type { NotionStandIn } from '../test/support/stand-in-notion.ts'

const pages = 12_000
/** A minute of Notion's is so much shorter here, and so are all pauses. */
const hurry = 30
/** What Lode is told that it may use, and what Notion lets through, as if somebody else used the rest. */
const [requestsPerMinute, letThrough] = [180, 150]
/** Early, so that the last worker lives long enough to show its memory. */
const moments = Array.from({ length: 3 }, () => 100 + Math.floor(1_700 * Math.random())).toSorted((a, b) => a - b)
const memoryAt = [2_000, 4_000, 6_000, 8_000, 10_000] as const
/** The texts of the pages between the first and the last look alone would take 17 MB. */
const mostGrowthMb = 10

/** A first import through the real jobs, killed three times, from a Notion that fails and refuses now and then. */
export async function notionImport(
  database: DatabaseAddress,
  print: (name: string, text: string) => void,
): Promise<void> {
  const notion = await aTroubledNotion(pages, hurry)
  notion.faults.limit({ requests: letThrough, windowMs: 60_000 })
  const { token, url: baseUrl, dataSource } = notion
  const address = { database, token, baseUrl, dataSource: dataSource.id }
  const errand: Errand = { ...address, requestsPerMinute, hurry, isMissed: false, listsAll: false }

  const started = performance.now()
  const gaps = await killedThrice(errand, notion)
  const { gap, memory } = await finished(errand, notion)
  const seconds = (performance.now() - started) / 1_000
  print(
    'first import',
    `${pages} pages in ${seconds.toFixed(0)} s, ${(pages / seconds).toFixed(0)} a second: ${((seconds * hurry) / 60).toFixed(0)} minutes of Notion's, where time passes ${hurry} times faster`,
  )
  print('', `${requestsPerMinute} requests a minute configured, ${letThrough} let through; ${requestsOf(notion)}`)
  const later = [...gaps.slice(1), gap].map((wait) => wait.toFixed(1)).join(', ')
  print('killed', `after ${moments.join(', ')} requests for texts; Notion was asked again ${later} s later`)
  print('stored', await completeness(database, notion))
  print('memory of the importer', memory.map(saidOf).join('; '))
  if ((memory.at(-1)?.inUseMb ?? 0) - (memory[0]?.inUseMb ?? 0) > mostGrowthMb) {
    process.exitCode = 1
    print('', `✗ what is in use may not grow by more than ${mostGrowthMb} MB`)
  }
  print('all listed once more', await listedAgain(errand, notion))
  await notion.close()
}

type Life = { readonly child: ChildProcess; readonly gap: number }

/** A worker that has come to its first request, after so many seconds. */
async function alive(errand: Errand, notion: NotionStandIn): Promise<Life> {
  const asked = (): number => notion.counts.values().reduce((sum, count) => sum + count, 0)
  const before = asked()
  const started = performance.now()
  const child = sent(errand)
  while (child.exitCode === null && asked() === before) await pause(10)
  return { child, gap: (performance.now() - started) / 1_000 }
}

async function killedThrice(errand: Errand, notion: NotionStandIn): Promise<readonly number[]> {
  const gaps: number[] = []
  for (const moment of moments) {
    const { child, gap } = await alive(errand, notion)
    gaps.push(gap)
    while (child.exitCode === null && (notion.counts.get(textOfPage) ?? 0) < moment) await pause(5)
    await killed(child)
  }
  return gaps
}

/** Lets a worker read the rest, and asks it for its memory meanwhile. */
async function finished(errand: Errand, notion: NotionStandIn): Promise<{ gap: number; memory: readonly Held[] }> {
  const { child, gap } = await alive(errand, notion)
  const isDone = done(child)
  const memory: Held[] = []
  for (const count of memoryAt) {
    while (child.exitCode === null && readsOf(notion).size < count) await pause(200)
    memory.push(await memoryOf(child, count))
  }
  await isDone
  memory.push(await memoryOf(child, readsOf(notion).size))
  await killed(child)
  return { gap, memory }
}

async function done(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.on('message', (said) => {
      if (said === 'done') resolve()
    })
    child.once('exit', () => reject(new Error('the import ended before it was done')))
  })
}

const held = z.object({ rss: z.number(), heapUsed: z.number() })
type Held = { readonly pages: number; readonly inUseMb: number; readonly residentMb: number }

async function memoryOf(child: ChildProcess, count: number): Promise<Held> {
  child.send('memory')
  for (;;) {
    const [said] = await once(child, 'message')
    const { data } = held.safeParse(said)
    if (data) return { pages: count, inUseMb: data.heapUsed / 1e6, residentMb: data.rss / 1e6 }
  }
}

function saidOf({ pages: count, inUseMb, residentMb }: Held): string {
  return `${inUseMb.toFixed(0)} MB in use, ${residentMb.toFixed(0)} MB resident at ${count} pages`
}

function requestsOf({ requests }: NotionStandIn): string {
  const refused = requests.filter(({ status }) => status === 429).length
  const failed = requests.filter(({ status }) => status !== 200).length - refused
  return `${requests.length} made, ${failed} of them failed, ${refused} refused with Retry-After`
}

async function completeness(address: DatabaseAddress, notion: NotionStandIn): Promise<string> {
  const database = await openDatabase(address)
  const stored = await storedPages(database.pool, notion.dataSource.id)
  await database.close()
  const right = stored.filter(
    ({ id, state, jobs }) => notion.workspace.pages.has(id) && state === 'waiting' && jobs === 1,
  )
  if (right.length < notion.workspace.pages.size || stored.length > right.length) process.exitCode = 1
  const reads = [...readsOf(notion).values()]
  return `${stored.length} pages, ${right.length} of them whole and with one job to map it; ${reads.filter((count) => count > 1).length} were read twice`
}

async function listedAgain(errand: Errand, notion: NotionStandIn): Promise<string> {
  const texts = (): number => notion.counts.get(textOfPage) ?? 0
  const before = texts()
  const { child } = await alive({ ...errand, listsAll: true }, notion)
  const started = performance.now()
  await done(child)
  const seconds = (performance.now() - started) / 1_000
  await killed(child)
  return `${seconds.toFixed(0)} s, ${texts() - before} texts read`
}
