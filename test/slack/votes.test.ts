import { beforeEach, describe, expect, test } from 'vitest'
import {
  aFront,
  alice,
  bob,
  carol,
  emptied,
  type FrontOptions,
  gus,
  postmortems,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** A digest of Quartz in its channel; `ts` is where. */
async function aFinding(options: FrontOptions): Promise<RunningFront & { readonly ts: string }> {
  const front = await aFront(queue, options)
  await front.publish({ 'a.md': aDocument(['Quartz']) })
  return { ...front, ts: messageSaying(front, postmortems, 'quartz was the root cause.').ts }
}

async function votes({ pool }: RunningFront): Promise<unknown[]> {
  const { rows } = await pool.query('select voter, vote, is_curator, stage, model, reason from votes order by voter')
  return rows
}

const vote = (voter: string, thumb: 'up' | 'down', part: object = {}): object => ({ voter, vote: thumb, ...part })

describe.each(transports)('a thumb on a message, over %s', (transport) => {
  test('is a vote by both its names and in all skin tones, against the stage and model that it is about', async () => {
    const front = await aFinding({ transport })
    const names = ['+1', 'thumbsup', '+1::skin-tone-4', '-1', 'thumbsdown::skin-tone-2']
    for (const name of names) {
      for (const person of [carol, alice]) front.people.react(person, postmortems, front.ts, name)
      await front.settled()
      const about = { stage: 'analyzer', model: 'scripted', reason: null }
      const thumb = /^(\+1|thumbsup)/.test(name) ? 'up' : 'down'
      expect(await votes(front)).toEqual([
        vote(alice, thumb, { ...about, is_curator: true }),
        vote(carol, thumb, { ...about, is_curator: false }),
      ])
      for (const person of [carol, alice]) front.people.unreact(person, postmortems, front.ts, name)
      await front.settled()
      expect(await votes(front)).toEqual([])
    }
  })

  test('that is taken off retracts the vote', async () => {
    const front = await aFinding({ transport })
    front.people.react(carol, postmortems, front.ts, '+1')
    await front.settled()
    expect(await votes(front)).toHaveLength(1)
    front.people.unreact(carol, postmortems, front.ts, '+1')
    await front.settled()
    expect(await votes(front)).toEqual([])
  })

  test('beside its opposite is no vote, until one of them goes', async () => {
    const front = await aFinding({ transport })
    front.people.react(carol, postmortems, front.ts, '+1')
    front.people.react(carol, postmortems, front.ts, '-1::skin-tone-5')
    await front.settled()
    expect(await votes(front)).toEqual([])
    front.people.unreact(carol, postmortems, front.ts, '+1')
    await front.settled()
    expect(await votes(front)).toMatchObject([vote(carol, 'down')])
  })

  test('in two skin tones is one vote, and one of them goes without it', async () => {
    const front = await aFinding({ transport })
    front.people.react(carol, postmortems, front.ts, '+1')
    front.people.react(carol, postmortems, front.ts, '+1::skin-tone-3')
    front.people.unreact(carol, postmortems, front.ts, '+1')
    await front.settled()
    expect(await votes(front)).toMatchObject([vote(carol, 'up')])
  })

  test('counts only from people who may vote, and other reactions not at all', async () => {
    const front = await aFinding({ transport })
    const bot = front.workspace.botUserId
    for (const person of [bot, gus]) front.people.react(person, postmortems, front.ts, '+1')
    for (const name of ['eyes', 'thumbs_up_party', 'point_up']) front.people.react(carol, postmortems, front.ts, name)
    const { ts } = front.people.say(bob, postmortems, 'not of the app')
    front.people.react(carol, postmortems, ts, '+1')
    await front.settled()
    expect(await votes(front)).toEqual([])
    expect((await front.pool.query('select from reactions')).rowCount).toBe(0)
  })

  test('on the first message or the summary is about their stages', async () => {
    const front = await aFinding({ transport })
    front.people.react(carol, postmortems, messageSaying(front, postmortems, 'Involved:').ts, '+1')
    front.people.react(bob, postmortems, messageSaying(front, postmortems, 'Root causes').ts, '+1')
    await front.settled()
    expect(await votes(front)).toMatchObject([
      vote(bob, 'up', { stage: 'summarization' }),
      vote(carol, 'up', { stage: 'classification' }),
    ])
  })

  test('by its button counts, and the other button turns it', async () => {
    const front = await aFinding({ transport })
    await front.people.click(carol, postmortems, front.ts, 'vote', 'up')
    await front.settled()
    expect(await votes(front)).toMatchObject([vote(carol, 'up')])
    await front.people.click(carol, postmortems, front.ts, 'vote', 'down')
    await front.settled()
    expect(await votes(front)).toMatchObject([vote(carol, 'down')])
    await front.people.click(carol, postmortems, front.ts, 'vote', 'up')
    await front.settled()
    expect(await votes(front)).toMatchObject([vote(carol, 'up')])
  })

  test('that came or went while nobody listened is counted when votes are reconciled', async () => {
    const front = await aFinding({ transport })
    front.people.react(bob, postmortems, front.ts, '+1')
    front.people.react(alice, postmortems, front.ts, '-1')
    await front.settled()
    await front.disconnect()
    front.people.unreact(bob, postmortems, front.ts, '+1')
    front.people.react(carol, postmortems, front.ts, 'thumbsdown::skin-tone-2')
    front.people.react(gus, postmortems, front.ts, '+1')
    front.people.react(front.workspace.botUserId, postmortems, front.ts, '+1')
    await front.settled()
    await front.connect()
    expect(await votes(front)).toMatchObject([vote(alice, 'down'), vote(bob, 'up')])
    await front.run('reconcile-votes')
    expect(await votes(front)).toMatchObject([vote(alice, 'down'), vote(carol, 'down')])
  })

  test('by a button stays when votes are reconciled', async () => {
    const front = await aFinding({ transport })
    await front.people.click(carol, postmortems, front.ts, 'vote', 'up')
    await front.run('reconcile-votes')
    expect(await votes(front)).toMatchObject([vote(carol, 'up')])
  })

  test('on a message that somebody has deleted is left as it was when votes are reconciled', async () => {
    const front = await aFinding({ transport })
    front.people.react(carol, postmortems, front.ts, '+1')
    await front.settled()
    front.workspace.state.deleteMessage(messageSaying(front, postmortems, 'quartz was the root cause.'))
    await front.run('reconcile-votes')
    expect(await votes(front)).toMatchObject([vote(carol, 'up')])
  })
})
