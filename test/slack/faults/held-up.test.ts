import { beforeEach, expect, test, vi } from 'vitest'
import { listDeadLetters } from '../../../src/jobs/queue.ts'
import { resumeDeliveriesJob } from '../../../src/jobs/resume-deliveries.ts'
import { channelTroubles } from '../../../src/store/outbox.ts'
import { aFront, bob, emptied, postmortems } from '../../support/a-front.ts'
import { aDocument, aQueue } from '../../support/a-workshop.ts'
import { messagesIn, textOf } from '../../support/shown-text.ts'
import { aHurriedNotifier } from './a-hurried-notifier.ts'
import { keysIn, noted, untilDone } from './until-done.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

test('a message that Slack never takes holds up no other of its channel', async () => {
  const { notifier, reach } = aHurriedNotifier()
  const post: typeof notifier.post = async (message) => {
    if (message.key === 'note:bad') throw new Error('the connection was lost')
    return notifier.post(message)
  }
  const front = await aFront(queue, { transport: 'http', workshop: { notifier: { ...notifier, post } } })
  reach(front)
  await noted(front, postmortems, ['note:bad', 'note:good', 'note:better'])
  await untilDone(front)
  expect(keysIn(front, postmortems)).toEqual(['note:better', 'note:good'])
})

test('what could not be said while Slack was away is said with the next message of its channel', async () => {
  const { notifier, reach } = aHurriedNotifier()
  let isAway = true
  const post: typeof notifier.post = async (message) => {
    if (isAway) throw new Error('the connection was lost')
    return notifier.post(message)
  }
  const front = await aFront(queue, { transport: 'http', workshop: { notifier: { ...notifier, post } } })
  reach(front)
  await noted(front, postmortems, ['note:early', 'note:soon'])
  await untilDone(front)
  expect(await channelTroubles(front.pool)).toMatchObject([{ channel: postmortems, messages: 2 }])
  expect(await listDeadLetters(front.workshop.boss)).toHaveLength(1)
  isAway = false
  await noted(front, postmortems, ['note:late'])
  await untilDone(front)
  expect(keysIn(front, postmortems)).toEqual(['note:early', 'note:late', 'note:soon'])
  expect(await channelTroubles(front.pool)).toEqual([])
})

test('what could not be said while Slack was away is said though nothing new is said in its channel', async () => {
  const { notifier, reach } = aHurriedNotifier()
  let isAway = true
  const post: typeof notifier.post = async (message) => {
    if (isAway) throw new Error('the connection was lost')
    return notifier.post(message)
  }
  const front = await aFront(queue, { transport: 'http', workshop: { notifier: { ...notifier, post } } })
  reach(front)
  await noted(front, postmortems, ['note:early', 'note:soon'])
  await untilDone(front)
  expect(await listDeadLetters(front.workshop.boss)).toHaveLength(1)
  isAway = false
  await front.workshop.boss.send(resumeDeliveriesJob.name, {})
  await untilDone(front)
  expect(keysIn(front, postmortems)).toEqual(['note:early', 'note:soon'])
  expect(await channelTroubles(front.pool)).toEqual([])
  expect(await listDeadLetters(front.workshop.boss)).toEqual([])
})

test('a chart whose upload hangs keeps nobody waiting for longer than other calls of Slack', async () => {
  const { notifier, reach } = aHurriedNotifier()
  const front = await aFront(queue, { transport: 'http', workshop: { notifier } })
  reach(front)
  const dates = ['2024-01-05', '2024-05-05', '2024-08-05']
  await front.publish(Object.fromEntries(dates.map((date) => [`${date}.md`, aDocument(['Quartz'], `date: ${date}`)])))
  front.workspace.faults.next('upload', { kind: 'late', ms: 110_000 })
  await front.people.command(bob, postmortems, '/patterns', 'quartz')
  const isAnswered = () =>
    messagesIn(front, postmortems).some((message) => textOf(message).includes('failure patterns'))
  await vi.waitUntil(isAnswered, { timeout: 100_000, interval: 50 }).catch(() => {})
  front.workspace.faults.clear()
  expect(isAnswered()).toBe(true)
})
