import { describe, expect, test } from 'vitest'
import { aClient, alice, aWorkspace, bob, channel } from '../a-workspace.ts'
import { act, aPage, aPageWithApp, mira, part, secret } from './a-page.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const thumbs = {
  type: 'feedback_buttons' as const,
  action_id: 'vote',
  positive_button: { text: plain('Right'), value: 'up' },
  negative_button: { text: plain('Wrong'), value: 'down' },
}

describe('writing', () => {
  test('what is typed goes out in Slack’s own form', async () => {
    const workspace = await aPage()
    await act(workspace, 'write', { channel, text: 'Is a < b & c, @lode? mail@lode.example @nobody' })
    expect(workspace.people.history(channel)[0]).toMatchObject({
      userId: alice,
      text: `Is a &lt; b &amp; c, <@${workspace.botUserId}>? mail@lode.example @nobody`,
    })
  })

  test('a command reaches the app with its text, an unknown one is refused, and so is one in a thread', async () => {
    const typed: string[] = []
    const workspace = await aPageWithApp((app) =>
      app.command(/./, async ({ ack, command }) => {
        typed.push(`${command.command}|${command.text}`)
        await ack()
      }),
    )
    const write = async (text: string, more = {}) => (await act(workspace, 'write', { channel, text, ...more })).body
    expect(await write('/patterns  dynamodb since 2025 ')).toEqual({ outcome: 'acknowledged' })
    expect(await write('/nonsense')).toEqual({ outcome: 'refused' })
    const parent = workspace.people.say(bob, channel, 'parent')
    expect(await write('/patterns', { threadTs: parent.ts })).toEqual({ outcome: 'refused' })
    expect(typed).toEqual(['/patterns|dynamodb since 2025'])
    expect(await part(workspace, `thread/${channel}/${parent.ts}`)).toContain('not supported in threads')
  })

  test('a path is no command', async () => {
    const workspace = await aPage()
    await act(workspace, 'write', { channel, text: '/var/log is full' })
    expect(workspace.people.history(channel)[0]?.text).toBe('/var/log is full')
  })
})

describe('messages of the app', () => {
  async function aDigest() {
    const used: object[] = []
    const workspace = await aPageWithApp((app) => {
      app.action(/./, async ({ ack, action }) => {
        used.push(action)
        await ack()
      })
      app.shortcut('wrong_attribution', async ({ ack, shortcut }) => {
        used.push({ type: shortcut.type })
        await ack()
      })
    })
    const blocks = [{ type: 'context_actions' as const, elements: [thumbs] }]
    const { ts = '' } = await aClient(workspace).chat.postMessage({ channel, text: 'digest', blocks })
    return { workspace, ts, used }
  }
  const pressed = (html: string) =>
    [...html.matchAll(/value="(\w+)"[^>]*aria-pressed="true"/g)].map(([, value]) => value)

  test('a feedback button reaches the app and stays pressed for whoever pressed it', async () => {
    const { workspace, ts, used } = await aDigest()
    const click = { channel, ts, actionId: 'vote', value: 'down', isFeedback: true }
    expect((await act(workspace, 'click', click)).body).toEqual({ outcome: 'acknowledged' })
    expect(used).toMatchObject([{ type: 'feedback_buttons', action_id: 'vote', value: 'down' }])
    expect(pressed(await part(workspace, `channel/${channel}`))).toEqual(['down'])
    expect(pressed(await part(workspace, `channel/${channel}`, bob))).toEqual([])
  })

  test('a reaction is added and taken back', async () => {
    const { workspace, ts } = await aDigest()
    await act(workspace, 'react', { channel, ts, name: '+1', isOn: true })
    expect(workspace.state.message(channel, ts)?.reactions).toEqual([{ name: '+1', users: [alice] }])
    expect(await part(workspace, `channel/${channel}`, bob)).toContain('Alice Moreau reacted with +1')
    await act(workspace, 'react', { channel, ts, name: '+1', isOn: false })
    expect(workspace.state.message(channel, ts)?.reactions).toEqual([])
  })

  test('a shortcut of a message reaches the app', async () => {
    const { workspace, ts, used } = await aDigest()
    await act(workspace, 'shortcut', { channel, ts, callbackId: 'wrong_attribution' })
    expect(used).toEqual([{ type: 'message_action' }])
  })

  test('an ephemeral message can be dismissed', async () => {
    const { workspace } = await aDigest()
    await aClient(workspace).chat.postEphemeral({ channel, user: alice, text: 'psst' })
    await act(workspace, 'dismiss', { ts: workspace.people.ephemerals(alice)[0]?.ts })
    expect(workspace.people.ephemerals(alice)).toEqual([])
  })
})

describe('modals', () => {
  const modal = {
    type: 'modal' as const,
    callback_id: 'why',
    title: plain('Why?'),
    submit: plain('Send'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'words',
        label: plain('Words'),
        element: { type: 'plain_text_input' as const, action_id: 'said' },
      },
    ],
  }

  test('one is shown, says what is wrong with it and what was entered, and goes when it is sent or closed', async () => {
    const workspace = await aPageWithApp((app) => {
      app.command('/lode', async ({ ack, body, client }) => {
        await ack()
        await client.views.open({ trigger_id: body.trigger_id, view: modal })
      })
      app.view('why', ({ ack, view }) =>
        view.state.values.words?.said?.value === 'no'
          ? ack({ response_action: 'errors', errors: { words: 'Not like that.' } })
          : ack(),
      )
    })
    const open = async () => {
      await act(workspace, 'write', { channel, text: '/lode curate' })
      await expect.poll(() => part(workspace, 'modal')).toContain('name="words/said"')
      return workspace.people.openModal(alice)?.id
    }
    const submit = async (viewId: string | undefined, said: string | null) =>
      (await act(workspace, 'submit', { viewId, entries: { 'words/said': said } })).body.result
    const first = await open()
    expect(await submit(first, null)).toBe('errors')
    expect(await submit(first, 'no')).toBe('errors')
    expect(await part(workspace, 'modal')).toMatch(/value="no"[\s\S]*role="alert">Not like that\./)
    expect(await part(workspace, 'modal', bob)).toBe('')
    expect(await submit(first, 'yes')).toBe('closed')
    expect(await part(workspace, 'modal')).toBe('')
    await act(workspace, 'close', { viewId: await open() })
    expect(await part(workspace, 'modal')).toBe('')
  })
})

describe('what cannot be done', () => {
  test.each([
    ['an act that nobody knows', 'fly', {}, 422, 'Nobody knows how to fly.'],
    ['a body of another shape', 'write', { channel, text: 7 }, 400, 'text: '],
    ['a channel that one is not in', 'write', { channel: secret, text: 'x' }, 422, 'mira is not in the channel'],
    ['a message that is not there', 'react', { channel, ts: '1.2', name: 'x', isOn: true }, 422, 'no message 1.2'],
  ])('%s is refused with a reason', async (_, name, what, status, reason) => {
    const answer = await act(await aPage(), name, what, mira)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toContain(reason)
  })

  test('without the page the workspace has no page', async () => {
    const { url } = await aWorkspace()
    expect((await fetch(url)).status).toBe(404)
  })
})
