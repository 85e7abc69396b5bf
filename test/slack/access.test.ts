import { beforeEach, describe, expect, test } from 'vitest'
import {
  aFront,
  alice,
  bob,
  carol,
  emptied,
  gus,
  outside,
  postmortems,
  quartzRoom,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, messagesIn, textOf, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const [shared, hidden, archived] = ['C0SHARED', 'C0HIDDEN', 'C0ARCHIVED'] as const
const [foreigner, stranger] = ['U0FOREIGN', 'U0STRANGER'] as const

/** One digest; a channel that another company takes part in, a private one without the app, and one that is archived. */
async function aDigest(
  transport: 'socket' | 'http',
  settings: Parameters<typeof aFront>[1] = {},
): Promise<RunningFront> {
  const front = await aFront(queue, {
    transport,
    ...settings,
    workspace: {
      otherTeams: [{ id: 'T0OTHER', name: 'Other', domain: 'other' }],
      foreignTeams: [{ id: 'T0PARTNER', name: 'Partner', domain: 'partner' }],
      people: [
        { id: foreigner, name: 'finn', teamId: 'T0PARTNER' },
        { id: stranger, name: 'sten', teamId: 'T0OTHER' },
      ],
      channels: [
        { id: shared, name: 'shared', isExternallyShared: true, members: [carol, foreigner] },
        { id: hidden, name: 'hidden', kind: 'private', withoutBot: true },
        { id: archived, name: 'archived', isArchived: true },
        { id: 'C0OTHERS', name: 'others', teamId: 'T0OTHER', members: [stranger] },
      ],
    },
  })
  await front.publish({ 'a.md': aDocument(['Quartz']) })
  return front
}

/** Nothing was posted or stored for somebody who was refused, and that was written down. */
async function nothingHappened(front: RunningFront, before: number): Promise<void> {
  await front.settled()
  const channels = front.workspace.state.channels().filter(({ kind }) => kind !== 'im')
  expect(channels.flatMap(({ id }) => messagesIn(front, id)).filter(({ botId }) => botId !== null)).toHaveLength(before)
  expect((await front.pool.query('select from posts')).rowCount).toBe(before)
  expect((await front.pool.query('select from votes')).rowCount).toBe(0)
  expect(front.logged.filter(({ msg }) => msg === 'refused').length).toBeGreaterThan(0)
  expect(front.logged.filter(({ level }) => Number(level) >= 40)).toEqual([])
}

describe.each(transports)('a guest, over %s,', (transport) => {
  test('is refused every command politely', async () => {
    const front = await aDigest(transport)
    for (const command of ['/patterns', '/opportunities', '/lode']) {
      expect(await front.people.command(gus, postmortems, command, 'quartz')).toBe('acknowledged')
      expect(toldTo(front, gus).at(-1)).toContain('Guests can’t use Lode in this workspace.')
    }
    expect(toldTo(front, gus)).toHaveLength(3)
    await nothingHappened(front, 3)
  })

  test('is refused when mentioning the app, clicking, reacting and using the shortcut', async () => {
    const front = await aDigest(transport)
    const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
    front.people.say(gus, postmortems, `<@${front.workspace.botUserId}> status`)
    await front.settled()
    front.people.react(gus, postmortems, ts, '-1')
    await front.people.click(gus, postmortems, ts, 'vote', 'down')
    await front.people.click(gus, postmortems, ts, 'show_quotes')
    await front.people.shortcut(gus, postmortems, ts, 'wrong_attribution')
    await nothingHappened(front, 3)
    expect(toldTo(front, gus)).toHaveLength(4)
    expect(new Set(toldTo(front, gus).map((text) => text.slice(0, 20)))).toEqual(new Set(['Guests can’t use Lod']))
    expect(front.people.openModal(gus)).toBeNull()
  })

  test('is told so in a direct message', async () => {
    const front = await aDigest(transport)
    const channel = front.people.directMessage(gus)
    front.people.say(gus, channel, 'status')
    await nothingHappened(front, 3)
    expect(front.people.history(channel).map(textOf)).toEqual([
      'status',
      expect.stringContaining('Guests can’t use Lode'),
    ])
  })

  test('is welcome where guests are allowed', async () => {
    const front = await aDigest(transport, { settings: { allowsGuests: true } })
    await front.people.command(gus, postmortems, '/lode', 'status')
    front.people.react(gus, postmortems, messageSaying(front, postmortems, 'quartz was the root cause.').ts, '+1')
    await front.settled()
    expect(toldTo(front, gus)).toEqual([expect.stringMatching(/^Status/)])
    expect((await front.pool.query('select voter from votes')).rows).toEqual([{ voter: gus }])
  })
})

describe.each(transports)('somebody of another team, over %s,', (transport) => {
  test('is refused', async () => {
    const front = await aDigest(transport)
    await front.people.command(stranger, 'C0OTHERS', '/lode', 'status')
    expect(toldTo(front, stranger)).toEqual(['Lode is not enabled for this workspace.'])
    await nothingHappened(front, 3)
  })

  test('is refused in a channel that is shared with their company, and so is everybody there', async () => {
    const front = await aDigest(transport)
    await front.people.command(carol, shared, '/patterns', 'quartz')
    expect(toldTo(front, carol)).toEqual(['Lode does not answer in channels that are shared with other organisations.'])
    front.people.say(foreigner, shared, `<@${front.workspace.botUserId}> status`)
    await nothingHappened(front, 3)
    expect(toldTo(front, foreigner)).toEqual(['Lode answers only people of the workspace that it belongs to.'])
  })

  test('may be there where shared channels are allowed, and only members of the own team are answered', async () => {
    const front = await aDigest(transport, { settings: { allowsSharedChannels: true } })
    await front.people.command(carol, shared, '/patterns', 'quartz')
    front.people.say(foreigner, shared, `<@${front.workspace.botUserId}> status`)
    await front.settled()
    expect(textOf(messageSaying(front, shared, 'quartz: failure'))).toContain('asked by @U0CAROL')
    expect(toldTo(front, foreigner)).toEqual(['Lode answers only people of the workspace that it belongs to.'])
  })
})

describe.each(transports)('a channel, over %s,', (transport) => {
  test('that is not among the allowed ones is refused, while direct messages are not', async () => {
    const front = await aDigest(transport, { settings: { allowedChannels: [quartzRoom] } })
    await front.people.command(carol, postmortems, '/patterns', 'quartz')
    expect(toldTo(front, carol)).toEqual([expect.stringContaining('Lode is not enabled in this channel.')])
    await nothingHappened(front, 3)
    await front.people.command(carol, front.people.directMessage(carol), '/lode', 'status')
    await front.people.command(bob, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    expect(toldTo(front, carol).at(-1)).toMatch(/^Status/)
    expect(front.people.history(quartzRoom)).toHaveLength(1)
  })

  test.each([outside, hidden])(
    'that the app is not in (%s) is told to invite it, and is answered once that was done',
    async (channel) => {
      const front = await aDigest(transport)
      expect(await front.people.command(alice, channel, '/patterns', 'quartz')).toBe('acknowledged')
      await front.people.command(alice, channel, '/opportunities', 'quartz')
      await front.settled()
      expect(toldTo(front, alice)).toEqual(
        Array(2).fill('I am not in this channel. Invite me with /invite @lode, then ask again.'),
      )
      expect(front.people.history(channel)).toEqual([])
      expect(front.workshop.scripted.count('patterns')).toBe(0)
      const seen = front.workspace.state.channel(channel)
      if (seen) front.workspace.state.putChannel({ ...seen, members: [...seen.members, front.workspace.botUserId] })
      await front.people.command(alice, channel, '/patterns', 'quartz')
      await front.settled()
      expect(textOf(messageSaying(front, channel, 'quartz: failure'))).toContain('asked by @U0ALICE')
    },
  )

  test('that is archived says that nothing can be posted there', async () => {
    const front = await aDigest(transport)
    await front.people.command(alice, archived, '/patterns', 'quartz')
    await front.settled()
    expect(toldTo(front, alice)).toEqual(['This channel is archived, so nothing can be posted here.'])
    expect((await front.pool.query('select from posts')).rowCount).toBe(3)
  })
})
