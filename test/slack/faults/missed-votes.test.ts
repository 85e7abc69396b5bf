import { beforeEach, describe, expect, test, vi } from 'vitest'
import { publishDigestJob } from '../../../src/jobs/publish-digest.ts'
import { reconcileVotesJob } from '../../../src/jobs/reconcile-votes.ts'
import { aFront, alice, bob, emptied, postmortems, quartzRoom } from '../../support/a-front.ts'
import { aDocument, aQueue } from '../../support/a-workshop.ts'
import { eventually } from '../../support/eventually.ts'
import { messagesIn, textOf } from '../../support/shown-text.ts'
import { noted, untilDone } from './until-done.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

describe('the votes of an hour that nobody listened in', () => {
  test('are counted although the app was removed from a channel', async () => {
    const front = await aFront(queue, { transport: 'http', routing: { technologies: { quartz: quartzRoom } } })
    await front.publish({ 'a.md': aDocument(['Basalt']), 'b.md': aDocument(['Quartz']) })
    const [message] = front.people.history(postmortems)
    const room = front.workspace.state.channel(quartzRoom)
    if (room) front.workspace.state.putChannel({ ...room, kind: 'private', members: [alice] })
    await front.disconnect()
    front.people.react(bob, postmortems, message?.ts ?? '', '-1')
    await front.workspace.deliveries.idle()
    await front.workshop.boss.send(reconcileVotesJob.name, {})
    await untilDone(front)
    expect((await front.pool.query('select voter, vote from votes')).rows).toEqual([{ voter: bob, vote: 'down' }])
  })

  test('give way to what people decide after it, though our clock is ahead of Slack’s', async () => {
    const now = () => new Date(Date.now() + 3_600_000)
    const front = await aFront(queue, { transport: 'http', workshop: { now } })
    await front.publish({ 'a.md': aDocument(['Basalt']) })
    const ts = front.people.history(postmortems)[0]?.ts ?? ''
    await front.disconnect()
    front.people.react(bob, postmortems, ts, '-1')
    await front.workspace.deliveries.idle()
    await front.connect()
    await front.run(reconcileVotesJob.name)
    expect((await front.pool.query('select voter, vote from votes')).rows).toEqual([{ voter: bob, vote: 'down' }])
    front.people.unreact(bob, postmortems, ts, '-1')
    front.people.react(bob, postmortems, ts, '+1')
    await front.settled()
    expect((await front.pool.query('select voter, vote from votes')).rows).toEqual([{ voter: bob, vote: 'up' }])
  })

  test('are newer than what was known of them', async () => {
    const front = await aFront(queue, { transport: 'http' })
    await front.publish({ 'a.md': aDocument(['Basalt']) })
    const summary = messagesIn(front, postmortems).find(({ blocks }) =>
      blocks.some(({ type }) => type === 'context_actions'),
    )
    await front.people.click(bob, postmortems, summary?.ts ?? '', 'vote', 'up')
    front.people.react(bob, postmortems, summary?.ts ?? '', '-1')
    front.people.unreact(bob, postmortems, summary?.ts ?? '', '-1')
    await front.settled()
    expect((await front.pool.query('select vote from votes')).rows).toEqual([{ vote: 'up' }])
    await front.disconnect()
    front.people.react(bob, postmortems, summary?.ts ?? '', '-1')
    await front.workspace.deliveries.idle()
    await front.run(reconcileVotesJob.name)
    expect((await front.pool.query('select vote from votes')).rows).toEqual([{ vote: 'down' }])
  })

  test('take back the mark of a dispute together with its vote', async () => {
    const front = await aFront(queue, { transport: 'http' })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const finding = messagesIn(front, postmortems).find((message) => textOf(message).includes('root cause.'))
    front.people.react(alice, postmortems, finding?.ts ?? '', '-1')
    await front.settled()
    const [why] = front.people.ephemerals(alice)
    await front.people.click(alice, postmortems, why?.ts ?? '', 'give_reason')
    const form = front.people.openModal(alice)
    await front.people.submit(alice, form?.id ?? '', { reason: 'wrong_attribution' })
    await front.settled()
    const isDisputed = () => messagesIn(front, postmortems).some((message) => textOf(message).includes('Disputed'))
    expect(isDisputed()).toBe(true)
    await front.disconnect()
    front.people.unreact(alice, postmortems, finding?.ts ?? '', '-1')
    await front.workspace.deliveries.idle()
    await front.workshop.boss.send(reconcileVotesJob.name, {})
    await untilDone(front)
    expect((await front.pool.query('select voter, vote from votes')).rows).toEqual([])
    expect(isDisputed()).toBe(false)
  })
})

test('votes of an hour that nobody listened in are counted although Slack asks for patience again and again', async () => {
  const front = await aFront(queue, { transport: 'http' })
  await noted(
    front,
    postmortems,
    Array.from({ length: 12 }, (_, place) => `note:${place}`),
  )
  await untilDone(front)
  await front.disconnect()
  front.people.react(bob, postmortems, front.people.history(postmortems)[0]?.ts ?? '', '+1')
  await front.workspace.deliveries.idle()
  const faults = [{ kind: 'rate_limited', retryAfterSeconds: 1 }] as const
  front.workspace.faults.randomly({ seed: 1, share: 0.3, faults, methods: ['reactions.get'] })
  await front.workshop.boss.send(reconcileVotesJob.name, {})
  await untilDone(front)
  expect((await front.pool.query('select voter, vote from votes')).rows).toEqual([{ voter: bob, vote: 'up' }])
})

test('a dispute that is raised while its digest is published stays on show', async () => {
  const gate = Promise.withResolvers<void>()
  let isArmed = false
  const { pool } = queue.database
  const connect = async () => {
    if (isArmed) {
      isArmed = false
      await gate.promise
    }
    return pool.connect()
  }
  const slowed = new Proxy(pool, {
    get: (target, name) => (name === 'connect' ? connect : Reflect.get(target, name).bind?.(target)),
  })
  const front = await aFront(queue, {
    transport: 'http',
    workshop: { database: { ...queue.database, pool: slowed } },
  })
  await front.publish({ 'a.md': aDocument(['Quartz']) })
  const { rows } = await front.pool.query<{ postmortemId: number }>('select id::int as "postmortemId" from postmortems')
  const data = rows[0] ?? { postmortemId: 0 }
  const publish = () =>
    front.workshop.boss.send(publishDigestJob.name, data, { singletonKey: String(data.postmortemId) })
  isArmed = true
  await publish()
  await eventually(() => !isArmed)
  await front.pool.query(`insert into votes (post_key, voter, vote, reason, is_curator, digest_id, stage)
    select key, '${alice}', 'down', 'wrong_attribution', true, digest_id, 'attribution' from posts where digest_id is not null`)
  await publish()
  const isShown = () => messagesIn(front, postmortems).some((message) => textOf(message).includes('Disputed'))
  await vi.waitUntil(isShown, { timeout: 2_000 }).catch(() => {})
  gate.resolve()
  await untilDone(front)
  expect(isShown()).toBe(true)
})
