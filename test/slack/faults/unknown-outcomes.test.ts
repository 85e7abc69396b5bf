import { beforeEach, describe, expect, test } from 'vitest'
import { deliverPostsJob } from '../../../src/jobs/deliver-posts.ts'
import { listDeadLetters } from '../../../src/jobs/queue.ts'
import type { Notifier } from '../../../src/ports.ts'
import type { Fault } from '../../../src/workspace/faults.ts'
import { pingsOf } from '../../../src/workspace/pings.ts'
import { aFront, bob, emptied, postmortems, quartzRoom, type RunningFront } from '../../support/a-front.ts'
import { aDocument, aQueue } from '../../support/a-workshop.ts'
import { eventually } from '../../support/eventually.ts'
import { messagesIn } from '../../support/shown-text.ts'
import { aHurriedNotifier } from './a-hurried-notifier.ts'
import { allShown } from './all-shown.ts'
import { keyOf, keysIn, noted, put, unsaid, untilDone } from './until-done.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const unheard: Fault = { kind: 'dropped', when: 'after' }
const unsent: Fault = { kind: 'dropped', when: 'before' }
const patience: Fault = { kind: 'rate_limited', retryAfterSeconds: 1 }

describe('a message whose posting nobody heard of is posted once', () => {
  const troubles: readonly [string, readonly Fault[]][] = [
    ['the search for it is asked for patience', [patience]],
    ['the search for it is refused for a while', [{ kind: 'refused', error: 'not_in_channel' }]],
  ]
  test.each(troubles)('although %s', async (_, faults) => {
    const front = await aFront(queue, { transport: 'http' })
    front.workspace.faults.next('chat.postMessage', unheard)
    front.workspace.faults.next('conversations.history', ...faults)
    await put(front, { 'a.md': aDocument(['Quartz']) })
    await untilDone(front)
    await front.workshop.boss.send(deliverPostsJob.name, { channel: postmortems })
    await untilDone(front)
    expect(keysIn(front, postmortems)).toEqual([...new Set(keysIn(front, postmortems))])
    expect(await unsaid(front)).toEqual([])
  })

  test('although another channel is asked for patience meanwhile', async () => {
    const front = await aFront(queue, { transport: 'http' })
    front.workspace.faults.next('chat.postMessage', unheard, patience)
    await noted(front, postmortems, [`note:${postmortems}`])
    await eventually(() => keysIn(front, postmortems).length === 1)
    await noted(front, quartzRoom, [`note:${quartzRoom}`])
    await untilDone(front)
    expect(keysIn(front, postmortems)).toEqual([`note:${postmortems}`])
    expect(keysIn(front, quartzRoom)).toEqual([`note:${quartzRoom}`])
  })
})

test('a message at which Slack is still at work when it is looked for is posted once', async () => {
  const { notifier, reach } = aHurriedNotifier()
  const [finished, searched] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let late: Promise<unknown> | null = null
  const slow: Notifier = {
    ...notifier,
    post: async (message) => {
      if (late) return notifier.post(message)
      late = finished.promise.then(() => notifier.post(message))
      throw new Error('no answer in time')
    },
    find: async (message, since) => {
      const found = await notifier.find(message, since)
      searched.resolve()
      return found
    },
  }
  const front = await aFront(queue, { transport: 'http', workshop: { notifier: slow } })
  reach(front)
  await noted(front, postmortems, ['note:slow'])
  await searched.promise
  await eventually(async () => !(await states(front)).includes('active'))
  finished.resolve()
  await late
  await untilDone(front)
  expect(keysIn(front, postmortems)).toEqual(['note:slow'])
})

describe('deliveries', () => {
  test('outlive a connection that fails at every other message of a long backlog', async () => {
    const front = await aFront(queue, { transport: 'http' })
    const { boss } = front.workshop
    const faults = Array.from({ length: 12 }, () => [unsent, { kind: 'late', ms: 0 }] as const).flat()
    front.workspace.faults.next('chat.postMessage', ...faults)
    await noted(
      front,
      postmortems,
      Array.from({ length: 14 }, (_, place) => `note:${place}`),
    )
    await untilDone(front)
    expect(await unsaid(front)).toEqual([])
    expect(await listDeadLetters(boss)).toEqual([])
  })

  test('that will be tried again are not reported as given up', async () => {
    const front = await aFront(queue, { transport: 'http' })
    front.workspace.faults.next('chat.postMessage', unsent, unsent)
    await noted(front, postmortems, [`note:${postmortems}`])
    await eventually(async () => (await states(front)).includes('retry'))
    await noted(front, postmortems, [`note:${postmortems}`])
    await eventually(async () => (await states(front)).every((state) => state !== 'created' && state !== 'active'))
    await untilDone(front)
    expect(await unsaid(front)).toEqual([])
    expect(await listDeadLetters(front.workshop.boss)).toEqual([])
  })
})

test('a thumb under a message whose posting nobody heard of is counted, or its giver is told', async () => {
  const front = await aFront(queue, { transport: 'http' })
  front.workspace.faults.next('chat.postMessage', { kind: 'late', ms: 0 }, unheard)
  await put(front, { 'a.md': aDocument(['Quartz']) })
  const summaryIn = () => messagesIn(front, postmortems).find((message) => keyOf(message)?.endsWith(':summary'))
  const summary = await eventually(summaryIn)
  await front.people.click(bob, postmortems, summary?.ts ?? '', 'vote', 'up')
  await untilDone(front)
  const { rows } = await front.pool.query('select voter, vote from votes')
  expect([...rows, ...front.people.ephemerals(bob)]).toHaveLength(1)
})

test('an answer that comes before its question was posted notifies nobody', async () => {
  const front = await aFront(queue, { transport: 'http' })
  await front.publish({ 'a.md': aDocument(['Quartz']) })
  const shown = allShown(front.workspace)
  front.workspace.faults.next('chat.postMessage', patience)
  await front.people.command(bob, postmortems, '/patterns', 'quartz')
  await untilDone(front)
  const posted = [...shown].filter((one) => 'edited' in one && one.edited === null)
  expect(posted.length).toBeGreaterThan(1)
  expect(posted.flatMap(pingsOf)).toEqual([])
})

async function states({ pool }: RunningFront): Promise<string[]> {
  const { rows } = await pool.query('select state from pgboss.job where name = $1', [deliverPostsJob.name])
  return rows.map((row) => row.state)
}
