import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { describe, expect, test, vi } from 'vitest'
import { aServerDatabase, goesWithTheTest, server } from '../support/a-database.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const examples = path.resolve('examples/postmortems')
const documents = readdirSync(examples).length
/** After how many more answers each worker dies: chosen anew in every run, and named when the test fails. */
const lives = Array.from({ length: 5 }, () => 1 + Math.floor(14 * Math.random()))

describe.skipIf(server === null)(
  'a worker that is killed (only with DATABASE_URL: others can see what it stored)',
  () => {
    test('at any moment, and started again each time, loses nothing and does nothing twice', {
      timeout: 180_000,
    }, async () => {
      const url = await aServerDatabase(server ?? '')
      const pool = new pg.Pool({ connectionString: url, max: 2 })
      goesWithTheTest(() => pool.end())

      for (const life of lives) {
        const death = (await answers(pool)) + life
        const child = backfill(url)
        const ended = once(child, 'exit')
        await vi.waitUntil(async () => child.exitCode !== null || (await answers(pool)) >= death, {
          timeout: 60_000,
          interval: 5,
        })
        child.kill('SIGKILL')
        await ended
        expect(child.signalCode, `killed after ${lives.join(', ')} answers, before it had ended`).toBe('SIGKILL')
      }
      const calls = await answers(pool)

      const last = backfill(url)
      const [stdout] = await Promise.all([text(last.stdout), once(last, 'exit')])
      expect(last.exitCode).toBe(0)
      const { documents: states, usage, givenUp } = JSON.parse(stdout)
      expect(states).toEqual({ mapped: documents - 1, restricted: 1 })
      expect(givenUp).toEqual([])
      expect(usage.answers + calls).toBe(await answers(pool))

      const again = backfill(url)
      const [unchanged] = await Promise.all([text(again.stdout), once(again, 'exit')])
      expect(JSON.parse(unchanged)).toMatchObject({ documents: states, usage: { calls: 0 } })
      const stored = await contents(pool)
      expect(stored).toEqual(await contentsWithoutKills())
      expect(stored.left).toEqual([])
    })
  },
)

function backfill(url: string) {
  const child = spawn(process.execPath, [main, 'backfill', examples, '--json'], {
    cwd: '/',
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  goesWithTheTest(async () => child.kill('SIGKILL'))
  return child
}

/** Answers that are stored; none before the schema is there. */
async function answers(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(`select to_regclass('public.answers') is not null as is_there`)
  if (!rows[0]?.is_there) return 0
  return (await pool.query('select count(*)::int as answers from answers')).rows[0]?.answers
}

/** What was stored of every document, without ids and times, and what is left in the queue. */
async function contents(pool: pg.Pool) {
  const stored = await pool.query(
    `select p.source_id, p.state, p.title, p.body, p.summary, p.withdrawn_at,
       (select jsonb_agg(jsonb_build_array(d.technology, d.state, d.role, d.sentences) order by d.technology)
        from digests d where d.postmortem_id = p.id) as digests
     from postmortems p order by p.source_id`,
  )
  const asked = await pool.query('select key, stage, output from answers order by key')
  const left = await pool.query(`select name, data, state from pgboss.job where state <> 'completed'`)
  return { stored: stored.rows, asked: asked.rows, left: left.rows }
}

/** The same in a database whose worker nobody killed. */
async function contentsWithoutKills() {
  const url = await aServerDatabase(server ?? '')
  const child = backfill(url)
  await Promise.all([text(child.stdout), once(child, 'exit')])
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    return await contents(pool)
  } finally {
    await pool.end()
  }
}
