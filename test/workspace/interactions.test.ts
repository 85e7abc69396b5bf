import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { alice, aSocketApp, aWorkspace, bob, channel } from './a-workspace.ts'

const text = (workspaceText: string) => ({ type: 'mrkdwn' as const, text: workspaceText })

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
  await eventually(() => workspace.people.openModal(alice) !== null)
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
  await eventually(() => people.openModal(alice) !== null)
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
  await eventually(() => workspace.people.openModal(alice) !== null)
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
  await eventually(() => workspace.people.homeOf(alice) !== null)
  const { id = '' } = workspace.people.homeOf(alice) ?? {}
  await workspace.people.clickInView(alice, id, 'refresh')
  expect(seen).toMatchObject([{ container: { type: 'view', view_id: id }, view: { type: 'home', id } }])
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
