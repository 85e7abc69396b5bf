import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PgBoss } from 'pg-boss'
import { describe, expect, test, vi } from 'vitest'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { server } from '../support/a-database.ts'
import { aFolder } from '../support/a-workshop.ts'
import { aHome, type Environment, lode, startLode } from './run-lode.ts'

const text =
  'Kafka lost its brokers because the disk of each Kafka broker was full. Wombats ate the Kafka logs. Somebody deleted old Kafka segments by hand.'

/** Starts Lode in the background, and keeps its log. */
function started(home: Environment, ...words: readonly string[]) {
  const child = startLode(home, 'start', ...words)
  const lines: string[] = []
  child.stderr.on('data', (chunk) => lines.push(String(chunk)))
  const log = (): string => lines.join('')
  return {
    child,
    log,
    said: (words: RegExp) => vi.waitUntil(() => words.test(log()), { timeout: 100_000, interval: 20 }),
    stop: async (signal: NodeJS.Signals): Promise<number | null> => {
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
      return child.exitCode
    },
  }
}

async function aKafkaFolder(): Promise<string> {
  return aFolder({
    'a.md': `---\ntitle: Wombats in the cellar\nowner_team: team-wombat\n---\n# What happened\n\n${text}\n`,
    'secret.md': `---\nrestricted: true\ntitle: Numbats\n---\n${text}\n`,
    'numbat.md': '---\nfacts: { numbats: many }\n---\nNumbats.\n',
  })
}

const folder = await aKafkaFolder()
const home = await aHome({ POSTMORTEMS_FOLDER: folder, LOG_LEVEL: 'trace' })
const running = started(home)

/** One life, from its start to its end. */
describe('lode start', { shuffle: false }, () => {
  test('digests the source', async () => {
    await running.said(/"job":"map-postmortem".*"msg":"done"/)
    expect(running.log()).toMatch(/"role":"all".*"msg":"started"/)
  })

  test.skipIf(server !== null)('on the embedded database is the only process (only without DATABASE_URL)', async () => {
    expect(await lode(home, 'status')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining(`in use by process ${running.child.pid}`),
    })
  })

  test.skipIf(server === null)('shares a server with workers (only with DATABASE_URL)', async () => {
    const worker = started(home, '--role', 'worker')
    await worker.said(/"role":"worker".*"msg":"started"/)
    expect(worker.log()).not.toContain('"source"')
    expect(await worker.stop('SIGINT')).toBe(0)
  })

  test.skipIf(server === null)(
    'goes on after a server has ended its connections (only with DATABASE_URL)',
    async () => {
      const boss = new PgBoss({ connectionString: home.DATABASE_URL ?? '', supervise: false, schedule: false })
      boss.on('error', () => {})
      await boss.start()
      await boss
        .getDb()
        .executeSql(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
          [],
        )
      await writeFile(path.join(folder, 'b.md'), `# Again\n\n${text}\n`)
      await boss.send(syncSourceJob.name, {}, { singletonKey: 'sync' })
      await running.said(/("job":"map-postmortem"[^\n]*"msg":"done"[\s\S]*){2}/)
      await boss.stop({ graceful: false })
    },
  )

  test('ends in good order when it is told to', async () => {
    expect(await running.stop('SIGTERM')).toBe(0)
    expect(running.log().trimEnd()).toMatch(/"msg":"stopped"\}$/)
    if (home.LODE_HOME) expect(await readdir(home.LODE_HOME)).toEqual(['database'])
  })

  test('has logged one JSON document per line, and nothing of any text', () => {
    for (const line of running.log().trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg')
    expect(running.log()).not.toMatch(/wombat|broker|segments|numbats\b/i)
  })
})
