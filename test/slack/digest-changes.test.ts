import { beforeEach, describe, expect, test } from 'vitest'
import { tablesHolding } from '../jobs/stored.ts'
import {
  aFront,
  alice,
  carol,
  emptied,
  postmortems,
  quartzRoom,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { holding, messageSaying, messagesIn, textOf, threadsIn } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const head = 'date: 2024-03-05\nseverity: SEV2'
const restricted = `---\ntitle: The checkout was slow\nrestricted: true\n---\nQuartz is a secret.\n`
/** Nobody finds it similar to what `aDocument` says. */
const unlike = `---
title: The search was down
date: 2024-04-05
---
A cosmic ray flipped one bit inside Quartz. Its checksum kept Quartz from starting. An engineer replaced Quartz.
`
const placesIn = (front: RunningFront, channel: string) => messagesIn(front, channel).map(({ ts }) => ts)

describe.each(transports)('a postmortem that was announced, over %s', (transport) => {
  test('and is edited changes its messages where they stand, and says so', async () => {
    const front = await aFront(queue, { transport, workshop: { now: () => new Date('2024-04-01T12:00:00Z') } })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const places = placesIn(front, postmortems)
    await front.publish({ 'a.md': aDocument(['Quartz']).replace('Nobody watched', 'Everybody ignored') })
    expect(placesIn(front, postmortems)).toEqual(places)
    const [[root, summary, finding] = []] = threadsIn(front, postmortems)
    expect(root).toContain('Updated 2024-04-01: the postmortem was edited.')
    expect(summary).toContain('Everybody ignored the partitions')
    expect(finding).toContain('Everybody ignored the partitions')
    expect(holding(front, postmortems, 'Nobody watched')).toEqual([])
  })

  test('and is read again unchanged is not touched', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const messages = messagesIn(front, postmortems)
    await front.publish({})
    expect(messagesIn(front, postmortems)).toEqual(messages)
  })

  test('gets a reply more for a technology more', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const places = placesIn(front, postmortems)
    await front.publish({ 'a.md': aDocument(['Quartz', 'Basalt']) })
    expect(placesIn(front, postmortems).slice(0, 3)).toEqual(places)
    const [thread] = threadsIn(front, postmortems)
    expect(thread?.[0]).toContain('Involved: basalt (root cause) and quartz (root cause)')
    expect(thread?.[3]).toContain('basalt was the root cause.')
  })

  test('and no longer involves a technology takes back what was said about it', async () => {
    const routing = { technologies: { quartz: quartzRoom } }
    const front = await aFront(queue, { transport, routing })
    await front.publish({ 'a.md': aDocument(['Quartz', 'Basalt']) })
    const { ts } = messageSaying(front, quartzRoom, 'quartz was the root cause.')
    await front.publish({ 'a.md': aDocument(['Basalt']) })
    const messages = messagesIn(front, quartzRoom)
    expect(textOf(messages.find((message) => message.ts === ts))).toBe(
      'What stood here no longer holds: what it rested on has changed.',
    )
    expect(textOf(messages[0])).toMatch(/Involved: basalt \(root cause\).*Updated/s)
    expect(messages.map(textOf).join()).not.toMatch(/quartz/i)
  })

  test('and is withdrawn is struck out, and what was said about it taken back', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const places = placesIn(front, postmortems)
    await front.publish({ 'a.md': null })
    expect(placesIn(front, postmortems)).toEqual(places)
    const [root, ...replies] = messagesIn(front, postmortems)
    expect(textOf(root)).toMatch(
      /^Withdrawn: this postmortem was withdrawn and no longer counts\.\n\nThe checkout was slow/,
    )
    const title = JSON.stringify(root?.blocks).match(/\{[^{}]*The checkout was slow[^{}]*\{[^{}]*\}/)?.[0]
    expect(title).toContain('"strike":true')
    expect(new Set(replies.map(textOf))).toEqual(
      new Set(['This postmortem was withdrawn. What stood here no longer counts.']),
    )
  })

  test('and withdrawn comes back in the same thread when it is published again', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const before = messagesIn(front, postmortems)
    await front.publish({ 'a.md': null })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const after = messagesIn(front, postmortems)
    expect(after.map(({ ts }) => ts)).toEqual(before.map(({ ts }) => ts))
    expect(after.slice(1).map(textOf)).toEqual(before.slice(1).map(textOf))
    expect(textOf(after[0])).not.toMatch(/Withdrawn|the postmortem was edited/)
  })

  test('and becomes restricted leaves no word of it in any message or table', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({
      'a.md': aDocument(['Quartz'], head).replace('slow', 'zanzibar').replace('watched', 'zanzibar'),
    })
    await front.publish({ 'b.md': unlike })
    await front.people.command(alice, postmortems, '/patterns', 'quartz')
    await front.people.command(alice, postmortems, '/opportunities', 'quartz')
    await front.settled()
    expect(holding(front, postmortems, 'zanzibar').length).toBeGreaterThan(4)
    const places = placesIn(front, postmortems)
    await front.publish({ 'a.md': restricted })
    expect(placesIn(front, postmortems)).toEqual(places)
    expect(textOf(front.people.history(postmortems)[0])).toBe(
      'This postmortem is restricted now. What stood here was taken away.',
    )
    expect(holding(front, postmortems, 'zanzibar')).toEqual([])
    expect(await tablesHolding(front.pool, 'zanzibar')).toEqual([])
    expect(JSON.stringify(front.logged)).not.toContain('zanzibar')
  })

  test('and becomes restricted is named no more where it was called similar', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']).replace('slow', 'zanzibar') })
    await front.publish({ 'b.md': aDocument(['Quartz'], 'date: 2024-05-05') })
    front.people.say(carol, quartzRoom, `<@${front.workspace.botUserId}> similar quartz throttled the writes`)
    await front.settled()
    expect(holding(front, quartzRoom, 'zanzibar')).toHaveLength(1)
    expect(holding(front, postmortems, 'zanzibar')).toHaveLength(2)
    await front.publish({ 'a.md': restricted })
    expect(holding(front, quartzRoom, 'zanzibar')).toEqual([])
    expect(holding(front, postmortems, 'zanzibar')).toEqual([])
    expect(holding(front, quartzRoom, '2024-05-05')).toHaveLength(1)
  })

  test('and is withdrawn is counted no more in one-pagers, nor is a similar incident an edit of another', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz'], 'date: 2024-01-01') })
    await front.publish({ 'b.md': aDocument(['Quartz']), 'c.md': unlike })
    await front.people.command(carol, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    expect(threadsIn(front, quartzRoom)[0]?.at(-1)).toContain('3 found = 3 in scope (3 themed, 0 other)')
    await front.publish({ 'a.md': null })
    expect(threadsIn(front, quartzRoom)[0]?.[0]).toContain('1 theme of one or two incidents stands apart below')
    expect(threadsIn(front, quartzRoom)[0]).toContainEqual(
      expect.stringContaining('3 found = 1 withdrawn + 2 in scope (2 themed, 0 other)'),
    )
    expect(holding(front, quartzRoom, '2024-01-01')).toEqual([])
    expect(threadsIn(front, postmortems)[1]?.[0]).not.toContain('the postmortem was edited')
  })

  test('and is no longer restricted comes back in the same thread', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const before = messagesIn(front, postmortems)
    await front.publish({ 'a.md': restricted })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const after = messagesIn(front, postmortems)
    expect(after.map(({ ts }) => ts)).toEqual(before.map(({ ts }) => ts))
    expect(after.slice(1).map(textOf)).toEqual(before.slice(1).map(textOf))
  })

  test('and whose thread somebody deleted gets no other, and that is no trouble', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    for (const message of messagesIn(front, postmortems)) front.workspace.state.deleteMessage(message)
    await front.publish({ 'a.md': aDocument(['Quartz', 'Basalt']) })
    expect(messagesIn(front, postmortems)).toEqual([])
    await front.people.command(carol, postmortems, '/lode', 'status')
    expect(textOf(front.people.ephemerals(carol)[0])).toContain('Nothing needs you.')
  })

  test('and whose reply somebody deleted stays without it', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    front.workspace.state.deleteMessage(messageSaying(front, postmortems, 'quartz was the root cause.'))
    await front.publish({ 'a.md': aDocument(['Quartz']).replace('Nobody watched', 'Everybody ignored') })
    const [thread] = threadsIn(front, postmortems)
    expect(thread).toEqual([expect.stringContaining('Updated'), expect.stringContaining('Everybody ignored')])
    await front.people.command(carol, postmortems, '/lode', 'status')
    expect(textOf(front.people.ephemerals(carol)[0])).toContain('Nothing needs you.')
  })
})
