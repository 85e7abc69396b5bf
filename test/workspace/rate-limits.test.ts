import { WebAPIRateLimitedError } from '@slack/web-api'
import { expect, test } from 'vitest'
import { aClient, alice, aWorkspace, channel } from './a-workspace.ts'

async function aLimitedWorkspace() {
  let now = Date.parse('2026-11-22T10:00:00Z')
  const workspace = await aWorkspace({
    rateLimits: 'slack',
    clock: () => new Date(now),
    channels: [
      { id: channel, name: 'one' },
      { id: 'C0OTHER0001', name: 'two' },
    ],
  })
  const client = aClient(workspace)
  /** How many of so many calls are let through, and how long the first one turned away is to wait. */
  const burst = async (times: number, call: () => Promise<unknown>) => {
    let passed = 0
    let retryAfter: number | undefined
    for (let time = 0; time < times; time += 1)
      await call().then(
        () => {
          passed += 1
        },
        (error: unknown) => {
          if (!(error instanceof WebAPIRateLimitedError)) throw error
          retryAfter ??= error.retryAfter
        },
      )
    return { passed, retryAfter }
  }
  const pass = (seconds: number): void => {
    now += seconds * 1000
  }
  return { client, burst, pass }
}

test('a channel takes a short burst of messages and then one a second', async () => {
  const { client, burst, pass } = await aLimitedWorkspace()
  const post = (to: string) => () => client.chat.postMessage({ channel: to, text: 'x' })
  expect(await burst(10, post(channel))).toEqual({ passed: 5, retryAfter: 1 })
  expect(await burst(1, post('C0OTHER0001'))).toMatchObject({ passed: 1 })
  pass(2)
  expect(await burst(5, post(channel))).toMatchObject({ passed: 2 })
})

test('other methods have their tier’s calls a minute, each for itself', async () => {
  const { client, burst, pass } = await aLimitedWorkspace()
  expect(await burst(25, () => client.conversations.list())).toEqual({ passed: 20, retryAfter: 3 })
  expect(await burst(55, () => client.conversations.info({ channel }))).toMatchObject({ passed: 50 })
  expect(await burst(105, () => client.users.info({ user: alice }))).toMatchObject({ passed: 100 })
  pass(60)
  expect(await burst(25, () => client.conversations.list())).toMatchObject({ passed: 20 })
})

test('by default nothing is limited', async () => {
  const client = aClient(await aWorkspace())
  const posts = Array.from({ length: 50 }, () => client.chat.postMessage({ channel, text: 'x' }))
  expect(await Promise.all(posts)).toHaveLength(50)
})
