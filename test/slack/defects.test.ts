import { beforeEach, describe, expect, test, vi } from 'vitest'
import { tablesHolding } from '../jobs/stored.ts'
import { goesWithTheTest } from '../support/a-database.ts'
import {
  aFront,
  alice,
  bob,
  carol,
  emptied,
  postmortems,
  quartzRoom,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { obliging, type Script } from '../support/scripted-ask.ts'
import { holding, messagesIn, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const restricted = '---\ntitle: none\nrestricted: true\n---\nQuartz.\n'
const secret = aDocument(['Quartz']).replace('slow', 'zanzibar').replace('watched', 'zanzibar')
const files = {
  'a.md': secret,
  'b.md': aDocument(['Quartz'], 'date: 2024-04-05'),
  'c.md': aDocument(['Quartz'], 'date: 2024-05-05'),
}

/** One stage that does not answer before it may. */
function aSlow<Name extends 'analyzer' | 'patterns'>(stage: Name) {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow = async (...given: Parameters<Required<Script>[Name]>) => {
    asked.resolve()
    await answer.promise
    return (obliging[stage] as (...same: typeof given) => unknown)(...given)
  }
  // Workers that wait for an answer can't be stopped.
  const freed = (): void => goesWithTheTest(async () => answer.resolve())
  return { freed, script: { [stage]: slow } as Script, isAsked: asked.promise, letAnswer: answer.resolve }
}

const isRestricted = ({ pool }: RunningFront) =>
  vi.waitUntil(async () => (await pool.query(`select from postmortems where state = 'restricted'`)).rowCount === 1, {
    timeout: 100_000,
  })

describe('what becomes restricted', () => {
  test('while a model reads it is not remembered', async () => {
    const slow = aSlow('analyzer')
    const front = await aFront(queue, { script: slow.script })
    slow.freed()
    const publishing = front.publish({ 'a.md': secret })
    await slow.isAsked
    const restricting = front.publish({ 'a.md': restricted })
    await isRestricted(front)
    slow.letAnswer()
    await Promise.all([publishing, restricting])
    expect(await tablesHolding(front.pool, 'zanzibar')).toEqual([])
  })

  test('while it is folded is not remembered', async () => {
    const slow = aSlow('patterns')
    const front = await aFront(queue, { script: slow.script })
    slow.freed()
    await front.publish(files)
    await front.people.command(carol, quartzRoom, '/patterns', 'quartz')
    await slow.isAsked
    const restricting = front.publish({ 'a.md': restricted })
    await isRestricted(front)
    slow.letAnswer()
    await restricting
    for (let times = 0; times < 3; times++) await front.hurry().then(front.settled)
    expect(threadsIn(front, quartzRoom)[0]?.[0]).toContain('1 theme of one or two incidents stands apart below')
    expect(await tablesHolding(front.pool, 'zanzibar')).toEqual([])
  })

  test('is named no more in the one-pager of a technology that has left the registry', async () => {
    const front = await aFront(queue)
    await front.publish(files)
    await front.people.command(carol, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    const technologies = front.workshop.technologies.filter(({ id }) => id !== 'quartz')
    Object.assign(front.workshop, { technologies })
    await front.publish({ 'a.md': restricted })
    expect(holding(front, quartzRoom, 'zanzibar')).toEqual([])
  })
})

test.each(transports)('who mentions the app is told when that did not work, over %s', async (transport) => {
  const front = await aFront(queue, { transport })
  const fault = { kind: 'refused', error: 'internal_error' } as const
  front.workspace.faults.next('users.info', fault, fault, fault, fault)
  front.people.say(carol, postmortems, `<@${front.workspace.botUserId}> status`)
  await front.settled()
  expect(toldTo(front, carol)).toEqual([expect.stringContaining('That did not work')])
})

test('where guests are allowed, people of other organisations still are not', async () => {
  const front = await aFront(queue, {
    settings: { allowsGuests: true, allowsSharedChannels: true },
    workspace: {
      foreignTeams: [{ id: 'T0PARTNER', name: 'Partner', domain: 'partner' }],
      people: [{ id: 'U0FOREIGN', name: 'finn', teamId: 'T0PARTNER' }],
      channels: [{ id: 'C0SHARED', name: 'shared', isExternallyShared: true, members: [carol, 'U0FOREIGN'] }],
    },
  })
  const { ts } = front.people.say('U0FOREIGN', 'C0SHARED', `<@${front.workspace.botUserId}> status`)
  await front.settled()
  expect(front.people.thread('C0SHARED', ts).slice(1).map(textOf)).toEqual([])
})

test('“last 3 months” of the 31st of May begin in February', async () => {
  const front = await aFront(queue, { workshop: { now: () => new Date('2025-05-31T12:00:00Z') } })
  await front.publish(files)
  await front.people.command(carol, quartzRoom, '/patterns', 'quartz last 3 months')
  await front.settled()
  expect(threadsIn(front, quartzRoom)[0]?.[0]).toContain('since 2025-02-28')
})

// cast-vote.ts cast: on a server, two signs of one person that arrive together are each counted without the other.
test.each(transports)('both thumbs of a person at the same moment are no vote, over %s', async (transport) => {
  const front = await aFront(queue, { transport })
  await front.publish({ 'a.md': aDocument(['Quartz']) })
  for (const { ts } of messagesIn(front, postmortems))
    for (const person of [alice, bob, carol])
      for (const name of ['+1', '-1', '+1::skin-tone-2']) front.people.react(person, postmortems, ts, name)
  await front.settled()
  expect((await front.pool.query('select voter, vote from votes')).rows).toEqual([])
})
