import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { aClient, alice, aSocketApp, aWorkspace, bob, channel } from './a-workspace.ts'

test.each(['warning', 'refresh_requested'] as const)('the app connects anew after a disconnect: %s', async (reason) => {
  const workspace = await aWorkspace({ timing: { retryDelaysMs: [0, 100, 400, 800, 5_000, 30_000] } })
  const seen: string[] = []
  await aSocketApp(workspace, (app) => app.event('app_home_opened', async ({ event }) => void seen.push(event.user)))
  workspace.sockets.disconnect(reason)
  await eventually(() => workspace.sockets.connections === 0)
  workspace.people.openHome(bob)
  await eventually(() => seen.length === 1)
  expect(workspace.sockets.connections).toBe(1)
})

test('the app connects anew after the network went away', async () => {
  const workspace = await aWorkspace()
  await aSocketApp(workspace, (app) => app.command('/lode', ({ ack }) => ack('back')))
  workspace.sockets.drop()
  await eventually(() => workspace.sockets.connections === 0)
  await eventually(() => workspace.sockets.connections === 1)
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

test('closing the workspace ends every connection with the closing handshake, and can be asked for twice', async () => {
  const workspace = await aWorkspace()
  const { url = '' } = await aClient(workspace).apps.connections.open({ token: workspace.appToken })
  const ended = new Promise<CloseEvent>((resolve) => {
    new WebSocket(url).onclose = resolve
  })
  await eventually(() => workspace.sockets.connections === 1)
  await Promise.all([workspace.close(), workspace.close()])
  expect(await ended).toMatchObject({ wasClean: true, code: 1000 })
  await expect(fetch(workspace.url)).rejects.toThrow()
})
