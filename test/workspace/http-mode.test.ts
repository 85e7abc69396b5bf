import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { signature } from '../../src/workspace/http-transport.ts'
import { eventually } from '../support/eventually.ts'
import { alice, anHttpApp, aWorkspace, channel } from './a-workspace.ts'

/** A workspace that posts to whatever URL is there by then. */
async function aReachingWorkspace(timing = {}) {
  const target = { url: '' }
  const workspace = await aWorkspace({ delivery: { eventsUrl: () => target.url }, timing })
  return { workspace, target }
}

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string }

/** An app that answers everything in the same way and remembers what it got. */
async function aListener(answer: (response: ServerResponse, time: number) => void) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) })
    answer(response, received.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` }
}

test('Bolt takes events, commands and interactions as signed requests', async () => {
  const { workspace, target } = await aReachingWorkspace()
  const seen: string[] = []
  target.url = await anHttpApp(workspace, (app) => {
    app.event('app_mention', async ({ event }) => void seen.push(event.text))
    app.command('/patterns', ({ ack, command }) => ack({ response_type: 'in_channel', text: `for ${command.text}` }))
    app.shortcut('digest_wrong_attribution', async ({ ack, shortcut }) => {
      seen.push(shortcut.callback_id)
      await ack()
    })
  })
  const said = workspace.people.say(alice, channel, `<@${workspace.botUserId}> hello & <goodbye> ü`)
  await workspace.deliveries.idle()
  expect(await workspace.people.command(alice, channel, '/patterns', 'dynamodb & s3')).toBe('acknowledged')
  expect(await workspace.people.shortcut(alice, channel, said.ts, 'digest_wrong_attribution')).toBe('acknowledged')
  await eventually(() => seen.length === 2)
  expect(seen).toEqual([said.text, 'digest_wrong_attribution'])
  expect(workspace.people.history(channel).map((message) => message.text)).toEqual([
    said.text,
    '/patterns dynamodb & s3',
    'for dynamodb & s3',
  ])
})

test('Bolt refuses a body that was changed on its way', async () => {
  const { workspace, target } = await aReachingWorkspace()
  target.url = await anHttpApp(workspace, (app) => app.command('/patterns', ({ ack }) => ack()))
  const send = async (signed: string, sent: string): Promise<number> => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...signature(workspace.signingSecret, signed),
    }
    return (await fetch(target.url, { method: 'POST', headers, body: sent })).status
  }
  const body = 'command=%2Fpatterns&text=dynamodb&team_id=T0LODE0001&user_id=U0ALICE001&channel_id=C0PATTERNS'
  expect(await send(body, body)).toBe(200)
  expect(await send(body, body.replace('dynamodb', 'redis'))).toBe(401)
})

test('an event is sent again on Slack’s schedule, saying why, until it is taken', async () => {
  const { workspace, target } = await aReachingWorkspace({ retryDelaysMs: [0, 5, 5] })
  const { received, url } = await aListener((response, time) => {
    response.writeHead(time < 3 ? 500 : 200).end()
  })
  target.url = url
  workspace.people.openHome(alice)
  await workspace.deliveries.idle()
  expect(received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
  ])
  expect(new Set(received.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1)
})

test('an event is given up after three retries, or when the app asks for none', async () => {
  const { workspace, target } = await aReachingWorkspace({ retryDelaysMs: [0, 5, 5] })
  const stubborn = await aListener((response) => response.writeHead(503).end())
  target.url = stubborn.url
  workspace.people.openHome(alice)
  await workspace.deliveries.idle()
  expect(stubborn.received).toHaveLength(4)

  const final = await aListener((response) => response.writeHead(503, { 'x-slack-no-retry': '1' }).end())
  target.url = final.url
  workspace.people.openHome(alice)
  await workspace.deliveries.idle()
  expect(final.received).toHaveLength(1)
})

test('silence and absence have their own reasons', async () => {
  const { workspace, target } = await aReachingWorkspace({ ackMs: 500, retryDelaysMs: [0] })
  const silent = await aListener(() => {})
  target.url = silent.url
  workspace.people.openHome(alice)
  await workspace.deliveries.idle()
  expect(silent.received[1]?.headers['x-slack-retry-reason']).toBe('http_timeout')
  expect(await workspace.people.command(alice, channel, '/lode', '')).toBe('operation_timeout')

  target.url = 'http://127.0.0.1:1/'
  expect(await workspace.people.command(alice, channel, '/lode', '')).toBe('dispatch_failed')
})

test('commands and interactions are sent once, and bare text answers a command', async () => {
  const { workspace, target } = await aReachingWorkspace({ retryDelaysMs: [0] })
  const { received, url } = await aListener((response, time) =>
    response.writeHead(time === 1 ? 500 : 200).end('as text'),
  )
  target.url = url
  expect(await workspace.people.command(alice, channel, '/lode', '')).toBe('dispatch_failed')
  expect(received).toHaveLength(1)
  expect(await workspace.people.command(alice, channel, '/lode', '')).toBe('acknowledged')
  expect(workspace.people.ephemerals(alice).at(-1)?.text).toBe('as text')
})

test('a retry that waits does not keep a closed workspace alive', async () => {
  const { workspace, target } = await aReachingWorkspace({ retryDelaysMs: [60_000] })
  const { received, url } = await aListener((response) => response.writeHead(500).end())
  target.url = url
  workspace.people.openHome(alice)
  await eventually(() => received.length === 1)
  await workspace.deliveries.close()
  expect(received).toHaveLength(1)
})
