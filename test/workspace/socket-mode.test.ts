import { expect, test, vi } from 'vitest'
import { aClient, alice, aSocketApp, aWorkspace, bob, channel } from './a-workspace.ts'

const text = (workspaceText: string) => ({ type: 'mrkdwn' as const, text: workspaceText })

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
  await vi.waitUntil(() => workspace.people.history(channel).length === 1)
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
  await vi.waitUntil(() => seen.length === 2)
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
  await vi.waitUntil(() => messages.length === 1 && people.thread(channel, parent.ts).length === 3)
  expect(mentions).toEqual([`<@${botUserId}> patterns dynamodb`])
  expect(messages).toMatchObject([{ channel_type: 'im', text: 'hello you', user: alice }])
  expect(people.thread(channel, parent.ts).at(-1)).toMatchObject({ text: 'here', threadTs: parent.ts })
})

test('buttons, feedback buttons and menus of a message reach the app with what was chosen', async () => {
  const workspace = await aWorkspace()
  const seen: unknown[] = []
  const app = await aSocketApp(workspace, (app) =>
    app.action(/.*/, async ({ ack, action, body }) => {
      seen.push({ action, body })
      await ack()
    }),
  )
  const plain = (label: string) => ({ type: 'plain_text' as const, text: label })
  const posted = await app.client.chat.postMessage({
    channel,
    text: 'digest',
    blocks: [
      {
        type: 'actions',
        block_id: 'acts',
        elements: [
          { type: 'button', action_id: 'cause', text: plain('Not the cause'), value: '01J' },
          {
            type: 'static_select',
            action_id: 'why',
            options: [
              { text: plain('Missing'), value: 'missing' },
              { text: plain('Other'), value: 'other' },
            ],
          },
        ],
      },
      {
        type: 'context_actions',
        block_id: 'votes',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'vote',
            positive_button: { text: plain('Correct'), value: '1' },
            negative_button: { text: plain('Wrong'), value: '-1' },
          },
        ],
      },
    ],
  })
  const ts = posted.ts ?? ''
  expect(await workspace.people.click(alice, channel, ts, 'cause')).toBe('acknowledged')
  await workspace.people.click(alice, channel, ts, 'why', 'other')
  await workspace.people.click(bob, channel, ts, 'vote', '-1')
  expect(seen).toMatchObject([
    {
      action: { type: 'button', action_id: 'cause', block_id: 'acts', value: '01J', text: { text: 'Not the cause' } },
      body: {
        type: 'block_actions',
        user: { id: alice, username: 'alice' },
        container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
        channel: { id: channel },
        message: { ts, text: 'digest', user: workspace.botUserId },
        response_url: expect.stringContaining(workspace.url),
      },
    },
    {
      action: { type: 'static_select', selected_option: { value: 'other' } },
      body: { state: { values: { acts: { why: { selected_option: { value: 'other' } } } } } },
    },
    { action: { type: 'feedback_buttons', value: '-1', text: { text: 'Wrong' } }, body: { user: { id: bob } } },
  ])
})

test('a modal is opened, filled in, corrected and closed', async () => {
  const workspace = await aWorkspace()
  const submitted: unknown[] = []
  await aSocketApp(workspace, (app) => {
    app.shortcut('digest_wrong_attribution', async ({ ack, client, shortcut }) => {
      await ack()
      await client.views.open({ trigger_id: shortcut.trigger_id, view: whyModal })
    })
    app.view('why', async ({ ack, view }) => {
      submitted.push(view.state.values)
      const said = view.state.values.reason?.reason?.value ?? ''
      if (said.length < 5) await ack({ response_action: 'errors', errors: { reason: 'Say a little more.' } })
      else await ack()
    })
  })
  const message = workspace.people.say(bob, channel, 'digest')
  await workspace.people.shortcut(alice, channel, message.ts, 'digest_wrong_attribution')
  await vi.waitUntil(() => workspace.people.openModal(alice) !== null)
  const { id = '' } = workspace.people.openModal(alice) ?? {}

  expect(await workspace.people.submit(alice, id)).toEqual({ outcome: 'refused', result: 'errors' })
  expect(await workspace.people.submit(alice, id, { reason: 'no' })).toMatchObject({ result: 'errors' })
  expect(workspace.people.openModal(alice)?.errors).toEqual({ reason: 'Say a little more.' })
  expect(await workspace.people.submit(alice, id, { reason: 'It was DNS.', kind: 'missing' })).toEqual({
    outcome: 'acknowledged',
    result: 'closed',
  })
  expect(workspace.people.openModal(alice)).toBeNull()
  expect(submitted.at(-1)).toMatchObject({
    reason: { reason: { type: 'plain_text_input', value: 'It was DNS.' } },
    kind: { kind: { type: 'static_select', selected_option: { value: 'missing' } } },
  })
})

test('a submission can update the modal, push one on top, and clear them all', async () => {
  const workspace = await aWorkspace()
  await aSocketApp(workspace, (app) => {
    app.command('/lode', async ({ ack, client, command }) => {
      await ack()
      await client.views.open({ trigger_id: command.trigger_id, view: { ...whyModal, callback_id: 'first' } })
    })
    app.view('first', ({ ack }) => ack({ response_action: 'update', view: { ...whyModal, callback_id: 'second' } }))
    app.view('second', ({ ack }) => ack({ response_action: 'push', view: { ...whyModal, callback_id: 'third' } }))
    app.view('third', ({ ack }) => ack({ response_action: 'clear' }))
  })
  const { people } = workspace
  await people.command(alice, channel, '/lode', '')
  await vi.waitUntil(() => people.openModal(alice) !== null)
  const results = []
  for (let step = 0; step < 3; step += 1)
    results.push((await people.submit(alice, people.openModal(alice)?.id ?? '', { reason: 'because' })).result)
  expect(results).toEqual(['updated', 'pushed', 'cleared'])
  expect(people.openModal(alice)).toBeNull()
})

test('closing a modal is told to the app that asked for it', async () => {
  const workspace = await aWorkspace()
  const closed: string[] = []
  await aSocketApp(workspace, (app) => {
    app.command('/lode', async ({ ack, client, command }) => {
      await ack()
      await client.views.open({ trigger_id: command.trigger_id, view: { ...whyModal, notify_on_close: true } })
    })
    app.view({ callback_id: 'why', type: 'view_closed' }, async ({ ack, view }) => {
      closed.push(view.id)
      await ack()
    })
  })
  await workspace.people.command(alice, channel, '/lode', '')
  await vi.waitUntil(() => workspace.people.openModal(alice) !== null)
  const { id = '' } = workspace.people.openModal(alice) ?? {}
  await workspace.people.close(alice, id)
  expect(closed).toEqual([id])
})

test('the home tab is published when it is opened, and its buttons work', async () => {
  const workspace = await aWorkspace()
  const seen: unknown[] = []
  await aSocketApp(workspace, (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      const button = {
        type: 'button' as const,
        action_id: 'refresh',
        text: { type: 'plain_text' as const, text: 'Again' },
      }
      const blocks = [
        { type: 'section', text: text(`Hello <@${event.user}>`) },
        { type: 'actions', elements: [button] },
      ]
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } })
    })
    app.action('refresh', async ({ ack, body }) => {
      seen.push(body)
      await ack()
    })
  })
  workspace.people.openHome(alice)
  await vi.waitUntil(() => workspace.people.homeOf(alice) !== null)
  const { id = '' } = workspace.people.homeOf(alice) ?? {}
  await workspace.people.clickInView(alice, id, 'refresh')
  expect(seen).toMatchObject([{ container: { type: 'view', view_id: id }, view: { type: 'home', id } }])
})

test.each(['warning', 'refresh_requested'] as const)('the app connects anew after a disconnect: %s', async (reason) => {
  const workspace = await aWorkspace({ timing: { retryDelaysMs: [0, 100, 400, 800] } })
  const seen: string[] = []
  await aSocketApp(workspace, (app) => app.event('app_home_opened', async ({ event }) => void seen.push(event.user)))
  workspace.sockets.disconnect(reason)
  await vi.waitUntil(() => workspace.sockets.connections === 0)
  workspace.people.openHome(bob)
  await vi.waitUntil(() => seen.length === 1, { timeout: 5000 })
  expect(workspace.sockets.connections).toBe(1)
})

test('the app connects anew after the network went away', async () => {
  const workspace = await aWorkspace()
  await aSocketApp(workspace, (app) => app.command('/lode', ({ ack }) => ack('back')))
  workspace.sockets.drop()
  await vi.waitUntil(() => workspace.sockets.connections === 0)
  await vi.waitUntil(() => workspace.sockets.connections === 1, { timeout: 5000 })
  expect(await workspace.people.command(alice, channel, '/lode', '')).toBe('acknowledged')
})

test('several connections share what there is to do', async () => {
  const workspace = await aWorkspace()
  const answered: string[] = []
  for (const name of ['one', 'two'])
    await aSocketApp(workspace, (app) =>
      app.command('/lode', async ({ ack }) => {
        answered.push(name)
        await ack()
      }),
    )
  for (let time = 0; time < 4; time += 1) await workspace.people.command(alice, channel, '/lode', '')
  expect(answered.toSorted((a, b) => a.localeCompare(b))).toEqual(['one', 'one', 'two', 'two'])
})

test('a ticket opens one connection, and only the app token gets one', async () => {
  const workspace = await aWorkspace()
  const { url = '' } = await aClient(workspace, { headers: {} }).apps.connections.open({ token: workspace.appToken })
  const open = (): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url)
      socket.onmessage = ({ data }) => {
        socket.close()
        resolve(String(data))
      }
      socket.onerror = () => resolve('refused')
    })
  expect(JSON.parse(await open())).toMatchObject({ type: 'hello', num_connections: 1 })
  expect(await open()).toBe('refused')
  await expect(aClient(workspace).apps.connections.open({})).rejects.toThrow('not_allowed_token_type')
})

const whyModal = {
  type: 'modal' as const,
  callback_id: 'why',
  title: { type: 'plain_text' as const, text: 'Why?' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'reason',
      label: { type: 'plain_text' as const, text: 'Reason' },
      element: { type: 'plain_text_input' as const, action_id: 'reason' },
    },
    {
      type: 'input' as const,
      block_id: 'kind',
      optional: true,
      label: { type: 'plain_text' as const, text: 'Kind' },
      element: {
        type: 'static_select' as const,
        action_id: 'kind',
        options: [{ text: { type: 'plain_text' as const, text: 'Missing' }, value: 'missing' }],
      },
    },
  ],
}
