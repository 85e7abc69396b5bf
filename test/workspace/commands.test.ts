import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { alice, aSocketApp, aWorkspace, bob, channel } from './a-workspace.ts'

test('a command is acknowledged with a message that only its author sees', async () => {
  const workspace = await aWorkspace()
  await aSocketApp(workspace, (app) =>
    app.command('/patterns', ({ ack, command }) => ack(`Looking for ${command.text} …`)),
  )
  expect(await workspace.people.command(alice, channel, '/patterns', 'dynamodb')).toBe('acknowledged')
  expect(workspace.people.ephemerals(alice)).toMatchObject([{ text: 'Looking for dynamodb …', ephemeralTo: alice }])
  expect(workspace.people.ephemerals(bob)).toEqual([])
  expect(workspace.people.history(channel)).toEqual([])
})

test('a command says who, where and what, with the channel hidden when it is private', async () => {
  const workspace = await aWorkspace({
    channels: [
      { id: channel, name: 'open' },
      { id: 'C0PRIVATE1', name: 'closed', kind: 'private' },
    ],
  })
  const seen: unknown[] = []
  await aSocketApp(workspace, (app) =>
    app.command('/patterns', async ({ ack, body }) => {
      seen.push(body)
      await ack()
    }),
  )
  await workspace.people.command(alice, channel, '/patterns', 'dynamodb since 90d')
  await workspace.people.command(alice, 'C0PRIVATE1', '/patterns', '')
  await workspace.people.command(alice, workspace.people.directMessage(alice), '/patterns', '')
  expect(seen).toMatchObject([
    {
      team_id: workspace.team.id,
      team_domain: 'acme',
      channel_name: 'open',
      user_name: 'alice',
      command: '/patterns',
      text: 'dynamodb since 90d',
      is_enterprise_install: 'false',
    },
    { channel_name: 'privategroup' },
    { channel_name: 'directmessage' },
  ])
})

test('respond() writes to the author, and replaces or deletes what it wrote', async () => {
  const workspace = await aWorkspace()
  await aSocketApp(workspace, (app) =>
    app.command('/patterns', async ({ ack, respond }) => {
      await ack()
      await respond('working')
      await respond({ text: 'done', replace_original: true })
      await respond({ text: 'for all', response_type: 'in_channel', replace_original: false })
    }),
  )
  await workspace.people.command(alice, channel, '/patterns', 'dynamodb')
  await eventually(() => workspace.people.history(channel).length === 1)
  expect(workspace.people.ephemerals(alice)).toMatchObject([{ text: 'done' }])
  expect(workspace.people.history(channel)).toMatchObject([{ text: 'for all', userId: workspace.botUserId }])
})

test('a sixth use of a response URL, and one after thirty minutes, is refused', async () => {
  let now = new Date('2026-11-22T10:00:00Z')
  const workspace = await aWorkspace({ clock: () => now })
  const statuses: number[] = []
  const urls: string[] = []
  await aSocketApp(workspace, (app) =>
    app.command('/patterns', async ({ ack, command }) => {
      urls.push(command.response_url)
      await ack()
    }),
  )
  const post = async (url: string | undefined): Promise<number> =>
    (await fetch(url ?? '', { method: 'POST', body: '{"text":"x"}', headers: { 'content-type': 'application/json' } }))
      .status
  await workspace.people.command(alice, channel, '/patterns', '')
  for (let use = 0; use < 6; use += 1) statuses.push(await post(urls[0]))
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
  await workspace.people.command(alice, channel, '/patterns', '')
  now = new Date('2026-11-22T10:30:01Z')
  expect(await post(urls[1])).toBe(404)
  expect(workspace.people.ephemerals(alice)).toHaveLength(5)
})

test('a command that is not acknowledged in time fails with operation_timeout, and its answer is lost', async () => {
  const workspace = await aWorkspace({ timing: { ackMs: 50 } })
  const { promise, resolve } = Promise.withResolvers<void>()
  await aSocketApp(workspace, (app) =>
    app.command('/patterns', async ({ ack }) => {
      await promise
      await ack('too late')
    }),
  )
  expect(await workspace.people.command(alice, channel, '/patterns', 'dynamodb')).toBe('operation_timeout')
  resolve()
  expect(workspace.people.ephemerals(alice).map((message) => message.text)).toEqual([
    '/patterns failed with the error "operation_timeout"',
  ])
})

test('a command with no app connected fails with dispatch_failed', async () => {
  const workspace = await aWorkspace()
  expect(await workspace.people.command(alice, channel, '/patterns', 'dynamodb')).toBe('dispatch_failed')
  expect(workspace.people.ephemerals(alice)[0]?.text).toContain('dispatch_failed')
})

test('commands are refused in threads, and so are unknown ones', async () => {
  const workspace = await aWorkspace()
  const parent = workspace.people.say(alice, channel, 'hello')
  expect(await workspace.people.command(alice, channel, '/patterns', 'x', parent.ts)).toBe('refused')
  expect(await workspace.people.command(alice, channel, '/weather', '')).toBe('refused')
  expect(workspace.people.ephemerals(alice).map((message) => message.text)).toEqual([
    '/patterns is not supported in threads. Sorry!',
    '/weather is not a valid command.',
  ])
})
