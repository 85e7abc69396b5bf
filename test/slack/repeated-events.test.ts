import { beforeEach, describe, expect, test } from 'vitest'
import {
  aFront,
  alice,
  bob,
  carol,
  emptied,
  type FrontOptions,
  postmortems,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

async function aFinding(options: FrontOptions): Promise<RunningFront & { readonly ts: string }> {
  const front = await aFront(queue, options)
  await front.publish({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Basalt']) })
  return { ...front, ts: messageSaying(front, postmortems, 'quartz was the root cause.').ts }
}

async function votes({ pool }: RunningFront): Promise<unknown[]> {
  return (await pool.query('select voter, vote from votes order by voter')).rows
}

describe.each(transports)('an event that Slack delivers three times, over %s,', (transport) => {
  test('is one vote, and asks once for a reason', async () => {
    const front = await aFinding({ transport })
    front.workspace.deliveries.disturb({ copies: 3 })
    front.people.react(carol, postmortems, front.ts, '-1')
    await front.settled()
    expect(await votes(front)).toEqual([{ voter: carol, vote: 'down' }])
    expect(toldTo(front, carol)).toHaveLength(1)
  })

  test('is one answer to a mention and to a direct message', async () => {
    const front = await aFinding({ transport })
    front.workspace.deliveries.disturb({ copies: 3 })
    const { ts } = front.people.say(carol, postmortems, `<@${front.workspace.botUserId}> status`)
    const direct = front.people.directMessage(carol)
    front.people.say(carol, direct, 'help')
    await front.settled()
    expect(front.people.thread(postmortems, ts)).toHaveLength(2)
    expect(front.people.history(direct)).toHaveLength(2)
  })

  test('is one question to the fold', async () => {
    const front = await aFinding({ transport })
    await front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2024-05-05') })
    front.workspace.deliveries.disturb({ copies: 3 })
    const { ts } = front.people.say(carol, postmortems, `<@${front.workspace.botUserId}> patterns quartz`)
    await front.settled()
    expect(front.workshop.scripted.count('patterns')).toBe(1)
    expect(front.people.thread(postmortems, ts)).toHaveLength(4)
  })
})

describe.each(transports)('events that arrive in another order than they happened, over %s,', (transport) => {
  test.each(['reversed', 'shuffled'] as const)('and three times each (%s) leave what people left', async (order) => {
    const front = await aFinding({ transport })
    front.workspace.deliveries.disturb({ copies: 3, batch: 7, order, seed: 7 })
    front.people.react(alice, postmortems, front.ts, '+1')
    front.people.unreact(alice, postmortems, front.ts, '+1')
    front.people.react(alice, postmortems, front.ts, '-1')
    front.people.react(bob, postmortems, front.ts, '-1')
    front.people.unreact(bob, postmortems, front.ts, '-1')
    front.people.react(carol, postmortems, front.ts, '-1')
    front.people.react(carol, postmortems, front.ts, '+1')
    await front.settled()
    expect(await votes(front)).toEqual([{ voter: alice, vote: 'down' }])
  })

  test('do not take a thumb off that was put on again', async () => {
    const front = await aFinding({ transport })
    front.workspace.deliveries.disturb({ batch: 3, order: 'reversed' })
    front.people.react(carol, postmortems, front.ts, '+1')
    front.people.unreact(carol, postmortems, front.ts, '+1')
    front.people.react(carol, postmortems, front.ts, '+1')
    await front.settled()
    expect(await votes(front)).toEqual([{ voter: carol, vote: 'up' }])
  })
})

describe.each(transports)('a command that arrives twice, over %s,', (transport) => {
  test('is one question', async () => {
    const front = await aFinding({ transport })
    const payload = {
      command: '/patterns',
      text: 'quartz',
      team_id: front.workspace.team.id,
      channel_id: postmortems,
      user_id: carol,
      trigger_id: '1.2.abc',
      response_url: `${front.workspace.url}/response/none`,
    }
    for (let delivery = 0; delivery < 2; delivery++) {
      const { outcome } = await front.workspace.deliveries.ask({ type: 'slash_commands', payload })
      expect(outcome).toBe('acknowledged')
      await front.settled()
    }
    expect(threadsIn(front, postmortems)).toHaveLength(3)
  })

  test('at the same moment is one question, too', async () => {
    const front = await aFinding({ transport })
    const payload = { command: '/patterns', text: 'quartz', team_id: front.workspace.team.id, channel_id: postmortems }
    const whole = {
      ...payload,
      user_id: carol,
      trigger_id: '1.2.abc',
      response_url: `${front.workspace.url}/response/none`,
    }
    await Promise.all([1, 2, 3].map(() => front.workspace.deliveries.ask({ type: 'slash_commands', payload: whole })))
    await front.settled()
    expect(threadsIn(front, postmortems)).toHaveLength(3)
  })
})
