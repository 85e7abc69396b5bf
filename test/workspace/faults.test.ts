import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { aClient, alice, aSocketApp, aWorkspace, channel } from './a-workspace.ts'

const post = { channel, text: 'digest' }

test('a connection dropped before the work leaves nothing behind, one dropped after it a message', async () => {
  const workspace = await aWorkspace()
  const client = aClient(workspace)
  workspace.faults.next('chat.postMessage', { kind: 'dropped', when: 'before' }, { kind: 'dropped', when: 'after' })
  await expect(client.chat.postMessage(post)).rejects.toThrow(WebAPIRequestError)
  expect(workspace.people.history(channel)).toHaveLength(0)
  await expect(client.chat.postMessage(post)).rejects.toThrow(WebAPIRequestError)
  expect(workspace.people.history(channel)).toHaveLength(1)
  await client.chat.postMessage(post)
  expect(workspace.people.history(channel)).toHaveLength(2)
})

test('a client that tries again after a lost answer posts twice', async () => {
  const workspace = await aWorkspace()
  workspace.faults.next('chat.postMessage', { kind: 'dropped', when: 'after' })
  await aClient(workspace, { retryConfig: { retries: 1, minTimeout: 1 } }).chat.postMessage(post)
  expect(workspace.people.history(channel)).toHaveLength(2)
})

test('each method has a queue of its own: too many requests, a server error, a refusal, a delay', async () => {
  const workspace = await aWorkspace()
  const client = aClient(workspace)
  workspace.faults.next(
    'chat.postMessage',
    { kind: 'rate_limited', retryAfterSeconds: 7 },
    { kind: 'status', status: 503 },
    { kind: 'refused', error: 'token_revoked' },
    { kind: 'late', ms: 5 },
  )
  await client.auth.test()
  const limited = await client.chat.postMessage(post).catch((error: unknown) => error)
  expect(limited).toBeInstanceOf(WebAPIRateLimitedError)
  expect(limited).toMatchObject({ retryAfter: 7 })
  await expect(client.chat.postMessage(post)).rejects.toThrow(WebAPIHTTPError)
  await expect(client.chat.postMessage(post)).rejects.toThrow('token_revoked')
  expect(await client.chat.postMessage(post)).toMatchObject({ ok: true })
  expect(workspace.people.history(channel)).toHaveLength(1)
})

test('random faults are the same for the same seed, and only where they are wanted', async () => {
  const outcomesFor = async (seed: number): Promise<boolean[]> => {
    const workspace = await aWorkspace()
    const client = aClient(workspace)
    const faults = [{ kind: 'refused', error: 'fatal_error' } as const]
    workspace.faults.randomly({ seed, share: 0.5, faults, methods: ['chat.postMessage'] })
    const outcomes: boolean[] = []
    for (let time = 0; time < 20; time += 1) {
      await client.auth.test()
      outcomes.push(
        await client.chat.postMessage(post).then(
          () => true,
          () => false,
        ),
      )
    }
    return outcomes
  }
  const first = await outcomesFor(7)
  expect(first).toEqual(await outcomesFor(7))
  expect(first).not.toEqual(await outcomesFor(8))
  expect(first.filter(Boolean).length).toBeGreaterThan(3)
  expect(first.filter(Boolean).length).toBeLessThan(17)
})

test('response URLs and uploads can fail too', async () => {
  const workspace = await aWorkspace()
  const failures: unknown[] = []
  await aSocketApp(workspace, (app) =>
    app.command('/lode', async ({ ack, respond }) => {
      await ack()
      await respond('lost').catch((error: unknown) => failures.push(error))
    }),
  )
  workspace.faults.next('response_url', { kind: 'status', status: 500 })
  workspace.faults.next('upload', { kind: 'status', status: 500 })
  await workspace.people.command(alice, channel, '/lode', '')
  await eventually(() => failures.length === 1)
  const upload = aClient(workspace).filesUploadV2({ file: Buffer.from('x'), filename: 'x.txt' })
  await expect(upload).rejects.toThrow(WebAPIHTTPError)
})

test('events arrive as often and in the order that a test wants', async () => {
  const workspace = await aWorkspace()
  const seen: { text: string; retry: number | undefined }[] = []
  await aSocketApp(workspace, (app) =>
    app.event('app_mention', async ({ event, context }) => {
      seen.push({ text: event.text.split(' ')[1] ?? '', retry: context.retryNum })
    }),
  )
  const say = (text: string) => workspace.people.say(alice, channel, `<@${workspace.botUserId}> ${text}`)
  const arrived = async (): Promise<string[]> => {
    await workspace.deliveries.idle()
    return seen.splice(0).map(({ text }) => text)
  }

  workspace.deliveries.disturb({ batch: 3, order: 'reversed' })
  for (const text of ['a', 'b', 'c']) say(text)
  expect(await arrived()).toEqual(['c', 'b', 'a'])

  workspace.deliveries.disturb({ copies: 3 })
  say('a')
  await workspace.deliveries.idle()
  expect(seen.splice(0)).toEqual([0, 1, 2].map((retry) => ({ text: 'a', retry })))

  workspace.deliveries.disturb({ order: 'shuffled', seed: 3 })
  workspace.deliveries.hold()
  for (const text of ['a', 'b', 'c', 'd', 'e']) say(text)
  expect(workspace.deliveries.held).toBe(5)
  expect(await arrived()).toEqual([])
  workspace.deliveries.release()
  const shuffled = await arrived()
  expect(shuffled).not.toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(shuffled.join('')).toHaveLength(5)

  workspace.deliveries.disturb()
  for (const text of ['a', 'b']) say(text)
  expect(await arrived()).toEqual(['a', 'b'])
})

test('an event is sent again over the socket, with its number, until a bare acknowledgement comes', async () => {
  const workspace = await aWorkspace({ timing: { ackMs: 400, retryDelaysMs: [0, 5, 5, 5] } })
  const attempts: unknown[] = []
  const { url = '' } = await aClient(workspace).apps.connections.open({ token: workspace.appToken })
  const socket = new WebSocket(url)
  socket.onmessage = ({ data }) => {
    const { type, envelope_id, retry_attempt, retry_reason } = JSON.parse(String(data))
    if (type === 'events_api') attempts.push([retry_attempt, retry_reason])
    if (attempts.length === 3) socket.send(JSON.stringify({ envelope_id }))
  }
  await eventually(() => workspace.sockets.connections === 1)
  workspace.people.openHome(alice)
  await workspace.deliveries.idle()
  expect(attempts).toEqual([
    [0, ''],
    [1, 'timeout'],
    [2, 'timeout'],
  ])
})
