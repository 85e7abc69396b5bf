import type { WebAPICallResult, WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'
import { aClient, alice, aWorkspace, bob, channel, errorOf, manyChannels } from './a-workspace.ts'

const refusals: readonly [string, string, (client: WebClient, ts: string) => Promise<WebAPICallResult>][] = [
  [
    'an unknown channel',
    'channel_not_found',
    (client) => client.chat.postMessage({ channel: 'C0NOWHERE01', text: 'x' }),
  ],
  [
    'a channel that the bot is not in',
    'not_in_channel',
    (client) => client.chat.postMessage({ channel: 'C0ELSEWHERE', text: 'x' }),
  ],
  [
    'a private channel without the bot',
    'channel_not_found',
    (client) => client.chat.postMessage({ channel: 'C0PRIVATE01', text: 'x' }),
  ],
  ['an archived channel', 'is_archived', (client) => client.chat.postMessage({ channel: 'C0ARCHIVED1', text: 'x' })],
  ['nothing to say', 'no_text', (client) => client.chat.postMessage({ channel, text: '' })],
  ['too long a text', 'msg_too_long', (client) => client.chat.postMessage({ channel, text: 'x'.repeat(40_001) })],
  [
    'an unknown thread',
    'thread_not_found',
    (client) => client.chat.postMessage({ channel, text: 'x', thread_ts: '1.2' }),
  ],
  [
    'an ephemeral message to somebody else',
    'user_not_in_channel',
    (client) => client.chat.postEphemeral({ channel: 'C0CLOSED001', user: alice, text: 'x' }),
  ],
  [
    'changing what is not there',
    'message_not_found',
    (client) => client.chat.update({ channel, ts: '1.2', text: 'x' }),
  ],
  [
    'changing what a person wrote',
    'cant_update_message',
    (client, ts) => client.chat.update({ channel, ts, text: 'x' }),
  ],
  ['deleting what a person wrote', 'cant_delete_message', (client, ts) => client.chat.delete({ channel, ts })],
  [
    'reading where the bot is not',
    'not_in_channel',
    (client) => client.conversations.history({ channel: 'C0ELSEWHERE' }),
  ],
  ['an unknown thread to read', 'thread_not_found', (client) => client.conversations.replies({ channel, ts: '1.2' })],
  ['an unknown person', 'user_not_found', (client) => client.users.info({ user: 'U0NOBODY001' })],
  ['an unknown group', 'no_such_subteam', (client) => client.usergroups.users.list({ usergroup: 'S0NOBODY001' })],
  [
    'no such reaction',
    'no_reaction',
    (client, ts) => client.reactions.remove({ channel, timestamp: ts, name: 'eyes' }),
  ],
  [
    'joining a private channel',
    'method_not_supported_for_channel_type',
    (client) => client.conversations.join({ channel: 'C0CLOSED001' }),
  ],
  ['a cursor of no list', 'invalid_cursor', (client) => client.conversations.list({ cursor: 'nonsense' })],
  ['a missing argument', 'invalid_arguments', (client) => client.apiCall('chat.postMessage', { text: 'x' })],
  [
    'metadata of another form',
    'invalid_metadata_format',
    (client) => client.apiCall('chat.postMessage', { channel, text: 'x', metadata: '{"a":1}' }),
  ],
  [
    'both kinds of text',
    'markdown_text_conflict',
    (client) => client.apiCall('chat.postMessage', { channel, text: 'x', markdown_text: 'y' }),
  ],
  [
    'blocks that are none',
    'invalid_blocks',
    (client) => client.apiCall('chat.postMessage', { channel, text: 'x', blocks: 'nonsense' }),
  ],
  ['a method that is not there', 'unknown_method', (client) => client.apiCall('chat.sing', {})],
  ['a method of every object', 'unknown_method', (client) => client.apiCall('constructor', {})],
  ['a scope that the app lacks', 'missing_scope', (client) => client.team.info()],
  ['a token of nobody', 'invalid_auth', (client) => client.auth.test({ token: 'xoxb-nobody' })],
]

test.each(refusals)('%s: %s', async (_what, error, call) => {
  const workspace = await aWorkspace(manyChannels)
  const said = workspace.people.say(bob, channel, 'mine')
  expect(await errorOf(call(aClient(workspace), said.ts))).toBe(error)
})

test('no token: not_authed', async () => {
  const workspace = await aWorkspace()
  expect(await (await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' })).json()).toMatchObject({
    ok: false,
    error: 'not_authed',
  })
})

test('the same reaction twice: already_reacted', async () => {
  const workspace = await aWorkspace(manyChannels)
  const { ts } = workspace.people.say(bob, channel, 'mine')
  const react = () => errorOf(aClient(workspace).reactions.add({ channel, timestamp: ts, name: 'eyes' }))
  expect([await react(), await react()]).toEqual(['ok', 'already_reacted'])
})

test('a missing scope is named, with those that there are', async () => {
  const workspace = await aWorkspace({ app: { scopes: ['chat:write'] } })
  const answer = await aClient(workspace)
    .users.info({ user: alice })
    .catch((error: { data: unknown }) => error.data)
  expect(answer).toMatchObject({ error: 'missing_scope', needed: 'users:read', provided: 'chat:write' })
})

test('blocks beyond the limits are refused with the place of each', async () => {
  const workspace = await aWorkspace()
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }, { type: 'nope' }]
  expect(await errorOf(aClient(workspace).apiCall('chat.postMessage', { channel, text: 'x', blocks }))).toBe(
    'invalid_blocks',
  )
  const complaints = JSON.stringify(workspace.calls.at(-1)?.answer?.response_metadata)
  expect(complaints).toContain('json-pointer:/blocks/0/text')
  expect(complaints).toContain('json-pointer:/blocks/1')
  expect(workspace.people.history(channel)).toEqual([])
})

test('blocks.validate needs no token and lists what is wrong', async () => {
  const { apiUrl } = await aWorkspace()
  const validate = async (blocks: unknown): Promise<unknown> =>
    (
      await fetch(`${apiUrl}blocks.validate`, {
        method: 'POST',
        body: new URLSearchParams({ blocks: JSON.stringify(blocks) }),
      })
    ).json()
  expect(await validate([{ type: 'divider' }])).toEqual({ ok: true })
  expect(await validate([{ text: 'x' }])).toMatchObject({
    ok: false,
    error: 'invalid_blocks',
    errors: [{ code: 'missing_required_field', field: 'type', pointer: '/blocks/0' }],
  })
})
