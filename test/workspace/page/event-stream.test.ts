import { expect, onTestFinished, test } from 'vitest'
import type { Workspace } from '../../../src/workspace/workspace.ts'
import { aClient, alice, bob, channel } from '../a-workspace.ts'
import { aPage, mira, secret } from './a-page.ts'

/** The events that somebody's browser hears, one after the other. */
async function hearing({ url }: Workspace, as: string): Promise<() => Promise<string>> {
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const response = await fetch(`${url}/events?as=${as}`, { signal: leaving.signal })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return async () => (await reader?.read())?.value ?? 'over'
}

test('a browser is greeted with the name of this run of the workspace', async () => {
  const workspace = await aPage()
  const greeting = await (await hearing(workspace, alice))()
  expect(greeting).toMatch(/^retry: 1000\nevent: hello\ndata: [\w-]{36}\n\n$/)
  expect(await (await hearing(workspace, bob))()).toBe(greeting)
})

test('it hears of the channels that its person is in and of what is for that person, each once in a burst', async () => {
  const workspace = await aPage()
  const [toAlice, toMira] = [await hearing(workspace, alice), await hearing(workspace, mira)]
  await Promise.all([toAlice(), toMira()])
  const publish = (user_id: string) =>
    aClient(workspace).views.publish({ user_id, view: { type: 'home', blocks: [{ type: 'divider' }] } })
  await publish(alice)
  expect(await toAlice()).toBe('data: ["view"]\n\n')
  for (let number = 0; number < 50; number++) workspace.people.say(bob, secret, `message ${number}`)
  expect(await toAlice()).toBe(`data: ["channel ${secret}"]\n\n`)
  await aClient(workspace).chat.postEphemeral({ channel, user: mira, text: 'psst' })
  expect(await toMira()).toBe('data: ["person"]\n\n')
})

test('a browser that leaves is no longer told', async () => {
  const workspace = await aPage()
  const leaving = new AbortController()
  await fetch(`${workspace.url}/events?as=${alice}`, { signal: leaving.signal })
  expect(workspace.state.changes.listenerCount('change')).toBe(1)
  leaving.abort()
  await expect.poll(() => workspace.state.changes.listenerCount('change')).toBe(0)
})
