import { beforeEach, describe, expect, test, vi } from 'vitest'
import { deliverPostsJob } from '../../../src/jobs/deliver-posts.ts'
import { publishDigestJob } from '../../../src/jobs/publish-digest.ts'
import { listDeadLetters } from '../../../src/jobs/queue.ts'
import { reconcileVotesJob } from '../../../src/jobs/reconcile-votes.ts'
import { savePost } from '../../../src/store/posts.ts'
import type { Fault } from '../../../src/workspace/faults.ts'
import { aFront, alice, bob, emptied, postmortems, quartzRoom, type RunningFront } from '../../support/a-front.ts'
import { aDocument, aQueue } from '../../support/a-workshop.ts'
import { messagesIn, textOf } from '../../support/shown-text.ts'
import { aHouse } from './a-house.ts'
import { keyOf, keysIn, put, unsaid, untilDone } from './until-done.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const unheard: Fault = { kind: 'dropped', when: 'after' }
const unsent: Fault = { kind: 'dropped', when: 'before' }
const patience: Fault = { kind: 'rate_limited', retryAfterSeconds: 1 }

describe('a message whose posting nobody heard of is posted once', () => {
  const troubles: readonly [string, readonly Fault[]][] = [
    // A 429 of the search clears the attempt, so the next try posts again.
    ['the search for it is asked for patience', [patience]],
    // So does a channel that the app has left for a while.
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

  // The pause after a 429 in one channel clears the attempt of another, where the message was just found.
  test('although another channel is asked for patience meanwhile', async () => {
    const front = await aFront(queue, { transport: 'http' })
    front.workspace.faults.next('chat.postMessage', unheard, patience)
    await saved(front, postmortems)
    await vi.waitUntil(() => keysIn(front, postmortems).length === 1)
    await saved(front, quartzRoom)
    await untilDone(front)
    expect(keysIn(front, postmortems)).toEqual([`note:${postmortems}`])
    expect(keysIn(front, quartzRoom)).toEqual([`note:${quartzRoom}`])
  })
})

describe('deliveries', () => {
  // The limit of retries counts over the whole backlog, although every try brings it further.
  test('outlive a connection that fails at every other message of a long backlog', async () => {
    const front = await aFront(queue, { transport: 'http' })
    const { boss } = front.workshop
    const faults = Array.from({ length: 12 }, () => [unsent, { kind: 'late', ms: 0 }] as const).flat()
    front.workspace.faults.next('chat.postMessage', ...faults)
    for (let place = 0; place < 30; place++) await savedNote(front, postmortems, `note:${place}`)
    await boss.send(deliverPostsJob.name, { channel: postmortems }, { singletonKey: postmortems })
    await untilDone(front)
    expect(await unsaid(front)).toEqual([])
    expect(await listDeadLetters(boss)).toEqual([])
  })

  // While one delivery waits for its retry, the failure of a second one has no retry left to take and is a dead letter.
  test('that will be tried again are not reported as given up', async () => {
    const front = await aFront(queue, { transport: 'http' })
    front.workspace.faults.next('chat.postMessage', unsent, unsent)
    await saved(front, postmortems)
    await vi.waitUntil(async () => (await states(front)).includes('retry'))
    await saved(front, postmortems)
    await vi.waitUntil(async () => (await states(front)).every((state) => state !== 'created' && state !== 'active'))
    await untilDone(front)
    expect(await unsaid(front)).toEqual([])
    expect(await listDeadLetters(front.workshop.boss)).toEqual([])
  })
})

describe('the votes of an hour that nobody listened in', () => {
  // One channel that the app was removed from ends the job, and no older message is read.
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

  // Votes that are reconciled publish no digest anew, so its thread goes on to say what no longer holds.
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

// A click is looked up by its place alone, which is not recorded yet; and clicks are never reconciled.
test('a thumb under a message whose posting nobody heard of is counted, or its giver is told', async () => {
  const front = await aFront(queue, { transport: 'http' })
  front.workspace.faults.next('chat.postMessage', { kind: 'late', ms: 0 }, unheard)
  await put(front, { 'a.md': aDocument(['Quartz']) })
  const summaryIn = () => messagesIn(front, postmortems).find((message) => keyOf(message)?.endsWith(':summary'))
  const summary = await vi.waitUntil(summaryIn)
  await front.people.click(bob, postmortems, summary?.ts ?? '', 'vote', 'up')
  await untilDone(front)
  const { rows } = await front.pool.query('select voter, vote from votes')
  expect([...rows, ...front.people.ephemerals(bob)]).toHaveLength(1)
})

// Publications of one postmortem may run at once, and the one that read first may write last.
test('a dispute that is settled while its digest is published stays on show', async () => {
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
  await vi.waitUntil(() => !isArmed)
  await front.pool.query(`insert into votes (post_key, voter, vote, reason, is_curator, digest_id, stage)
    select key, '${alice}', 'down', 'wrong_attribution', true, digest_id, 'attribution' from posts where digest_id is not null`)
  await publish()
  const isShown = () => messagesIn(front, postmortems).some((message) => textOf(message).includes('Disputed'))
  await vi.waitUntil(isShown, { timeout: 2_000 }).catch(() => {})
  gate.resolve()
  await untilDone(front)
  expect(isShown()).toBe(true)
})

describe('lode start', () => {
  // With `retries: 0` a failed apps.connections.open is nothing that Bolt tries again, and nobody catches it.
  test('outlives a network that is away for a while, and is connected again', async () => {
    const { workspace, started } = await aHouse()
    const { child, saidAll } = started()
    await saidAll()
    workspace.faults.next('apps.connections.open', unsent, { kind: 'status', status: 503 })
    workspace.sockets.drop()
    await vi.waitUntil(() => workspace.sockets.connections === 0)
    const isBack = () => workspace.sockets.connections === 1
    await vi.waitUntil(() => isBack() || child.exitCode !== null, { timeout: 40_000, interval: 20 })
    expect({ isBack: isBack(), exitCode: child.exitCode }).toEqual({ isBack: true, exitCode: null })
  })

  // Slack's client is given no logger and writes to the console.
  test('logs nothing but JSON when calls of Slack fail', async () => {
    const { workspace, started } = await aHouse()
    workspace.faults.next('chat.postMessage', unsent)
    const { log, says } = started()
    await says(/deliver-posts.*failed/)
    const lines = log().trimEnd().split('\n')
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([])
  })
})

async function states({ pool }: RunningFront): Promise<string[]> {
  const { rows } = await pool.query('select state from pgboss.job where name = $1', [deliverPostsJob.name])
  return rows.map((row) => row.state)
}

/** A short message in the outbox, with the job that delivers it. */
async function saved(front: RunningFront, channel: string): Promise<void> {
  await savedNote(front, channel, `note:${channel}`)
  await front.workshop.boss.send(deliverPostsJob.name, { channel }, { singletonKey: channel })
}

async function savedNote({ pool }: RunningFront, channel: string, key: string): Promise<void> {
  await savePost(pool, { key, channel, shows: { kind: 'note', text: key } })
}
