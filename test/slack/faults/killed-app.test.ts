import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { openDatabase } from '../../../src/store/database.ts'
import { startWorkspace } from '../../../src/workspace/workspace.ts'
import { aHome, startLode } from '../../commands/run-lode.ts'
import { goesWithTheTest } from '../../support/a-database.ts'
import { aFolder } from '../../support/a-workshop.ts'
import { textOf } from '../../support/shown-text.ts'
import { keyOf, standingIn } from './until-done.ts'

const channel = 'C0POSTMORTEMS'
const document = await readFile('examples/postmortems/2023-11-24-black-friday-basket-latency.md', 'utf8')

test('an app that is killed when Slack has taken a message and nobody has recorded it posts its thread once', {
  timeout: 120_000,
}, async () => {
  const [calm, killed] = [await aHouse(), await aHouse()]
  const undisturbed = calm.started()
  for (const count of [1, 3]) await killed.startedAndKilledAt(count)
  const last = killed.started()
  await Promise.all([undisturbed.saidAll(), last.saidAll()])
  expect(calm.thread().length).toBeGreaterThan(3)
  expect(killed.thread()).toEqual(calm.thread())
  // One was looked for in the channel, the other in its thread.
  expect(killed.searches()).toEqual(['conversations.history', 'conversations.replies'])
  await Promise.all([undisturbed.stop(), last.stop()])
  expect(await killed.unrecorded()).toEqual([])
})

/** A Lode with a database and a Slack of its own, and one postmortem to tell of. */
async function aHouse() {
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
  const messages = () => standingIn(workspace, channel)
  return {
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
    searches: () =>
      workspace.calls.filter(({ sent }) => 'include_all_metadata' in sent).map(({ method }) => method),
    unrecorded: async () => {
      const { DATABASE_URL: url, LODE_HOME: folder = '' } = home
      const database = await openDatabase(url ? { url } : { folder })
      const { rows } = await database.pool.query('select key from posts where ts is null or attempted_at is not null')
      await database.close()
      return rows
    },
  }
}

function running(child: ReturnType<typeof startLode>) {
  let log = ''
  child.stderr.on('data', (chunk) => {
    log += String(chunk)
  })
  return {
    saidAll: () =>
      vi.waitUntil(() => /"job":"deliver-posts"[^\n]*"msg":"done"/.test(log), { timeout: 60_000, interval: 20 }),
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
