import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, vi } from 'vitest'
import { openDatabase } from '../../../src/store/database.ts'
import { startWorkspace } from '../../../src/workspace/workspace.ts'
import { aHome, type Environment, startLode } from '../../commands/run-lode.ts'
import { goesWithTheTest } from '../../support/a-database.ts'
import { aFolder } from '../../support/a-workshop.ts'
import { messagesIn, textOf } from '../../support/shown-text.ts'
import { keyOf } from './until-done.ts'

const channel = 'C0POSTMORTEMS'
const document = await readFile('examples/postmortems/2023-11-24-black-friday-basket-latency.md', 'utf8')

/** A Lode with a database and a Slack of its own, and one postmortem to tell of. */
export async function aHouse() {
  const workspace = await startWorkspace({ channels: [{ id: channel, name: 'postmortems' }] })
  goesWithTheTest(() => workspace.close())
  const home = await aHome({
    POSTMORTEMS_FOLDER: await aFolder({ 'a.md': document }),
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    SLACK_CHANNEL: channel,
    SLACK_ANNOUNCE_DAYS: '100000',
    SLACK_MESSAGES_PER_SECOND: '100',
  })
  const messages = () => messagesIn(workspace, channel)
  return {
    workspace,
    started: () => running(startLode(home, 'start')),
    /** The process dies as soon as so many messages stand, before Slack's answer about the last one is under way. */
    startedAndKilledAt: async (count: number) => {
      const child = startLode(home, 'start')
      const gone = once(child, 'exit')
      const kill = (): void => void (messages().length >= count && child.kill('SIGKILL'))
      workspace.state.changes.on('change', kill)
      await gone
      workspace.state.changes.off('change', kill)
      expect(child.signalCode).toBe('SIGKILL')
      expect(messages()).toHaveLength(count)
    },
    thread: () => messages().map((message) => ({ key: keyOf(message), text: textOf(message) })),
    searches: () => workspace.calls.filter(({ sent }) => 'include_all_metadata' in sent).map(({ method }) => method),
    unrecorded: () => rowsIn(home, 'select key from posts where ts is null or attempted_at is not null'),
    schedules: () => rowsIn(home, 'select name, cron from pgboss.schedule order by name'),
  }
}

/** What a database holds that no process has opened. */
async function rowsIn({ DATABASE_URL: url, LODE_HOME: folder = '' }: Environment, query: string): Promise<unknown[]> {
  const database = await openDatabase(url ? { url } : { folder })
  const { rows } = await database.pool.query(query)
  await database.close()
  return rows
}

function running(child: ReturnType<typeof startLode>) {
  let log = ''
  child.stderr.on('data', (chunk) => {
    log += String(chunk)
  })
  return {
    child,
    log: () => log,
    /** Whether the process has written this. */
    says: (words: RegExp) => vi.waitUntil(() => words.test(log), { timeout: 100_000, interval: 20 }),
    saidAll: () =>
      vi.waitUntil(() => /"job":"deliver-posts"[^\n]*"msg":"done"/.test(log), { timeout: 100_000, interval: 20 }),
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
