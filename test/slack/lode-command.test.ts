import { beforeEach, describe, expect, test } from 'vitest'
import { PermanentError } from '../../src/errors.ts'
import {
  aFront,
  alice,
  bob,
  carol,
  emptied,
  outside,
  postmortems,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, textOf, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const wiki = 'https://wiki.example.com/checkout'
const unlike = `---
title: The search was down
date: 2024-04-05
---
A cosmic ray flipped one bit inside Granite. Its checksum kept Granite from starting. An engineer replaced Granite.
`

async function twoIncidents(transport: 'socket' | 'http'): Promise<RunningFront> {
  const front = await aFront(queue, { transport })
  await front.publish({ 'a.md': aDocument(['Quartz'], `date: 2024-03-05\nurl: ${wiki}`), 'b.md': unlike })
  return front
}

/** Answers a command of `/lode`, as the person sees it. */
async function lode(front: RunningFront, person: string, words: string, channel = postmortems): Promise<string> {
  expect(await front.people.command(person, channel, '/lode', words)).toBe('acknowledged')
  await front.settled()
  return toldTo(front, person).at(-1) ?? ''
}

/** Carol's digest of Quartz is disputed by Alice, who curates. */
async function disputed(front: RunningFront): Promise<void> {
  const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
  await front.people.shortcut(alice, postmortems, ts, 'wrong_attribution')
  await front.settled()
  await front.people.submit(alice, front.people.openModal(alice)?.id ?? '', { words: 'It was the network.' })
  await front.settled()
}

describe.each(transports)('/lode, over %s', (transport) => {
  test('says what can be asked when asked for help or for nothing, and names words that it does not know', async () => {
    const front = await aFront(queue, { transport })
    for (const words of ['', 'help'])
      expect(await lode(front, carol, words)).toMatch(/\/patterns dynamodb.*\/opportunities.*similar.*\/lode curate/s)
    expect(await lode(front, carol, 'what can you do')).toContain('I don’t know what “what” means')
    expect(front.people.history(postmortems)).toEqual([])
  })

  test('with the name of a technology alone asks for its patterns, and so does “patterns”', async () => {
    const front = await twoIncidents(transport)
    expect(await lode(front, carol, 'Quartz')).toContain('The one-pager of quartz, from 1 digest,')
    expect(await lode(front, carol, 'patterns granite')).toContain('The one-pager of granite, from 1 digest,')
  })

  test('status counts documents, jobs and votes, and says that nothing needs anybody', async () => {
    const front = await twoIncidents(transport)
    const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
    front.people.react(bob, postmortems, ts, '+1')
    await front.settled()
    expect(await lode(front, carol, 'status')).toMatch(
      /^Status\n+Postmortems: 2 \(2 digested\)\nQueue: 0 jobs under way, 0 given up\n✅ Nothing needs you\.\s+Curation: nothing waits for a curator\nVotes: 👍 1 · 👎 0$/,
    )
  })

  test('status says by which command whoever runs Lode sees what could not be read', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'empty.md': '' })
    expect(await lode(front, carol, 'status')).toMatch(
      /1 document could not be read or digested\. Whoever runs Lode sees which, and why, with .?npm run lode -- status/,
    )
  })

  test('status names what was given up, with its reason', async () => {
    const front = await aFront(queue, {
      transport,
      script: {
        summarization: () => {
          throw new PermanentError('the model is gone')
        },
      },
    })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    expect(await lode(front, carol, 'status')).toMatch(
      /1 \(1 failed\)\nQueue: 0 jobs under way, 1 given up.*map-postmortem — PermanentError: the model is gone/s,
    )
  })

  test('similar finds incidents like a description', async () => {
    const front = await twoIncidents(transport)
    const told = await lode(front, carol, 'similar Granite had a cosmic ray flip a bit and its checksum failed')
    expect(told).toMatch(/^Similar incidents\nThe search was down · 2024-04-05 · granite \(root cause\)/)
  })

  test('similar finds incidents like the postmortem at an address, however it is pasted', async () => {
    const front = await twoIncidents(transport)
    await front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2024-05-05') })
    for (const link of [wiki, `${wiki}/`, `<${wiki}>`, `<${wiki}|the postmortem>`])
      expect(await lode(front, carol, `similar ${link}`)).toMatch(
        /^Similar incidents\nThe checkout was slow · 2024-05-05/,
      )
  })

  test('similar finds incidents like the one that a message of the app is about', async () => {
    const front = await twoIncidents(transport)
    await front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2024-05-05') })
    const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
    const link = `https://acme.slack.com/archives/${postmortems}/p${ts.replace('.', '')}?thread_ts=1&cid=${postmortems}`
    expect(await lode(front, carol, `similar ${link}`)).toMatch(
      /^Similar incidents\nThe checkout was slow · 2024-05-05/,
    )
  })

  test('similar says what it wants, and what it does not know', async () => {
    const front = await twoIncidents(transport)
    expect(await lode(front, carol, 'similar')).toContain('Describe an incident')
    expect(await lode(front, carol, 'similar https://wiki.example.com/nothing')).toContain(
      'No digested postmortem has this address.',
    )
    expect(await lode(front, carol, 'similar xylophone')).toBe('No incident on record is like it.')
  })

  test('curate shows what is disputed, and lets curators settle it', async () => {
    const front = await twoIncidents(transport)
    expect(await lode(front, carol, 'curate')).toContain('Nothing waits.')
    await disputed(front)
    const seenByCarol = await lode(front, carol, 'curate')
    expect(seenByCarol).toMatch(/quartz as root cause is disputed by @U0ALICE: “It was the network\.”/)
    expect(seenByCarol).toContain('Curators decide on what is disputed.')
    expect(seenByCarol).not.toContain('Leave it out')
    expect(await lode(front, alice, 'curate')).toContain('Leave it out\nTake it back in')
    const [asked] = front.people.ephemerals(alice).slice(-1)
    await front.people.click(alice, postmortems, asked?.ts ?? '', 'settle_take_back')
    await front.settled()
    expect(textOf(front.people.ephemerals(alice).find(({ ts }) => ts === asked?.ts))).toContain('Nothing waits.')
    expect(textOf(messageSaying(front, postmortems, 'quartz was the root cause.'))).not.toContain('Disputed')
  })

  test('in a direct message with the app is answered there', async () => {
    const front = await twoIncidents(transport)
    const direct = front.people.directMessage(carol)
    expect(await lode(front, carol, 'quartz', direct)).toContain('The one-pager of quartz, from 1 digest,')
    expect(textOf(front.people.history(direct)[0])).toContain('quartz: failure patterns')
  })

  test('answers where the app is not a member, since only the asker sees it', async () => {
    const front = await twoIncidents(transport)
    expect(await lode(front, carol, 'status', outside)).toContain('Postmortems: 2')
    expect(front.people.history(outside)).toEqual([])
  })
})
