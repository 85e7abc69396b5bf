import { beforeEach, describe, expect, test } from 'vitest'
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
import { eventually } from '../support/eventually.ts'
import { obliging } from '../support/scripted-ask.ts'
import { textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** Two incidents of Quartz, and a model that does not answer the fold before it may. */
async function aSlowFold(transport: 'socket' | 'http') {
  const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>()
  const front = await aFront(queue, {
    transport,
    routing: { everything: null },
    script: {
      patterns: async (input, options) => {
        await mayAnswer
        return obliging.patterns(input, options)
      },
    },
  })
  // Workers that wait for an answer can't be stopped.
  goesWithTheTest(async () => letAnswer())
  await front.publish({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') })
  return { ...front, letAnswer }
}

async function appears({ people }: RunningFront, channel: string, words: string): Promise<void> {
  await eventually(() => people.history(channel).some((message) => textOf(message).includes(words)))
}

describe.each(transports)('a fold that takes a while, over %s', (transport) => {
  test('is shown in progress where its answer will stand', async () => {
    const front = await aSlowFold(transport)
    await front.people.command(alice, postmortems, '/patterns', 'quartz')
    await appears(front, postmortems, '⏳ Folding 2 digests of quartz…')
    const [waiting] = front.people.history(postmortems)
    front.letAnswer()
    await front.settled()
    expect(front.people.history(postmortems).map(({ ts }) => ts)).toEqual([waiting?.ts])
    expect(threadsIn(front, postmortems)[0]?.[0]).toContain('quartz: failure patterns')
  })

  test('is run once for all who ask meanwhile, with one thread for each channel', async () => {
    const front = await aSlowFold(transport)
    await Promise.all([
      front.people.command(alice, postmortems, '/patterns', 'quartz'),
      front.people.command(bob, postmortems, '/patterns', 'quartz'),
      front.people.command(carol, quartzRoom, '/patterns', 'quartz'),
    ])
    await appears(front, postmortems, '⏳')
    await front.people.command(carol, postmortems, '/patterns', 'quartz')
    front.letAnswer()
    await front.settled()
    expect(front.workshop.scripted.count('patterns')).toBe(1)
    expect(threadsIn(front, postmortems)).toHaveLength(1)
    expect(threadsIn(front, postmortems)[0]?.[0]).toContain('1 theme of one or two incidents stands apart below')
    expect(threadsIn(front, quartzRoom)[0]?.[0]).toContain('1 theme of one or two incidents stands apart below')
    expect(threadsIn(front, quartzRoom)[0]?.[0]).toContain('asked by @U0CAROL')
    const sharers = [alice, bob].filter((person) =>
      toldTo(front, person)[0]?.includes('Somebody has just asked the same'),
    )
    expect(sharers).toHaveLength(1)
    expect(toldTo(front, carol)[1]).toContain('the thread about quartz in this channel is yours, too')
  })

  test('is shown in progress to who asks elsewhere while it waits for an answer', async () => {
    const front = await aSlowFold(transport)
    await front.people.command(carol, quartzRoom, '/patterns', 'quartz')
    await appears(front, quartzRoom, '⏳')
    await front.people.command(alice, postmortems, '/patterns', 'quartz')
    await appears(front, postmortems, '⏳')
    front.letAnswer()
    await front.settled()
    expect(threadsIn(front, postmortems).map(([root]) => root?.includes('⏳'))).toEqual([false])
  })

  test('is not shared by who wants a newer one', async () => {
    const front = await aSlowFold(transport)
    await front.people.command(alice, postmortems, '/patterns', 'quartz')
    await appears(front, postmortems, '⏳')
    await front.people.command(bob, postmortems, '/patterns', 'quartz refresh')
    front.letAnswer()
    await front.settled()
    expect(toldTo(front, bob)[0]).toContain('I fold them anew')
    expect(threadsIn(front, postmortems)).toHaveLength(2)
  })

  test('answers each window that is asked for meanwhile by a thread of its own', async () => {
    const front = await aSlowFold(transport)
    await front.people.command(alice, postmortems, '/patterns', 'quartz')
    await front.people.command(bob, postmortems, '/patterns', 'quartz since 2024-04')
    front.letAnswer()
    await front.settled()
    expect(front.workshop.scripted.count('patterns')).toBe(1)
    expect(threadsIn(front, postmortems).map(([root]) => /\d incidents?, [^·]*/.exec(root ?? '')?.[0])).toEqual([
      '2 incidents, all incidents on record ',
      '1 incident, since 2024-04-01 ',
    ])
  })

  test('is shared by those who narrow it alike, in whatever words', async () => {
    const front = await aSlowFold(transport)
    await front.people.command(alice, postmortems, '/patterns', 'quartz severity SEV2 since 2024')
    await front.people.command(bob, postmortems, '/patterns', 'since 2024-01 quartz severity sev2')
    await front.people.command(carol, postmortems, '/patterns', 'quartz since 2024')
    front.letAnswer()
    await front.settled()
    expect(toldTo(front, bob)[0]).toContain('Somebody has just asked the same')
    expect(threadsIn(front, postmortems).map(([root]) => /\d incidents?, .*@\w+/.exec(root ?? '')?.[0])).toEqual([
      '1 incident, since 2024-01-01, of severity SEV2 · asked by @U0ALICE',
      '2 incidents, since 2024-01-01 · asked by @U0CAROL',
    ])
  })

  test('serves those who wait for opportunities, too', async () => {
    const front = await aSlowFold(transport)
    await front.people.command(alice, postmortems, '/opportunities', 'quartz')
    await appears(front, postmortems, '⏳ Folding 2 digests of quartz')
    front.letAnswer()
    await front.settled()
    expect(threadsIn(front, postmortems)[0]?.[0]).toContain('quartz: opportunities')
    expect(front.workshop.scripted.asked.filter((stage) => stage === 'patterns' || stage === 'opportunity')).toEqual([
      'patterns',
      'opportunity',
    ])
  })
})
