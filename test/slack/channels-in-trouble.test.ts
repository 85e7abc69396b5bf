import { beforeEach, describe, expect, test, vi } from 'vitest'
import { requeue } from '../../src/commands/retry.ts'
import { statusCommand } from '../../src/commands/status.ts'
import type { Lode } from '../../src/lode.ts'
import { aFront, carol, emptied, postmortems, quartzRoom, type RunningFront, transports } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { textOf, threadsIn } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** What `lode status` prints. */
async function printed(front: RunningFront, ...flags: string[]): Promise<string> {
  const lines = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const openWorkshop: Lode['openWorkshop'] = async () => ({
    ...front.workshop,
    connectSlack: null,
    startWebhook: null,
    close: async () => {},
  })
  const lode: Pick<Lode, 'openWorkshop'> = { openWorkshop }
  await statusCommand(() => lode as Lode).parseAsync(flags, { from: 'user' })
  const text = lines.mock.calls.map(([line]) => String(line)).join('')
  lines.mockRestore()
  return text
}

async function homeOf(front: RunningFront): Promise<string> {
  front.people.openHome(carol)
  await front.settled()
  return textOf(front.people.homeOf(carol))
}

function change(
  { workspace: { state } }: RunningFront,
  id: string,
  part: { isArchived?: boolean; members?: string[] },
) {
  const channel = state.channel(id)
  if (channel) state.putChannel({ ...channel, ...part })
}

describe.each(transports)('a digest for a channel that can’t be written to, over %s,', (transport) => {
  test('waits, with the reason on the home and in the status, until the channel is unarchived', async () => {
    const front = await aFront(queue, {
      transport,
      workspace: { channels: [{ id: postmortems, name: 'old', isArchived: true }] },
    })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    expect(await homeOf(front)).toMatch(
      /#C0EVERYTHING — 3 messages waiting\. .*unarchive it, or configure another channel/,
    )
    expect(await printed(front)).toMatch(
      /3 messages not delivered: The channel C0EVERYTHING can't be written to: it is archived/,
    )
    expect(JSON.parse(await printed(front, '--json')).channels).toMatchObject([{ channel: postmortems, messages: 3 }])
    change(front, postmortems, { isArchived: false })
    await requeue(front.workshop)
    await front.settled()
    expect(threadsIn(front, postmortems).map((thread) => thread.length)).toEqual([3])
    expect(await homeOf(front)).toContain('Nothing needs you.')
    expect(await printed(front)).toContain('nothing needs you')
  })

  test('comes by itself with the next one for that channel', async () => {
    const front = await aFront(queue, {
      transport,
      workspace: { channels: [{ id: postmortems, name: 'new', withoutBot: true }] },
    })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    expect(await homeOf(front)).toMatch(/#C0EVERYTHING — 3 messages waiting\. .*invite the app/)
    change(front, postmortems, { members: [carol, front.workspace.botUserId] })
    await front.publish({ 'b.md': aDocument(['Basalt']) })
    expect(threadsIn(front, postmortems)).toHaveLength(2)
    expect(await homeOf(front)).toContain('Nothing needs you.')
  })

  test('that does not exist waits, too, and keeps no other channel waiting', async () => {
    const routing = { technologies: { quartz: 'C0NOWHERE', basalt: quartzRoom } }
    const front = await aFront(queue, { transport, routing })
    await front.publish({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Basalt']) })
    expect(await homeOf(front)).toMatch(/#C0NOWHERE — \d messages waiting\. .*it does not exist/)
    expect(threadsIn(front, quartzRoom)[0]?.[2]).toContain('basalt was the root cause.')
    expect(front.logged.filter(({ level }) => Number(level) >= 40)).toEqual([])
  })

  test('that was archived after the digest was posted is edited when it is unarchived', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    change(front, postmortems, { isArchived: true })
    await front.publish({ 'a.md': null })
    expect(threadsIn(front, postmortems)[0]?.[0]).not.toContain('Withdrawn')
    expect(await homeOf(front)).toMatch(/#C0EVERYTHING — 3 messages waiting\. .*unarchive it/)
    change(front, postmortems, { isArchived: false })
    await requeue(front.workshop)
    await front.settled()
    expect(threadsIn(front, postmortems)[0]?.[0]).toContain('Withdrawn')
    expect(await homeOf(front)).toContain('Nothing needs you.')
  })
})

test.each(transports)(
  'an answer for a channel that is archived meanwhile keeps no other from being given, over %s',
  async (transport) => {
    const front = await aFront(queue, { transport, routing: { everything: null } })
    await front.publish({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') })
    await front.people.command(carol, postmortems, '/patterns', 'quartz')
    await front.people.command(carol, quartzRoom, '/patterns', 'quartz')
    change(front, postmortems, { isArchived: true })
    await front.settled()
    expect(threadsIn(front, quartzRoom)[0]?.[0]).toContain('1 theme of one or two incidents stands apart below')
  },
)
