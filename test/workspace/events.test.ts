import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { alice, aSocketApp, aWorkspace, bob, channel } from './a-workspace.ts'

test('a reaction of a person reaches the app, and so does its removal; the bot is not told of its own by Bolt', async () => {
  const workspace = await aWorkspace({ app: { scopes: ['chat:write', 'reactions:write'] } })
  const seen: unknown[] = []
  const app = await aSocketApp(workspace, (app) => {
    app.event('reaction_added', async ({ body }) => void seen.push(body))
    app.event('reaction_removed', async ({ event }) => void seen.push(event))
  })
  const posted = await app.client.chat.postMessage({ channel, text: 'digest' })
  await app.client.reactions.add({ channel, timestamp: posted.ts ?? '', name: 'eyes' })
  workspace.people.react(alice, channel, posted.ts ?? '', '+1::skin-tone-4')
  workspace.people.unreact(alice, channel, posted.ts ?? '', '+1::skin-tone-4')
  await workspace.deliveries.idle()
  await eventually(() => seen.length === 2)
  expect(seen).toMatchObject([
    {
      type: 'event_callback',
      team_id: workspace.team.id,
      is_ext_shared_channel: false,
      event_id: expect.stringMatching(/^Ev/),
      authorizations: [{ user_id: workspace.botUserId, is_bot: true, team_id: workspace.team.id }],
      event: {
        reaction: '+1::skin-tone-4',
        user: alice,
        item_user: workspace.botUserId,
        item: { type: 'message', channel, ts: posted.ts },
      },
    },
    { type: 'reaction_removed', user: alice },
  ])
})

test('a mention reaches the app from a channel, any message from a direct message, and nothing else', async () => {
  const workspace = await aWorkspace()
  const mentions: string[] = []
  const messages: unknown[] = []
  await aSocketApp(workspace, (app) => {
    app.event('app_mention', async ({ event, say }) => {
      mentions.push(event.text)
      await say({ text: 'here', thread_ts: event.thread_ts ?? event.ts })
    })
    app.message(async ({ message }) => void messages.push(message))
  })
  const { people, botUserId } = workspace
  people.say(alice, channel, 'nobody in particular')
  const parent = people.say(alice, channel, 'a thread')
  people.say(bob, channel, `<@${botUserId}> patterns dynamodb`, parent.ts)
  people.say(alice, people.directMessage(alice), 'hello you')
  await eventually(() => messages.length === 1 && people.thread(channel, parent.ts).length === 3)
  expect(mentions).toEqual([`<@${botUserId}> patterns dynamodb`])
  expect(messages).toMatchObject([{ channel_type: 'im', text: 'hello you', user: alice }])
  expect(people.thread(channel, parent.ts).at(-1)).toMatchObject({ text: 'here', threadTs: parent.ts })
})

test('an event names the team that it comes from, and says when strangers are in the channel', async () => {
  const workspace = await aWorkspace({
    otherTeams: [{ id: 'T0OTHER0001', name: 'Other', domain: 'other' }],
    foreignTeams: [{ id: 'T0FOREIGN01', name: 'Foreign', domain: 'foreign' }],
    people: [
      { id: alice, name: 'alice', teamId: 'T0OTHER0001' },
      { id: bob, name: 'bob', teamId: 'T0FOREIGN01' },
    ],
    channels: [
      { id: 'C0OTHER0001', name: 'other', teamId: 'T0OTHER0001' },
      { id: 'C0SHARED001', name: 'shared', members: ['bob'], isExternallyShared: true },
    ],
  })
  const seen: unknown[] = []
  await aSocketApp(workspace, (app) => app.event('app_mention', async ({ body }) => void seen.push(body)))
  const [own, other] = workspace.app.installations
  workspace.people.say(alice, 'C0OTHER0001', `<@${other?.botUserId}> hello`)
  await workspace.deliveries.idle()
  workspace.people.say(bob, 'C0SHARED001', `<@${own.botUserId}> hello`)
  await workspace.deliveries.idle()
  expect(seen).toMatchObject([
    { team_id: 'T0OTHER0001', is_ext_shared_channel: false, event: { user: alice, team: 'T0OTHER0001' } },
    { team_id: workspace.team.id, is_ext_shared_channel: true, event: { user: bob, team: 'T0FOREIGN01' } },
  ])
})

test('nothing is told of a channel that the bot is not in, nor of what the app did not subscribe to', async () => {
  const workspace = await aWorkspace({
    channels: [
      { id: channel, name: 'in' },
      { id: 'C0WITHOUT01', name: 'out', withoutBot: true },
    ],
    app: { events: ['app_mention'] },
  })
  const seen: string[] = []
  await aSocketApp(workspace, (app) => {
    app.event('reaction_added', async () => void seen.push('reaction'))
    app.event('app_mention', async ({ event }) => void seen.push(event.channel))
  })
  const { people, botUserId } = workspace
  const out = people.say(alice, 'C0WITHOUT01', `<@${botUserId}> hello`)
  people.react(alice, 'C0WITHOUT01', out.ts, '+1')
  people.react(alice, channel, people.say(alice, channel, 'x').ts, '+1')
  people.say(alice, channel, `<@${botUserId}|lode> hello`)
  await workspace.deliveries.idle()
  await eventually(() => seen.length > 0)
  expect(seen).toEqual([channel])
})
