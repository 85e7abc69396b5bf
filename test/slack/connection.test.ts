import { setImmediate } from 'node:timers/promises'
import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { checkSlack } from '../../src/slack/check.ts'
import { clientOptions, socketClientOptions } from '../../src/slack/client.ts'
import { signature } from '../../src/workspace/http-transport.ts'
import { startWorkspace } from '../../src/workspace/workspace.ts'
import { goesWithTheTest } from '../support/a-database.ts'
import { aFront, alice, bob, emptied, postmortems, type RunningFront, transports } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { textOf, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const long = { 'content-type': 'application/x-www-form-urlencoded' }

/** A command as Slack sends it, signed by whoever and whenever. */
async function sent(front: RunningFront, headers: (body: string) => Record<string, string>): Promise<number> {
  const fields = { command: '/lode', text: 'status', team_id: front.workspace.team.id, channel_id: postmortems }
  const body = new URLSearchParams({ ...fields, user_id: alice, trigger_id: '1.2.3' }).toString()
  const response = await fetch(front.address(), { method: 'POST', body, headers: { ...long, ...headers(body) } })
  return response.status
}

describe('over HTTP', () => {
  test('only what Slack has signed in the last minutes is answered', async () => {
    const front = await aFront(queue, { transport: 'http' })
    const secret = front.workspace.signingSecret
    expect(await sent(front, (body) => signature(secret, body))).toBe(200)
    expect(await sent(front, () => ({}))).toBe(401)
    expect(await sent(front, (body) => signature('another secret', body))).toBe(401)
    expect(await sent(front, (body) => signature(secret, `${body}&text=curate`))).toBe(401)
    expect(await sent(front, (body) => signature(secret, body, new Date(Date.now() - 6 * 60_000)))).toBe(401)
  })

  test('an event that could not be handled is handled when Slack delivers it again', async () => {
    const front = await aFront(queue, { transport: 'http' })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    front.workspace.faults.next('users.info', { kind: 'status', status: 503 })
    front.people.react(alice, postmortems, front.people.history(postmortems)[0]?.ts ?? '', '+1')
    await front.settled()
    expect((await front.pool.query('select voter from votes')).rows).toEqual([{ voter: alice }])
  })

  test('a port that is taken is named in plain words', async () => {
    const { address, workspace } = await aFront(queue, { transport: 'http' })
    const { hostname: host, port } = new URL(address())
    const transport = { mode: 'http', signingSecret: workspace.signingSecret, host, port: Number(port) } as const
    const opening = aFront(queue, { settings: { transport } })
    await expect(opening).rejects.toThrow(UserError)
    await expect(opening).rejects.toThrow(`port ${port} of 127.0.0.1`)
  })

  test('the app says that it is alive to whoever asks', async () => {
    const front = await aFront(queue, { transport: 'http' })
    const response = await fetch(new URL('/healthz', front.address()))
    expect([response.status, await response.text()]).toEqual([200, 'ok\n'])
  })
})

test('doctor says in plain words that Slack does not answer', async () => {
  const settings = { botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:9/api/' }
  const checking = checkSlack(new WebClient(settings.botToken, clientOptions(settings, pino({ level: 'silent' }))), [])
  await expect(checking).rejects.toThrow('Slack does not answer')
})

test('a socket is asked for until Slack is back, however long it is away', async () => {
  const workspace = await startWorkspace()
  goesWithTheTest(() => workspace.close())
  const failures = Array.from({ length: 15 }, () => ({ kind: 'status', status: 503 }) as const)
  workspace.faults.next('apps.connections.open', ...failures)
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  goesWithTheTest(async () => void vi.useRealTimers())
  const options = socketClientOptions(workspace, pino({ level: 'silent' }))
  const asking = new WebClient(workspace.appToken, options).apps.connections.open({})
  let isOver = false
  const end = () => {
    isOver = true
  }
  asking.then(end, end)
  while (!isOver) {
    await setImmediate()
    await vi.advanceTimersByTimeAsync(60_000)
  }
  expect(await asking).toMatchObject({ ok: true })
})

describe.each(transports)('the connection, over %s,', (transport) => {
  test('is refused with advice when the bot token is wrong', async () => {
    const opening = aFront(queue, { transport, settings: { botToken: 'xoxb-of-another-app' } })
    await expect(opening).rejects.toThrow(UserError)
    await expect(opening).rejects.toThrow('SLACK_BOT_TOKEN (invalid_auth)')
  })

  test('is refused in plain words when Slack does not answer', async () => {
    const opening = aFront(queue, { transport, settings: { apiUrl: 'http://127.0.0.1:9/api/' } })
    await expect(opening).rejects.toThrow(UserError)
    await expect(opening).rejects.toThrow('Slack does not answer')
  })

  test('does not keep a command waiting for longer than Slack waits', async () => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>()
    const embed: typeof offlineEmbedder.embed = async (texts) => {
      await mayAnswer
      return offlineEmbedder.embed(texts)
    }
    const front = await aFront(queue, {
      transport,
      workspace: { timing: { ackMs: 60_000 } },
      workshop: { embedder: { ...offlineEmbedder, embed } },
    })
    expect(await front.people.command(alice, postmortems, '/lode', 'similar cosmic rays')).toBe('acknowledged')
    expect(toldTo(front, alice)).toEqual(['One moment…'])
    letAnswer()
    await vi.waitUntil(() => toldTo(front, alice)[0] !== 'One moment…', { timeout: 100_000 })
    expect(toldTo(front, alice)).toEqual(['No incident on record is like it.'])
  })

  test('that is taken down answers first who was told to wait', async () => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>()
    const embed: typeof offlineEmbedder.embed = async (texts) => {
      await mayAnswer
      return offlineEmbedder.embed(texts)
    }
    const front = await aFront(queue, { transport, workshop: { embedder: { ...offlineEmbedder, embed } } })
    await front.people.command(alice, postmortems, '/lode', 'similar cosmic rays')
    const down = front.disconnect()
    letAnswer()
    await down
    expect(toldTo(front, alice)).toEqual(['No incident on record is like it.'])
  })

  test('that comes back answers again', async () => {
    const front = await aFront(queue, { transport })
    await front.disconnect()
    expect(await front.people.command(alice, postmortems, '/lode', 'help')).toBe('dispatch_failed')
    await front.connect()
    expect(await front.people.command(alice, postmortems, '/lode', 'help')).toBe('acknowledged')
    expect(toldTo(front, alice)).toEqual([
      expect.stringContaining('dispatch_failed'),
      expect.stringContaining('/patterns'),
    ])
  })

  test('survives a listener that fails: the person is told, and the next one is answered', async () => {
    const front = await aFront(queue, { transport })
    front.workspace.faults.next('views.publish', { kind: 'refused', error: 'internal_error' })
    front.people.openHome(alice)
    await front.settled()
    front.workspace.faults.next('users.info', { kind: 'refused', error: 'internal_error' })
    await front.people.command(bob, postmortems, '/lode', 'help')
    expect(toldTo(front, bob)).toEqual([expect.stringContaining('That did not work.')])
    expect(front.logged.filter(({ msg }) => msg === 'could not answer in Slack')).toHaveLength(2)
    front.people.openHome(alice)
    await front.settled()
    expect(textOf(front.people.homeOf(alice))).toContain('Queue')
  })
})
