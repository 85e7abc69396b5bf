import { expect, test } from 'vitest'
import { aClient, alice, aWorkspace, bob, channel, errorOf, everyScope, manyChannels } from './a-workspace.ts'

test('metadata is returned only to who asks for it', async () => {
  const workspace = await aWorkspace()
  const client = aClient(workspace)
  const metadata = { event_type: 'digest_posted', event_payload: { idempotency_key: 'k1' } }
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'parent' })
  await client.chat.postMessage({ channel, text: 'digest', thread_ts: ts, metadata })
  const asked = await client.conversations.replies({ channel, ts, include_all_metadata: true })
  const unasked = await client.conversations.replies({ channel, ts })
  expect(asked.messages?.[1]?.metadata).toEqual(metadata)
  expect(unasked.messages?.[1]).not.toHaveProperty('metadata')
})

test('history is read newest first and threads oldest first, page by page', async () => {
  const workspace = await aWorkspace()
  const client = aClient(workspace)
  const parent = workspace.people.say(alice, channel, 'parent')
  for (const text of ['one', 'two', 'three']) workspace.people.say(bob, channel, text, parent.ts)
  workspace.people.say(alice, channel, 'later')
  const pages: (string | undefined)[][] = []
  for await (const page of client.paginate('conversations.replies', { channel, ts: parent.ts, limit: 2 }))
    pages.push((page as { messages?: { text?: string }[] }).messages?.map(({ text }) => text) ?? [])
  const history = await client.conversations.history({ channel })
  expect(pages).toEqual([
    ['parent', 'one'],
    ['two', 'three'],
  ])
  expect(history.messages?.map(({ text }) => text)).toEqual(['later', 'parent'])
  expect(history.messages?.[1]).toMatchObject({ reply_count: 3, reply_users: [bob], thread_ts: parent.ts })
})

test('a range leaves its ends out unless they are included', async () => {
  const workspace = await aWorkspace()
  const [first, second, third] = ['1', '2', '3'].map((text) => workspace.people.say(alice, channel, text))
  const range = { channel, oldest: first?.ts ?? '', latest: third?.ts ?? '' }
  const read = async (inclusive: boolean) =>
    (await aClient(workspace).conversations.history({ ...range, inclusive })).messages?.map(({ text }) => text)
  expect(await read(false)).toEqual([second?.text])
  expect(await read(true)).toEqual(['3', '2', '1'])
})

test('a text without blocks takes their place in an update, and metadata stays', async () => {
  const workspace = await aWorkspace()
  const client = aClient(workspace)
  const blocks = [{ type: 'divider' as const }]
  const metadata = { event_type: 'e', event_payload: { key: 'k' } }
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'a', blocks, metadata })
  await client.chat.update({ channel, ts, text: 'b', blocks: [{ type: 'divider' as const }] })
  expect(workspace.state.message(channel, ts)).toMatchObject({ text: 'b', blocks: [{ type: 'divider' }], metadata })
  await client.chat.update({ channel, ts, text: 'c' })
  expect(workspace.state.message(channel, ts)).toMatchObject({ text: 'c', blocks: [], metadata })
})

test('the bot sees public channels and those that it is in, and people through direct messages', async () => {
  const workspace = await aWorkspace({
    ...manyChannels,
    channels: [...manyChannels.channels, { id: 'C0FOREIGN01', name: 'theirs', teamId: 'T0OTHER0001' }],
    otherTeams: [{ id: 'T0OTHER0001', name: 'Other', domain: 'other' }],
  })
  const client = aClient(workspace)
  const listed = await client.conversations.list({ types: 'public_channel,private_channel', exclude_archived: true })
  expect(listed.channels?.map(({ id }) => id)).toEqual([channel, 'C0ELSEWHERE', 'C0CLOSED001'])
  const mine = await client.users.conversations({ types: 'public_channel,private_channel' })
  expect(mine.channels?.map(({ id }) => id)).toEqual([channel, 'C0ARCHIVED1', 'C0CLOSED001'])
  const opened = await client.conversations.open({ users: alice })
  await client.chat.postMessage({ channel: alice, text: 'hello' })
  expect(workspace.people.history(opened.channel?.id ?? '')).toMatchObject([{ text: 'hello' }])
  expect(await errorOf(client.conversations.info({ channel: 'C0FOREIGN01' }))).toBe('channel_not_found')
})

test('the token of another team sees that team', async () => {
  const workspace = await aWorkspace({
    channels: [{ id: 'C0FOREIGN01', name: 'theirs', teamId: 'T0OTHER0001' }],
    otherTeams: [{ id: 'T0OTHER0001', name: 'Other', domain: 'other' }],
  })
  const client = aClient(workspace)
  const token = workspace.app.installations[1]?.botToken ?? ''
  expect(await client.auth.test({ token })).toMatchObject({ team_id: 'T0OTHER0001', team: 'Other' })
  expect(await errorOf(client.chat.postMessage({ token, channel: 'C0FOREIGN01', text: 'x' }))).toBe('ok')
})

test('guests, strangers in shared channels and shared channels can be told apart', async () => {
  const workspace = await aWorkspace({
    foreignTeams: [{ id: 'T0FOREIGN01', name: 'Foreign', domain: 'foreign' }],
    people: [
      { id: 'U0GUEST0001', name: 'guest', kind: 'guest' },
      { id: 'U0STRANGER1', name: 'stranger', teamId: 'T0FOREIGN01' },
    ],
    channels: [{ id: channel, name: 'shared', isExternallyShared: true, members: ['guest', 'stranger'] }],
  })
  const client = aClient(workspace)
  expect((await client.users.info({ user: 'U0GUEST0001' })).user).toMatchObject({ is_restricted: true })
  expect((await client.users.info({ user: 'U0STRANGER1' })).user).toMatchObject({ team_id: 'T0FOREIGN01' })
  expect((await client.conversations.info({ channel })).channel).toMatchObject({ is_ext_shared: true })
})

test('a file is uploaded in three steps and stands in the thread with its bytes', async () => {
  const workspace = await aWorkspace({ app: { scopes: everyScope } })
  const client = aClient(workspace)
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'report' })
  const file = Buffer.from([137, 80, 78, 71])
  await client.filesUploadV2({
    channel_id: channel,
    thread_ts: ts,
    file,
    filename: 'chart.png',
    initial_comment: 'Chart',
  })
  const shared = workspace.people.thread(channel, ts).at(-1)
  expect(shared).toMatchObject({ text: 'Chart', files: [{ name: 'chart.png', mimetype: 'image/png', size: 4 }] })
  expect(Buffer.from(shared?.files[0]?.bytes ?? [])).toEqual(file)
  const { urlPrivate = '', id = '' } = shared?.files[0] ?? {}
  const headers = { authorization: `Bearer ${workspace.botToken}` }
  expect(Buffer.from(await (await fetch(urlPrivate, { headers })).arrayBuffer())).toEqual(file)
  expect((await fetch(urlPrivate)).status).toBe(403)
  expect((await client.files.info({ file: id })).file?.shares?.public?.[channel]).toMatchObject([
    { ts: shared?.ts, thread_ts: ts },
  ])
})

test('reactions are counted per person and all named on request', async () => {
  const workspace = await aWorkspace()
  const { ts } = workspace.people.say(alice, channel, 'x')
  workspace.people.react(alice, channel, ts, '+1')
  workspace.people.react(bob, channel, ts, '+1')
  workspace.people.react(bob, channel, ts, '+1')
  workspace.people.react(bob, channel, ts, '+1::skin-tone-2')
  const { message } = await aClient(workspace).reactions.get({ channel, timestamp: ts, full: true })
  expect(message?.reactions).toEqual([
    { name: '+1', users: [alice, bob], count: 2 },
    { name: '+1::skin-tone-2', users: [bob], count: 1 },
  ])
})

test('the last calls are on record with their answers', async () => {
  const workspace = await aWorkspace()
  await aClient(workspace).chat.postMessage({ channel, text: 'x' })
  expect(workspace.calls).toMatchObject([
    { method: 'chat.postMessage', sent: { channel, text: 'x' }, answer: { ok: true } },
  ])
})

test('every change is announced with what to look at again', async () => {
  const workspace = await aWorkspace()
  const changed: unknown[] = []
  workspace.state.changes.on('change', (change) => changed.push(change))
  const client = aClient(workspace)
  await client.chat.postMessage({ channel, text: 'x' })
  await client.chat.postEphemeral({ channel, user: alice, text: 'x' })
  await client.views.publish({ user_id: bob, view: { type: 'home', blocks: [] } })
  expect(changed).toMatchObject([
    { kind: 'channel', id: channel },
    { kind: 'person', id: alice },
    { kind: 'view', userId: bob },
  ])
})
