import { beforeEach, describe, expect, test } from 'vitest'
import { publishProposals, republishOpportunity } from '../../src/jobs/publish-opportunities.ts'
import { decide } from '../../src/store/opportunities.ts'
import { postByKey } from '../../src/store/posts.ts'
import { latestReport } from '../../src/store/reports.ts'
import type { Message } from '../../src/workspace/model.ts'
import { goesWithTheTest } from '../support/a-database.ts'
import { aFront, alice, bob, carol, emptied, postmortems, type RunningFront } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { eventually } from '../support/eventually.ts'
import { meanwhile, watched } from '../support/meanwhile.ts'
import { obliging } from '../support/scripted-ask.ts'
import { messageSaying, messagesIn, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const two = { 'a.md': aDocument(['Quartz'], 'date: 2024-03-05'), 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') }

const opportunityId = async ({ pool }: RunningFront): Promise<number> =>
  Number((await pool.query('select id from opportunities order by id')).rows[0]?.id)

/** The message that proposes the first opportunity of Quartz, once somebody has asked for it. */
async function aDraft(front: RunningFront): Promise<Message> {
  const words = 'A draft: nobody has decided on it yet.'
  await front.people.command(alice, postmortems, '/opportunities', 'quartz')
  await eventually(() => messagesIn(front, postmortems).some((message) => textOf(message).includes(words)))
  await front.settled()
  return messageSaying(front, postmortems, words)
}

describe('an opportunity that is approved', () => {
  test('while proposals are drawn anew stays approved for all to see', async () => {
    const mayAnswer = Promise.withResolvers<void>()
    const front = await aFront(queue, {
      routing: { everything: null },
      script: {
        opportunity: async (...given) => {
          if (front.workshop.scripted.count('opportunity') > 1) await mayAnswer.promise
          return obliging.opportunity(...given)
        },
      },
    })
    goesWithTheTest(async () => mayAnswer.resolve())
    await front.publish(two)
    const draft = await aDraft(front)
    await front.people.command(carol, postmortems, '/patterns', 'quartz refresh')
    await eventually(() => front.workshop.scripted.count('opportunity') > 1)
    await front.people.click(bob, postmortems, draft.ts, 'approve_opportunity', String(await opportunityId(front)))
    await eventually(
      async () => (await front.pool.query(`select from opportunities where state = 'approved'`)).rowCount,
    )
    mayAnswer.resolve()
    await front.settled()
    const shown = messagesIn(front, postmortems).find(({ ts }) => ts === draft.ts)
    expect(textOf(shown)).toContain('✅ Approved by @U0BOB')
  })

  test('while it is written into a second channel is approved there, too', async () => {
    const front = await aFront(queue, { routing: { everything: null } })
    await front.publish(two)
    await aDraft(front)
    const { rows } = await front.pool.query(`select key from posts where shows ->> 'kind' = 'opportunities'`)
    const [root, stored] = [await postByKey(front.pool, rows[0]?.key), await latestReport(front.pool, 'quartz')]
    const id = await opportunityId(front)
    const workshop = meanwhile(front.workshop, async () => {
      await decide(front.pool, id, { state: 'approved', by: bob, reason: null })
      await republishOpportunity(front.workshop, id)
    })
    await front.pool.query(`delete from posts where shows ->> 'kind' = 'opportunity'`)
    if (root && stored) await publishProposals(workshop, root, { id: 'quartz', name: 'quartz' }, stored)
    await front.settled()
    expect(threadsIn(front, postmortems)[0]?.at(-1)).toContain('✅ Approved by @U0BOB')
  })
})

test('who approves what somebody else has just decided on is told', async () => {
  let before = async (): Promise<unknown> => null
  const database = watched(queue.database, async () => {
    const act = before
    before = async () => null
    await act()
  })
  const front = await aFront(queue, { routing: { everything: null }, workshop: { database } })
  await front.publish(two)
  const draft = await aDraft(front)
  const id = await opportunityId(front)
  await front.stopWorkers()
  before = () => decide(front.pool, id, { state: 'rejected', by: alice, reason: 'No.' })
  await front.people.click(bob, postmortems, draft.ts, 'approve_opportunity', String(id))
  await eventually(() => toldTo(front, bob).length > 0)
  expect(toldTo(front, bob)).toEqual([expect.stringContaining('This is no draft any more')])
})
