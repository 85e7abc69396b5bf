import { WebClient } from '@slack/web-api'
import { createEmulator } from 'emulate'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/limits/clock.ts'
import { slackAccess } from '../../src/slack/access.ts'
import { slackNotifier } from '../../src/slack/notifier.ts'
import { aClient, alice, aWorkspace, silence } from './a-workspace.ts'
import { differences, shapeOf } from './shape.ts'

type Answers = Readonly<Record<string, unknown>>
type Use = (client: WebClient, person: string) => Promise<Answers>

async function callsOf(client: WebClient, person: string): Promise<Answers> {
  const answers: Record<string, unknown> = {}
  const call = async <T>(name: string, work: Promise<T>): Promise<T> => {
    const answer = await work
    answers[name] = answer
    return answer
  }
  await call('auth.test', client.auth.test())
  const { channels = [] } = await call('conversations.list', client.conversations.list({ limit: 200 }))
  const channel = channels.find(({ name }) => name === 'reliability')?.id ?? ''
  await call('conversations.join', client.conversations.join({ channel }))
  await call('conversations.info', client.conversations.info({ channel }))
  await call('conversations.members', client.conversations.members({ channel }))
  await call('conversations.open', client.conversations.open({ users: person }))
  await call('users.info', client.users.info({ user: person }))
  await call('users.list', client.users.list({}))
  await call('team.info', client.team.info())
  const blocks = [
    { type: 'section' as const, block_id: 'b', text: { type: 'mrkdwn' as const, text: '*hi*', verbatim: true } },
  ]
  const metadata = { event_type: 'digest_posted', event_payload: { key: 'k1' } }
  const parent = await call('chat.postMessage', client.chat.postMessage({ channel, text: 'hi', blocks, metadata }))
  const ts = parent.ts ?? ''
  const reply = await call('chat.postMessage reply', client.chat.postMessage({ channel, text: 're', thread_ts: ts }))
  await call('chat.update', client.chat.update({ channel, ts: reply.ts ?? '', text: 'better' }))
  await call('reactions.add', client.reactions.add({ channel, timestamp: ts, name: 'eyes' }))
  await call('reactions.get', client.reactions.get({ channel, timestamp: ts, full: true }))
  await call('conversations.history', client.conversations.history({ channel, include_all_metadata: true, limit: 1 }))
  await call('conversations.history plain', client.conversations.history({ channel, limit: 1 }))
  await call('conversations.replies', client.conversations.replies({ channel, ts, include_all_metadata: true }))
  await call('reactions.remove', client.reactions.remove({ channel, timestamp: ts, name: 'eyes' }))
  await call('chat.postEphemeral', client.chat.postEphemeral({ channel, user: person, text: 'psst' }))
  await call('chat.getPermalink', client.chat.getPermalink({ channel, message_ts: ts }))
  const announced = { filename: 'chart.png', length: 3 }
  const upload = await call('files.getUploadURLExternal', client.files.getUploadURLExternal(announced))
  await fetch(upload.upload_url ?? '', { method: 'POST', body: 'png' })
  const files: [{ id: string; title: string }] = [{ id: upload.file_id ?? '', title: 'Chart' }]
  await call('files.completeUploadExternal', client.files.completeUploadExternal({ files, channel_id: channel }))
  await call(
    'files.uploadV2',
    client.filesUploadV2({ channel_id: channel, file: Buffer.from('png'), filename: 'b.png' }),
  )
  await call('files.info', client.files.info({ file: upload.file_id ?? '' }))
  await call('conversations.history with a file', client.conversations.history({ channel, limit: 1 }))
  await call('chat.delete', client.chat.delete({ channel, ts }))
  const view = { type: 'home' as const, blocks }
  await call('views.publish', client.views.publish({ user_id: person, view }))
  return answers
}

/** The word for each refusal. */
async function refusalsOf(client: WebClient): Promise<Answers> {
  const { channels = [] } = await client.conversations.list({ limit: 200 })
  const channel = channels.find(({ name }) => name === 'reliability')?.id ?? ''
  await client.conversations.join({ channel })
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'x' })
  await client.reactions.add({ channel, timestamp: ts, name: 'eyes' })
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    'post to nowhere': () => client.chat.postMessage({ channel: 'C0NOWHERE01', text: 'x' }),
    'post nothing': () => client.chat.postMessage({ channel, text: '' }),
    'update nothing': () => client.chat.update({ channel, ts: '1.2', text: 'x' }),
    'delete nothing': () => client.chat.delete({ channel, ts: '1.2' }),
    'describe nowhere': () => client.conversations.info({ channel: 'C0NOWHERE01' }),
    'read nowhere': () => client.conversations.history({ channel: 'C0NOWHERE01' }),
    'read no thread': () => client.conversations.replies({ channel, ts: '1.2' }),
    'react twice': () => client.reactions.add({ channel, timestamp: ts, name: 'eyes' }),
    'react to nothing': () => client.reactions.add({ channel, timestamp: '1.2', name: 'eyes' }),
    'take back nothing': () => client.reactions.remove({ channel, timestamp: ts, name: 'tada' }),
    'ask for nobody': () => client.users.info({ user: 'U0NOBODY001' }),
    'update no view': () => client.views.update({ view_id: 'V0NOTHING01', view: { type: 'home', blocks: [] } }),
    'use no trigger': () => client.apiCall('views.open', { trigger_id: '1.2.3', view: aModal }),
    'finish no upload': () => client.files.completeUploadExternal({ files: [{ id: 'F0NOTHING01', title: 'x' }] }),
  }
  const answers: Record<string, unknown> = {}
  for (const [name, call] of Object.entries(calls))
    answers[name] = await call().then(
      () => 'ok',
      (error: { data?: { error?: string } }) => error.data?.error,
    )
  return answers
}

const aModal = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] }

async function theirs(use: Use): Promise<Answers> {
  const botToken = 'xoxb-emulate-bot'
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        users: [{ name: 'alice', real_name: 'Alice Moreau' }],
        channels: [{ name: 'reliability' }],
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 'secret',
            app_id: 'A000000001',
            name: 'Lode',
            bot_id: 'B000000009',
            bot_user_id: 'U000000009',
            bot_name: 'lode',
            redirect_uris: [],
          },
        ],
        tokens: [{ token: botToken, type: 'bot', user_id: 'U000000009', bot_id: 'B000000009', app_id: 'A000000001' }],
      },
    },
  })
  onTestFinished(() => emulator.close())
  const options = { slackApiUrl: `${emulator.url}/api/`, retryConfig: { retries: 0 }, logger: silence }
  const client = new WebClient(botToken, options)
  const { members = [] } = await client.users.list({})
  return use(client, members.find(({ name }) => name === 'alice')?.id ?? '')
}

async function ours(use: Use): Promise<Answers> {
  const workspace = await aWorkspace({
    channels: [{ name: 'reliability' }],
    app: {
      scopes: [
        'chat:write',
        'channels:read',
        'channels:join',
        'channels:history',
        'groups:read',
        'users:read',
        'team:read',
        'reactions:read',
        'reactions:write',
        'files:read',
        'files:write',
        'im:write',
      ],
    },
  })
  return use(aClient(workspace), alice)
}

/** What the other one says and ours does not, with the reason. */
const known: Readonly<Record<string, readonly string[]>> = {
  // Slack says this of app-level tokens.
  'auth.test': ['app_id only theirs'],
  // Slack counts members only when it is asked to; the read cursor belongs to a person.
  'conversations.info': ['channel.is_open', 'channel.last_read', 'channel.num_members'].map(
    (key) => `${key} only theirs`,
  ),
  'conversations.join': ['channel.is_open', 'channel.last_read', 'channel.num_members'].map(
    (key) => `${key} only theirs`,
  ),
  'conversations.list': ['channels[].is_open only theirs', 'channels[].last_read only theirs'],
  // Slack shows an e-mail address only with a scope of its own, which the app does not ask for.
  'users.info': ['user.profile.email only theirs'],
  'users.list': ['members[].profile.email only theirs'],
  // Slack has no next page to name here.
  'conversations.history': ['response_metadata.next_cursor only theirs'],
  // Slack returns metadata only where `include_all_metadata` was said.
  'conversations.history plain': ['messages[].metadata only theirs', 'response_metadata.next_cursor only theirs'],
  'reactions.get': ['message.metadata only theirs'],
  // Slack shares files later than it answers, so that only `files.info` knows where they are.
  'files.completeUploadExternal': ['files[].shares only theirs'],
  'files.uploadV2': ['files[].files[].shares only theirs'],
  'conversations.history with a file': ['messages[].files[].shares only theirs'],
  'files.info': ['paging only theirs'],
  // Slack gives home tabs a title.
  'views.publish': ['view.title object, theirs null'],
}

test('answers have everything that an independent stand-in answers, in the same types', async () => {
  const [mine, other] = [await ours(callsOf), await theirs(callsOf)]
  const differing = Object.keys(mine).flatMap((name) => {
    const found = differences(shapeOf(mine[name]), shapeOf(other[name])).filter((line) => !line.endsWith('only ours'))
    return found.length > 0 ? [[name, found]] : []
  })
  expect(Object.fromEntries(differing)).toEqual(known)
})

test('what is refused is refused with the same word', async () => {
  // Slack documents `thread_not_found`; the other one answers with an empty thread.
  expect(await ours(refusalsOf)).toEqual({ ...(await theirs(refusalsOf)), 'read no thread': 'thread_not_found' })
})

/** What the product itself calls, by the parts of it that call: the outbox's notifier and the checks at the door. */
async function lodeAt(client: WebClient, person: string): Promise<Answers> {
  const settings = {
    botToken: '',
    transport: { mode: 'socket', appToken: '' },
    apiUrl: null,
    allowedTeams: null,
    allowedChannels: null,
    allowsGuests: false,
    allowsSharedChannels: false,
    curators: [person],
    approvers: [],
    messagesPerSecond: 1_000,
  } as const
  const access = slackAccess(client, settings, () => new Date())
  const draw = async (): Promise<Uint8Array> => new Uint8Array(3)
  const notifier = slackNotifier({ client, access, draw, messagesPerSecond: 1_000, clock: systemClock })
  const { channels = [] } = await client.conversations.list({ limit: 200 })
  const channel = channels.find(({ name }) => name === 'reliability')?.id ?? ''
  await client.conversations.join({ channel })
  const before = new Date()
  const message = { key: 'k', channel, threadTs: null, shows: { kind: 'note', text: 'Hello.' } } as const
  const posted = await notifier.post(message)
  const ts = posted?.ts ?? ''
  const reply = { ...message, key: 'r', threadTs: ts }
  const replied = await notifier.post(reply)
  await notifier.update({ ...message, shows: { kind: 'note', text: 'Hello again.' } }, ts)
  await client.reactions.add({ channel, timestamp: ts, name: '+1' })
  const { messages = [] } = await client.conversations.history({ channel })
  return {
    isFound: (await notifier.find(message, before)) === ts,
    isReplyFound: (await notifier.find(reply, before)) === replied?.ts,
    isOtherFound: await notifier.find({ ...message, key: 'other' }, before),
    text: messages.find((one) => one.ts === ts)?.text,
    reactions: (await notifier.reactionsOn(channel, ts))?.map(({ name }) => name),
    refusal: await access.refusal({ team: null, person, channel }),
    obstacle: await access.obstacle(channel),
    standing: await access.standingOf(person),
  }
}

test('the notifier and the checks at the door get the same from both', async () => {
  const mine = await ours(lodeAt)
  expect(mine).toMatchObject({
    isFound: true,
    isReplyFound: true,
    isOtherFound: null,
    reactions: ['+1'],
    standing: 'curator',
  })
  expect(await theirs(lodeAt)).toEqual(mine)
})
