import { beforeEach, describe, expect, test } from 'vitest'
import { aFront, alice, bob, carol, emptied, postmortems, type RunningFront, transports } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** Two digests of Quartz; `ts` is where the first stands. */
async function aFinding(transport: 'socket' | 'http'): Promise<RunningFront & { readonly ts: string }> {
  const front = await aFront(queue, { transport })
  await front.publish({ 'a.md': aDocument(['Quartz']) })
  const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
  await front.publish({ 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') })
  return { ...front, ts }
}

async function votes({ pool }: RunningFront): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select v.voter, v.vote, v.stage, v.reason, v.words, v.model, v.prompt_hash = a.prompt_hash as "isOfPrompt", a.stage as answered
     from votes v left join answers a on a.key = v.answer_key order by v.voter`,
  )
  return rows
}

async function explains(front: RunningFront, person: string, reason: string | null, words: string): Promise<void> {
  await front.settled()
  const entries = { ...(reason !== null && { reason }), words }
  const sent = await front.people.submit(person, front.people.openModal(person)?.id ?? '', entries)
  expect(sent).toEqual({ outcome: 'acknowledged', result: 'closed' })
  await front.settled()
}

/** The ledger of the one-pager that is asked for now. */
async function ledger(front: RunningFront): Promise<string> {
  await front.people.command(bob, postmortems, '/patterns', 'quartz')
  await front.settled()
  return threadsIn(front, postmortems).at(-1)?.at(-1)?.split('\n')[1] ?? ''
}

describe.each(transports)('a thumb down, over %s', (transport) => {
  test('by reaction is asked for its reason, which is kept with what it is about', async () => {
    const front = await aFinding(transport)
    front.people.react(carol, postmortems, front.ts, '-1')
    await front.settled()
    const [asked] = front.people.ephemerals(carol)
    expect(textOf(asked)).toContain('Your 👎 is counted. What is wrong?')
    expect(asked?.threadTs).toBe(front.people.history(postmortems)[0]?.ts)
    await front.people.click(carol, postmortems, asked?.ts ?? '', 'give_reason')
    await explains(front, carol, 'hallucination', '  The pager did ring.  ')
    expect(await votes(front)).toEqual([
      {
        voter: carol,
        vote: 'down',
        stage: 'analyzer',
        reason: 'hallucination',
        words: 'The pager did ring.',
        model: 'scripted',
        isOfPrompt: true,
        answered: 'analyzer',
      },
    ])
    expect(toldTo(front, carol).at(-1)).toContain('Your vote and its reason are kept')
  })

  test('by its button opens the form at once; without a reason the vote counts all the same', async () => {
    const front = await aFinding(transport)
    await front.people.click(carol, postmortems, front.ts, 'vote', 'down')
    await front.settled()
    await front.people.close(carol, front.people.openModal(carol)?.id ?? '')
    expect(await votes(front)).toMatchObject([{ voter: carol, vote: 'down', reason: null }])
    await front.people.click(carol, postmortems, front.ts, 'vote', 'down')
    await explains(front, carol, 'missing', '')
    expect(await votes(front)).toMatchObject([{ voter: carol, vote: 'down', reason: 'missing', words: null }])
  })

  test('for wrong attribution is about the stage that decides on roles', async () => {
    const front = await aFinding(transport)
    await front.people.click(carol, postmortems, front.ts, 'vote', 'down')
    await explains(front, carol, 'wrong_attribution', '')
    expect(await votes(front)).toMatchObject([{ stage: 'attribution', answered: 'attribution', isOfPrompt: true }])
  })

  test('with a reason counts, whatever the same person had put on the message before', async () => {
    const front = await aFinding(transport)
    front.people.react(carol, postmortems, front.ts, '+1')
    await front.settled()
    await front.people.click(carol, postmortems, front.ts, 'vote', 'down')
    await explains(front, carol, 'hallucination', 'The pager did ring.')
    expect(toldTo(front, carol).at(-1)).toContain('Your vote and its reason are kept')
    expect(await votes(front)).toMatchObject([{ vote: 'down', reason: 'hallucination', words: 'The pager did ring.' }])
  })

  test('loses its reason when it is turned', async () => {
    const front = await aFinding(transport)
    await front.people.click(carol, postmortems, front.ts, 'vote', 'down')
    await explains(front, carol, 'other', 'It is dull.')
    await front.people.click(carol, postmortems, front.ts, 'vote', 'up')
    await front.settled()
    expect(await votes(front)).toMatchObject([{ vote: 'up', reason: null, words: null }])
  })
})

describe.each(transports)('wrong attribution, over %s', (transport) => {
  test('by the shortcut on a message is a vote with that reason', async () => {
    const front = await aFinding(transport)
    await front.people.shortcut(carol, postmortems, front.ts, 'wrong_attribution')
    await front.settled()
    expect(JSON.stringify(front.people.openModal(carol)?.blocks[0])).toContain('quartz in “')
    await explains(front, carol, null, 'It was the network.')
    expect(await votes(front)).toMatchObject([
      { voter: carol, vote: 'down', stage: 'attribution', reason: 'wrong_attribution', words: 'It was the network.' },
    ])
  })

  test('by the shortcut on somebody else’s message is explained', async () => {
    const front = await aFinding(transport)
    const { ts } = front.people.say(bob, postmortems, 'It was me.')
    await front.people.shortcut(carol, postmortems, ts, 'wrong_attribution')
    await front.settled()
    expect(toldTo(front, carol)).toEqual([expect.stringContaining('none of Lode’s')])
    expect(front.people.openModal(carol)).toBeNull()
  })

  test('said by a member leaves the digest in the patterns', async () => {
    const front = await aFinding(transport)
    await front.people.shortcut(carol, postmortems, front.ts, 'wrong_attribution')
    await explains(front, carol, null, '')
    expect(textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))).not.toContain('Disputed')
    expect(await ledger(front)).toBe('2 found = 2 in scope (2 themed, 0 other)')
  })

  test('said by a curator takes the digest out of the patterns, and its thread says so', async () => {
    const front = await aFinding(transport)
    await front.people.shortcut(alice, postmortems, front.ts, 'wrong_attribution')
    await explains(front, alice, null, '')
    expect(toldTo(front, alice).at(-1)).toContain('This digest is out of the patterns until the question is settled')
    expect(textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))).toContain('⚠️ Disputed')
    expect(threadsIn(front, postmortems)[0]?.[0]).not.toContain('the postmortem was edited')
    expect(await ledger(front)).toBe('2 found = 1 disputed by curators + 1 in scope (0 themed, 1 other)')
  })

  test('that is dismissed brings the digest back, for patterns and readers', async () => {
    const front = await aFinding(transport)
    await front.people.shortcut(alice, postmortems, front.ts, 'wrong_attribution')
    await explains(front, alice, null, '')
    await front.people.command(alice, postmortems, '/lode', 'curate')
    await front.people.click(alice, postmortems, front.people.ephemerals(alice).at(-1)?.ts ?? '', 'settle_take_back')
    await front.settled()
    expect(textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))).not.toContain('Disputed')
    expect(await ledger(front)).toBe('2 found = 2 in scope (2 themed, 0 other)')
  })

  test('that is upheld keeps the digest out', async () => {
    const front = await aFinding(transport)
    await front.people.shortcut(alice, postmortems, front.ts, 'wrong_attribution')
    await explains(front, alice, null, '')
    await front.people.command(alice, postmortems, '/lode', 'curate')
    await front.people.click(alice, postmortems, front.people.ephemerals(alice).at(-1)?.ts ?? '', 'settle_leave_out')
    await front.settled()
    expect(toldTo(front, alice).at(-1)).toContain('Nothing waits.')
    const shown = textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))
    expect(shown).toContain('⚠️ Curators found that the role is wrong. No pattern counts this.')
    expect(await ledger(front)).toBe('2 found = 1 disputed by curators + 1 in scope (0 themed, 1 other)')
  })

  test('that the curator takes back while nobody listens no longer counts when votes are reconciled', async () => {
    const front = await aFinding(transport)
    front.people.react(alice, postmortems, front.ts, '-1')
    await front.settled()
    await front.people.click(alice, postmortems, front.people.ephemerals(alice).at(-1)?.ts ?? '', 'give_reason')
    await explains(front, alice, 'wrong_attribution', '')
    await front.disconnect()
    front.people.unreact(alice, postmortems, front.ts, '-1')
    await front.settled()
    await front.connect()
    expect(textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))).toContain('⚠️ Disputed')
    await front.run('reconcile-votes')
    expect(textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))).not.toContain('Disputed')
  })

  test('that the curator takes back by removing the thumb no longer counts', async () => {
    const front = await aFinding(transport)
    front.people.react(alice, postmortems, front.ts, '-1')
    await front.settled()
    await front.people.click(alice, postmortems, front.people.ephemerals(alice).at(-1)?.ts ?? '', 'give_reason')
    await explains(front, alice, 'wrong_attribution', '')
    expect(textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))).toContain('⚠️ Disputed')
    front.people.unreact(alice, postmortems, front.ts, '-1')
    await front.settled()
    expect(textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))).not.toContain('Disputed')
    expect(await ledger(front)).toBe('2 found = 2 in scope (2 themed, 0 other)')
  })
})
