import { beforeEach, describe, expect, test } from 'vitest'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { tablesHolding } from '../jobs/stored.ts'
import {
  aFront,
  alice,
  bob,
  carol,
  emptied,
  outside,
  postmortems,
  quartzRoom,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { obliging } from '../support/scripted-ask.ts'
import { holding, messageSaying, messagesIn, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const restricted = '---\ntitle: none\nrestricted: true\n---\nQuartz.\n'
const later = aDocument(['Quartz'], 'date: 2024-04-05')

async function disputes(front: RunningFront, person: string, ts: string): Promise<void> {
  await front.people.shortcut(person, postmortems, ts, 'wrong_attribution')
  await front.settled()
  await front.people.submit(person, front.people.openModal(person)?.id ?? '')
  await front.settled()
}

const placeOf = (front: RunningFront, words: string): string => messageSaying(front, postmortems, words).ts

describe('what became restricted', () => {
  // postmortems.ts forgetText: what a proposal says of this incident stays in opportunities.preventions.
  test('is not told of in any proposal that is stored', async () => {
    const front = await aFront(queue, {
      script: {
        opportunity: (input, options) => {
          const text = JSON.stringify(obliging.opportunity(input, options))
          return JSON.parse(text.replaceAll('would have seen it', 'would have seen the zanzibar'))
        },
      },
    })
    await front.publish({ 'a.md': aDocument(['Quartz']), 'b.md': later })
    await front.people.command(carol, postmortems, '/opportunities', 'quartz')
    await front.settled()
    await front.publish({ 'a.md': restricted, 'b.md': restricted })
    expect(await tablesHolding(front.pool, 'zanzibar')).toEqual([])
  })
})

describe('a thread', () => {
  // publish-digest.ts saysTheSame: isDisputed counts as an edit.
  test('does not say that the postmortem was edited when a curator disputes a digest', async () => {
    const front = await aFront(queue)
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    await disputes(front, alice, placeOf(front, 'quartz was the root cause.'))
    expect(threadsIn(front, postmortems)[0]?.[0]).not.toContain('the postmortem was edited')
  })

  // publish-digest.ts saysTheSame: isWithdrawn counts as an edit.
  test('does not say so either when what was withdrawn comes back as it was', async () => {
    const front = await aFront(queue)
    for (const text of [aDocument(['Quartz']), null, aDocument(['Quartz'])]) await front.publish({ 'a.md': text })
    expect(threadsIn(front, postmortems)[0]?.[0]).not.toContain('the postmortem was edited')
  })

  // finding-blocks.ts: settled or not is not known to the content.
  test('does not call a dispute unsettled that was upheld', async () => {
    const front = await aFront(queue)
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    await disputes(front, alice, placeOf(front, 'quartz was the root cause.'))
    front.people.openHome(alice)
    await front.settled()
    await front.people.clickInView(alice, front.people.homeOf(alice)?.id ?? '', 'settle_leave_out')
    await front.settled()
    expect(holding(front, postmortems, 'Until that is settled')).toEqual([])
  })

  // deliver-posts.ts: a reply to a message that somebody deleted is given up, and its channel reported for ever.
  test('whose first message somebody deleted is no trouble', async () => {
    const front = await aFront(queue)
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    for (const message of messagesIn(front, postmortems)) front.workspace.state.deleteMessage(message)
    await front.publish({ 'a.md': aDocument(['Quartz', 'Basalt']) })
    await front.people.command(carol, postmortems, '/lode', 'status')
    expect(toldTo(front, carol).at(-1)).toContain('Nothing needs you.')
  })
})

describe('what people say about a digest', () => {
  // votes.ts settleVote: with a 👍 as reaction the button is no vote, so that the reason is dropped, and said to be kept.
  test('is kept when they had liked it before', async () => {
    const front = await aFront(queue)
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const ts = placeOf(front, 'quartz was the root cause.')
    front.people.react(carol, postmortems, ts, '+1')
    await front.settled()
    await front.people.click(carol, postmortems, ts, 'vote', 'down')
    await front.settled()
    const entries = { reason: 'hallucination', words: 'The pager did ring.' }
    await front.people.submit(carol, front.people.openModal(carol)?.id ?? '', entries)
    await front.settled()
    const { rows } = await front.pool.query('select vote, reason from votes')
    const isKept = rows.some(({ reason }) => reason === 'hallucination')
    expect(toldTo(front, carol).at(-1)?.includes('are kept')).toBe(isKept)
  })

  // settle.ts: what one person may see takes the place of what all see.
  test('stays for curators to settle when somebody else presses their button in a thread', async () => {
    const front = await aFront(queue)
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    await disputes(front, alice, placeOf(front, 'quartz was the root cause.'))
    front.people.say(alice, postmortems, `<@${front.workspace.botUserId}> curate`)
    await front.settled()
    const ts = placeOf(front, 'Leave it out')
    await front.people.click(carol, postmortems, ts, 'settle_leave_out')
    await front.settled()
    expect(holding(front, postmortems, 'Leave it out')).toHaveLength(1)
  })
})

describe('a proposal', () => {
  const two = { 'a.md': aDocument(['Quartz']), 'b.md': later }

  // opportunities.ts saveProposals: deletes drafts; no message of theirs is ever shown as replaced.
  test('that a newer fold has replaced says so where it stands', async () => {
    const front = await aFront(queue, { routing: { everything: null } })
    await front.publish(two)
    await front.people.command(carol, postmortems, '/opportunities', 'quartz')
    await front.settled()
    await front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2024-05-05') })
    await front.people.command(carol, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    expect(threadsIn(front, postmortems)[0]?.[1]).toContain('Replaced by a newer fold.')
  })

  // decisions.ts: the form is closed and its words are lost; what is wrong comes as a direct message.
  test('whose rejection has a reason of blanks keeps its form open', async () => {
    const front = await aFront(queue, { routing: { everything: null } })
    await front.publish(two)
    await front.people.command(carol, postmortems, '/opportunities', 'quartz')
    await front.settled()
    await front.people.click(bob, postmortems, placeOf(front, 'A draft'), 'reject_opportunity')
    await front.settled()
    const sent = await front.people.submit(bob, front.people.openModal(bob)?.id ?? '', { rejection: '   ' })
    expect(sent.result).toBe('errors')
  })
})

describe('over HTTP', () => {
  // connection.ts: nothing is answered before the listener ends, “One moment…” included.
  test('a command that takes longer than Slack waits is answered in time', async () => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>()
    const embed: typeof offlineEmbedder.embed = async (texts) => {
      await mayAnswer
      return offlineEmbedder.embed(texts)
    }
    const front = await aFront(queue, { transport: 'http', workshop: { embedder: { ...offlineEmbedder, embed } } })
    const outcome = await front.people.command(carol, postmortems, '/lode', 'similar quartz throttled the writes')
    letAnswer()
    expect(outcome).toBe('acknowledged')
  })

  // boundary.ts explainErrors: what failed is acknowledged all the same, so Slack does not deliver it again.
  test('an event that could not be handled is handled when Slack delivers it again', async () => {
    const front = await aFront(queue, { transport: 'http' })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    front.workspace.faults.next('users.info', { kind: 'status', status: 503 })
    front.people.react(carol, postmortems, placeOf(front, 'quartz was the root cause.'), '+1')
    await front.settled()
    expect((await front.pool.query('select voter from votes')).rows).toEqual([{ voter: carol }])
  })
})

test.each(transports)(
  'a link that is written in a message is understood as it was typed, over %s',
  async (transport) => {
    // mention.ts: Slack writes & as &amp; in the text of events.
    const front = await aFront(queue, { transport })
    await front.publish({
      'a.md': aDocument(['Quartz'], 'date: 2024-03-05\nurl: https://wiki.example.com/?page=1&v=2'),
      'b.md': later,
    })
    const channel = front.people.directMessage(carol)
    front.people.say(carol, channel, 'similar <https://wiki.example.com/?page=1&amp;v=2>')
    await front.settled()
    expect(textOf(front.people.history(channel)[1])).toContain('2024-04-05')
  },
)

describe('a question to the fold', () => {
  const two = { 'a.md': aDocument(['Quartz']), 'b.md': later }

  // fold-patterns.ts: `refresh` is not passed on, so that every answer is remembered.
  test('with “refresh” asks the model anew', async () => {
    const front = await aFront(queue)
    await front.publish(two)
    for (const words of ['quartz', 'quartz refresh']) {
      await front.people.command(carol, postmortems, '/patterns', words)
      await front.settled()
    }
    expect(front.workshop.scripted.count('patterns')).toBe(2)
  })

  // questions.ts: who wants it anew is told that somebody asked the same, which they did not.
  test('with “refresh” is not the same as one without', async () => {
    const front = await aFront(queue)
    await front.publish(two)
    await front.stopWorkers()
    await front.people.command(carol, postmortems, '/patterns', 'quartz')
    await front.people.command(bob, postmortems, '/patterns', 'quartz refresh')
    expect(toldTo(front, bob)[0]).toContain('I fold them anew')
  })

  // publish-report.ts publishProposals: counts all incidents, whatever the window that it names.
  test('about opportunities in a window counts the incidents of the window', async () => {
    const front = await aFront(queue)
    await front.publish(two)
    await front.people.command(carol, quartzRoom, '/opportunities', 'quartz since 2024-04')
    await front.settled()
    expect(threadsIn(front, quartzRoom)[0]?.[0]).not.toContain('2 incidents, since 2024-04-01')
  })

  // access.ts: the obstacle is believed for five minutes, also after it was mended.
  test('is taken where the app was just invited to', async () => {
    const front = await aFront(queue)
    await front.publish(two)
    await front.people.command(carol, outside, '/patterns', 'quartz')
    const channel = front.workspace.state.channel(outside)
    if (channel) front.workspace.state.putChannel({ ...channel, members: [carol, front.workspace.botUserId] })
    await front.people.command(carol, outside, '/patterns', 'quartz')
    await front.settled()
    expect(threadsIn(front, outside)).toHaveLength(1)
  })

  // answer.ts: the words are those of a command, and come after the answer where that is stored.
  test('in a thread is not told to look for its answer elsewhere', async () => {
    const front = await aFront(queue)
    await front.publish(two)
    const root = front.people.history(postmortems)[0]?.ts ?? ''
    front.people.say(carol, postmortems, `<@${front.workspace.botUserId}> patterns quartz`, root)
    await front.settled()
    expect(holding(front, postmortems, 'posted in this channel as a thread')).toEqual([])
  })
})
