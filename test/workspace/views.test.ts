import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { aClient, alice, aSocketApp, aWorkspace, channel, errorOf } from './a-workspace.ts'

const modal = {
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Hello' },
  blocks: [{ type: 'divider' as const }],
}

async function aTrigger(clock: () => Date = () => new Date()) {
  const workspace = await aWorkspace({ clock })
  const triggers: string[] = []
  await aSocketApp(workspace, (app) => {
    app.command('/lode', async ({ ack, command }) => {
      triggers.push(command.trigger_id)
      await ack()
    })
    app.action(/.*/, ({ ack }) => ack())
  })
  const trigger = async (): Promise<string> => {
    await workspace.people.command(alice, channel, '/lode', '')
    return triggers.at(-1) ?? ''
  }
  return { workspace, client: aClient(workspace), trigger }
}

test('a trigger opens one modal', async () => {
  const { client, trigger, workspace } = await aTrigger()
  const trigger_id = await trigger()
  expect(await errorOf(client.views.open({ trigger_id, view: modal }))).toBe('ok')
  expect(await errorOf(client.views.open({ trigger_id, view: modal }))).toBe('exchanged_trigger_id')
  expect(await errorOf(client.views.open({ trigger_id: '1.2.3', view: modal }))).toBe('invalid_trigger_id')
  expect(workspace.people.openModal(alice)).toMatchObject({ title: { text: 'Hello' }, userId: alice })
})

test('a trigger is good for three seconds', async () => {
  let now = new Date('2026-11-22T10:00:00.000Z')
  const { client, trigger } = await aTrigger(() => now)
  const [early, late] = [await trigger(), await trigger()]
  now = new Date('2026-11-22T10:00:03.000Z')
  expect(await errorOf(client.views.open({ trigger_id: early, view: modal }))).toBe('ok')
  now = new Date('2026-11-22T10:00:03.001Z')
  expect(await errorOf(client.views.open({ trigger_id: late, view: modal }))).toBe('expired_trigger_id')
})

test('a view that Slack would refuse uses no trigger up', async () => {
  const { client, trigger } = await aTrigger()
  const trigger_id = await trigger()
  const view = { ...modal, title: { type: 'plain_text' as const, text: 'x'.repeat(25) } }
  expect(await errorOf(client.views.open({ trigger_id, view }))).toBe('invalid_arguments')
  expect(await errorOf(client.views.open({ trigger_id, view: modal }))).toBe('ok')
})

test('three modals lie on each other at most, and closing one shows the one below', async () => {
  const { client, trigger, workspace } = await aTrigger()
  expect(await errorOf(client.views.push({ trigger_id: await trigger(), view: modal }))).toBe('not_found')
  await client.views.open({ trigger_id: await trigger(), view: { ...modal, callback_id: 'first' } })
  for (const callback_id of ['second', 'third'])
    await client.views.push({ trigger_id: await trigger(), view: { ...modal, callback_id } })
  expect(await errorOf(client.views.push({ trigger_id: await trigger(), view: modal }))).toBe('push_limit_reached')
  await workspace.people.close(alice, workspace.people.openModal(alice)?.id ?? '')
  expect(workspace.people.openModal(alice)?.callbackId).toBe('second')
})

test('an update with the hash of an earlier state is refused', async () => {
  const { client, trigger, workspace } = await aTrigger()
  const { view } = await client.views.open({ trigger_id: await trigger(), view: modal })
  const { id: view_id = '', hash = '' } = view ?? {}
  const changed = { ...modal, callback_id: 'changed' }
  expect(await errorOf(client.views.update({ view_id, hash, view: changed }))).toBe('ok')
  expect(await errorOf(client.views.update({ view_id, hash, view: modal }))).toBe('hash_conflict')
  expect(workspace.people.openModal(alice)).toMatchObject({ id: view_id, callbackId: 'changed' })
})

test('what was entered stays when the app updates the modal around it', async () => {
  const { client, trigger, workspace } = await aTrigger()
  const plain = (text: string) => ({ type: 'plain_text' as const, text })
  const menu = {
    type: 'actions' as const,
    block_id: 'pick',
    elements: [{ type: 'static_select' as const, action_id: 'pick', options: [{ text: plain('A'), value: 'a' }] }],
  }
  const { view } = await client.views.open({ trigger_id: await trigger(), view: { ...modal, blocks: [menu] } })
  const view_id = view?.id ?? ''
  await workspace.people.clickInView(alice, view_id, 'pick', 'a')
  await client.views.update({ view_id, view: { ...modal, blocks: [menu, { type: 'divider' }] } })
  expect(workspace.people.openModal(alice)?.values).toMatchObject({
    pick: { pick: { selected_option: { value: 'a' } } },
  })
})

test('an acknowledgement that Slack can do nothing with leaves the modal open', async () => {
  const workspace = await aWorkspace()
  await aSocketApp(workspace, (app) => {
    app.command('/lode', async ({ ack, client, command }) => {
      await ack()
      const view = { ...modal, callback_id: 'bad', submit: { type: 'plain_text' as const, text: 'Go' } }
      await client.views.open({ trigger_id: command.trigger_id, view })
    })
    app.view('bad', ({ ack }) => ack({ response_action: 'update', view: { ...modal, blocks: [{ type: 'nope' }] } }))
  })
  await workspace.people.command(alice, channel, '/lode', '')
  await eventually(() => workspace.people.openModal(alice) !== null)
  const { id = '' } = workspace.people.openModal(alice) ?? {}
  expect(await workspace.people.submit(alice, id)).toEqual({ outcome: 'dispatch_failed', result: 'unchanged' })
  expect(workspace.people.openModal(alice)?.id).toBe(id)
})
