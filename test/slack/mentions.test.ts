import { beforeEach, describe, expect, test } from 'vitest'
import { aFront, alice, carol, emptied, postmortems, type RunningFront, transports } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

async function twoIncidents(transport: 'socket' | 'http'): Promise<RunningFront> {
  const front = await aFront(queue, { transport })
  await front.publish({ 'a.md': aDocument(['Quartz'], 'date: 2024-03-05\nurl: https://wiki.example.com/checkout') })
  await front.publish({ 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') })
  return front
}

/** What is written where the patterns of Quartz are asked for in a thread. */
const onePager = new Set([
  expect.stringMatching(/^quartz: failure patterns.*asked by @U0CAROL/s),
  expect.stringMatching(/^Also rare\nHot partitions — 2 incidents/),
  expect.stringMatching(/^Ledger/),
])

/** What is written in a thread after the app was mentioned there. */
async function mentioned(front: RunningFront, threadTs: string, words: string): Promise<string[]> {
  const said = front.people.say(carol, postmortems, `<@${front.workspace.botUserId}> ${words}`, threadTs)
  await front.settled()
  const thread = front.people.thread(postmortems, threadTs)
  return thread.slice(thread.findIndex(({ ts }) => ts === said.ts) + 1).map(textOf)
}

describe.each(transports)('in a thread, where commands don’t work, over %s', (transport) => {
  const cases: [string, string][] = [
    ['', '/patterns dynamodb'],
    ['help', '/patterns dynamodb'],
    ['status', 'Postmortems: 2 (2 digested)'],
    ['curate', 'Nothing waits.'],
    ['similar https://wiki.example.com/checkout', 'The checkout was slow · 2024-04-05'],
    ['similar <https://wiki.example.com/checkout>', 'The checkout was slow · 2024-04-05'],
    ['similar the partition of quartz throttled the writes', 'quartz (root cause)'],
    ['patterns', 'Patterns of which technology?'],
    ['opportunities quarts', 'There is no technology “quarts” here.'],
    ['patterns quartz since never', 'is no date'],
  ]
  test('the app answers every question there that a command answers', async () => {
    const front = await twoIncidents(transport)
    const { ts } = messageSaying(front, postmortems, 'The checkout was slow')
    for (const [words, answer] of cases)
      expect(await mentioned(front, ts, words)).toEqual([expect.stringContaining(answer)])
    expect(front.people.history(postmortems)).toHaveLength(2)
  })

  test('the app answers with the one-pager there, pattern for pattern', async () => {
    const front = await twoIncidents(transport)
    const { ts } = messageSaying(front, postmortems, 'The checkout was slow')
    const answers = await mentioned(front, ts, 'patterns quartz')
    expect(new Set(answers)).toEqual(onePager)
    expect(front.people.history(postmortems)).toHaveLength(2)
  })

  test('the app answers with opportunities there', async () => {
    const front = await twoIncidents(transport)
    const { ts } = messageSaying(front, postmortems, 'The checkout was slow')
    const answers = await mentioned(front, ts, 'opportunities quartz')
    expect(answers.join('\n')).toMatch(/quartz: opportunities.*1\. Alarms on partition heat/s)
    expect(front.people.history(postmortems)).toHaveLength(2)
  })

  test('a button of an answer works', async () => {
    const front = await twoIncidents(transport)
    const { ts } = messageSaying(front, postmortems, 'The checkout was slow')
    await mentioned(front, ts, 'patterns')
    const { ts: answer } = messageSaying(front, postmortems, 'Patterns of which technology?')
    await front.people.click(carol, postmortems, answer, 'ask_patterns:quartz')
    await front.settled()
    expect(toldTo(front, carol).at(-1)).toContain('The one-pager of quartz')
    expect(threadsIn(front, postmortems)[2]?.[0]).toContain('1 theme of one or two incidents stands apart below')
  })
})

describe.each(transports)('the app, over %s,', (transport) => {
  test('that is mentioned in a channel answers in a thread below the message', async () => {
    const front = await twoIncidents(transport)
    const { ts } = front.people.say(carol, postmortems, `<@${front.workspace.botUserId}> status`)
    await front.settled()
    expect(front.people.thread(postmortems, ts).slice(1).map(textOf)).toEqual([expect.stringMatching(/^Status/)])
  })

  test('answers direct messages, with and without a thread', async () => {
    const front = await twoIncidents(transport)
    const channel = front.people.directMessage(carol)
    front.people.say(carol, channel, 'status')
    await front.settled()
    const [question, answer] = front.people.history(channel)
    expect(textOf(answer)).toMatch(/^Status/)
    front.people.say(carol, channel, 'patterns quartz', question?.ts)
    await front.settled()
    const thread = front.people.thread(channel, question?.ts ?? '').map(textOf)
    expect(thread.slice(0, 2)).toEqual(['status', 'patterns quartz'])
    expect(new Set(thread.slice(2))).toEqual(onePager)
    expect(front.people.history(channel)).toHaveLength(2)
  })

  test('understands a link as it was typed, whatever Slack makes of it', async () => {
    const front = await aFront(queue, { transport })
    const url = 'url: https://wiki.example.com/?page=1&v=2'
    await front.publish({ 'a.md': aDocument(['Quartz'], url), 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') })
    const channel = front.people.directMessage(carol)
    front.people.say(carol, channel, 'similar <https://wiki.example.com/?page=1&amp;v=2>')
    await front.settled()
    expect(textOf(front.people.history(channel)[1])).toMatch(/^Similar incidents\nThe checkout was slow · 2024-04-05/)
  })

  test('lets only curators settle what it shows to all', async () => {
    const front = await twoIncidents(transport)
    const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
    await front.people.shortcut(alice, postmortems, ts, 'wrong_attribution')
    await front.settled()
    await front.people.submit(alice, front.people.openModal(alice)?.id ?? '')
    await front.settled()
    front.people.say(alice, postmortems, `<@${front.workspace.botUserId}> curate`)
    await front.settled()
    const place = messageSaying(front, postmortems, 'Leave it out').ts
    await front.people.click(carol, postmortems, place, 'settle_leave_out')
    await front.settled()
    expect(toldTo(front, carol)).toEqual([expect.stringContaining('Only curators settle this.')])
    expect(messageSaying(front, postmortems, 'Leave it out').ts).toBe(place)
    await front.people.click(alice, postmortems, place, 'settle_leave_out')
    await front.settled()
    expect(messageSaying(front, postmortems, 'Nothing waits.').ts).toBe(place)
  })

  test('does not answer itself, nor what merely names it in a channel', async () => {
    const front = await twoIncidents(transport)
    front.people.say(alice, postmortems, 'lode status')
    front.people.openHome(alice, 'messages')
    await front.settled()
    expect(front.people.history(postmortems)).toHaveLength(3)
    expect(front.people.history(front.people.directMessage(alice))).toEqual([])
  })
})
