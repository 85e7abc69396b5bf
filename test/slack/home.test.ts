import { beforeEach, describe, expect, test } from 'vitest'
import { aFront, alice, carol, emptied, gus, postmortems, type RunningFront, transports } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, textOf, threadsIn } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

async function homeOf(front: RunningFront, person: string): Promise<string> {
  front.people.openHome(person)
  await front.settled()
  return textOf(front.people.homeOf(person))
}

async function presses(front: RunningFront, person: string, button: string): Promise<void> {
  await front.people.clickInView(person, front.people.homeOf(person)?.id ?? '', button)
  await front.settled()
}

async function folded(transport: 'socket' | 'http'): Promise<RunningFront> {
  const front = await aFront(queue, { transport })
  await front.publish({ 'a.md': aDocument(['Quartz', 'Basalt']), 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') })
  await front.people.command(carol, postmortems, '/patterns', 'quartz')
  await front.settled()
  return front
}

describe.each(transports)('the app’s home, over %s', (transport) => {
  test('shows at first that there is nothing yet', async () => {
    const front = await aFront(queue, { transport })
    const home = await homeOf(front, carol)
    expect(home).toMatch(
      /Postmortems: none yet.*No postmortem has been digested yet\..*Nothing has been folded yet\..*Nothing waits\..*Nobody has voted yet\./s,
    )
  })

  test('counts what is stored and shows the latest digests, reports and votes', async () => {
    const front = await folded(transport)
    front.people.react(alice, postmortems, messageSaying(front, postmortems, 'basalt was').ts, '-1')
    await front.settled()
    const home = await homeOf(front, carol)
    expect(home).toContain('Postmortems: 2 (2 digested)\nQueue: 0 jobs under way, 0 given up\n✅ Nothing needs you.')
    expect(home).toMatch(/Latest digests.*2024-03-05 · SEV2 · .*basalt \(root cause\)/s)
    expect(home).toMatch(/quartz — 1 pattern · 2 incidents · folded on \d{4}-\d\d-\d\d/)
    expect(home).toMatch(/Votes\nanalyzer — 👍 0 · 👎 1/)
  })

  test('is written anew whenever it is opened', async () => {
    const front = await aFront(queue, { transport })
    await homeOf(front, carol)
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    expect(await homeOf(front, carol)).toContain('1 (1 digested)')
  })

  test('names channels that can’t be written to, and how to mend that', async () => {
    const front = await aFront(queue, {
      transport,
      workspace: { channels: [{ id: postmortems, name: 'old', isArchived: true }] },
    })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const home = await homeOf(front, carol)
    expect(home).toMatch(/Channels that can’t be written to\n#C0EVERYTHING — 3 messages waiting\. .*unarchive it/)
    expect(home).not.toContain('Nothing needs you')
  })

  test('lets curators settle what is disputed, and only shows it to others', async () => {
    const front = await folded(transport)
    await front.people.shortcut(
      alice,
      postmortems,
      messageSaying(front, postmortems, 'basalt was').ts,
      'wrong_attribution',
    )
    await front.settled()
    await front.people.submit(alice, front.people.openModal(alice)?.id ?? '')
    await front.settled()
    expect(await homeOf(front, carol)).toMatch(/basalt as root cause is disputed by @U0ALICE\.\s+Curators decide/)
    expect(await homeOf(front, alice)).toContain('Leave it out\nTake it back in')
    await presses(front, alice, 'settle_leave_out')
    expect(textOf(front.people.homeOf(alice))).toContain('Nothing waits.')
  })

  test('has a button for each report, which is answered by a direct message', async () => {
    const front = await folded(transport)
    await homeOf(front, carol)
    await presses(front, carol, 'ask_patterns:quartz')
    const [thread] = threadsIn(front, front.people.directMessage(carol))
    expect(thread?.[0]).toMatch(/^quartz: failure patterns.*asked by @U0CAROL.*1 theme of one or two incidents/s)
    expect(thread).toHaveLength(3)
    expect(threadsIn(front, postmortems)).toHaveLength(3)
  })

  test('is a polite refusal to guests', async () => {
    const front = await folded(transport)
    front.people.openHome(gus)
    await front.settled()
    expect(JSON.stringify(front.people.homeOf(gus)?.blocks)).toContain('Guests can’t use Lode')
  })
})
