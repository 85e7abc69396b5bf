import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { aServerDatabase, goesWithTheTest, server } from '../support/a-database.ts'
import { aFolder } from '../support/a-workshop.ts'
import { aTroubledNotion, killed, readsOf, sent, storedPages, textOfPage } from './killed-import-errand.ts'

/** The embedded database is slower, and has one process at a time. */
const pages = server ? 400 : 150
/** After how many more requests for texts each worker dies: chosen anew in every run, and named when the test fails. */
const lives = Array.from({ length: 2 }, () => 1 + Math.floor((pages / 3) * Math.random()))
const hurry = 1_000

test('a first import that is killed at any moment goes on where it was: every page is stored once, and read once', {
  timeout: 120_000,
}, async () => {
  const notion = await aTroubledNotion(pages, hurry)
  goesWithTheTest(notion.close)
  const database = server ? { url: await aServerDatabase(server) } : { folder: await aFolder() }
  const start = () => {
    const { token, url: baseUrl, dataSource } = notion
    const address = { database, token, baseUrl, dataSource: dataSource.id }
    const child = sent({ ...address, requestsPerMinute: 1_000_000, hurry, isMissed: true, listsAll: false })
    goesWithTheTest(() => killed(child))
    return child
  }
  const asked = (): number => notion.counts.get(textOfPage) ?? 0
  const about = `killed after ${lives.join(', ')} requests for texts`

  for (const life of lives) {
    const death = asked() + life
    const worker = start()
    await vi.waitUntil(() => worker.exitCode !== null || asked() >= death, { timeout: 60_000, interval: 2 })
    expect(await killed(worker), about).toBe('SIGKILL')
  }
  const last = start()
  const [said] = await Promise.race([once(last, 'message'), once(last, 'exit')])
  expect(said, about).toBe('done')
  expect(await killed(last)).toBe('SIGKILL')

  const { pool, close } = await openDatabase(database)
  goesWithTheTest(close)
  const ids = [...notion.workspace.pages.keys()].toSorted()
  expect(await storedPages(pool, notion.dataSource.id), about).toEqual(
    ids.map((id) => ({ id, state: 'waiting', isWithdrawn: false, jobs: 1 })),
  )
  // What a worker was reading when it died is read again, and nothing else.
  const reads = [...readsOf(notion).values()]
  expect(reads, about).toHaveLength(pages)
  expect(reads.reduce((sum, count) => sum + count, 0) - pages, about).toBeLessThanOrEqual(lives.length)
  // Dead letters would be among them.
  const left = await pool.query(
    `select name, data from pgboss.job where name <> 'map-postmortem' and state < 'completed'`,
  )
  expect(left.rows, about).toEqual([])
})
