import { beforeEach, describe, expect, test } from 'vitest'
import {
  aFront,
  alice,
  bob,
  carol,
  emptied,
  type FrontOptions,
  postmortems,
  quartzRoom,
  type RunningFront,
  transports,
} from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** A thread of one draft, drawn from two incidents of Quartz. */
async function aDraft(options: FrontOptions) {
  const front = await aFront(queue, { routing: { everything: null }, ...options })
  await front.publish({
    'a.md': aDocument(['Quartz'], 'date: 2024-03-05\nduration_minutes: 47'),
    'b.md': aDocument(['Quartz'], 'date: 2024-04-05\nduration_minutes: 13'),
  })
  await front.people.command(alice, postmortems, '/opportunities', 'quartz')
  await front.settled()
  const draft = messageSaying(front, postmortems, 'A draft: nobody has decided on it yet.')
  return { front, draft, id: String((await front.pool.query('select id from opportunities')).rows[0]?.id) }
}

const now = ({ people }: RunningFront, ts: string): string =>
  textOf(people.thread(postmortems, people.history(postmortems)[0]?.ts ?? '').find((message) => message.ts === ts))

/** A document of each day that tells of a hot partition of Quartz. */
const incidentsOn = (...days: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    days.map((day, place) => [`${day || `undated-${place}`}.md`, aDocument(['Quartz'], day && `date: ${day}`)]),
  )

/** The first incident, which begins the record, and twelve in the 200 days after it, the last on the day of shipping. */
const before = [
  '01-01',
  '01-02',
  '01-20',
  '02-08',
  '02-25',
  '03-14',
  '03-30',
  '04-16',
  '05-02',
  '05-20',
  '06-07',
  '06-25',
  '07-19',
].map((day) => `2024-${day}`)
const shippedOn = '2024-07-19'

/** An approved opportunity of thirteen incidents, on a day that can be moved. */
async function anApproved(options: FrontOptions) {
  const clock = { day: '2024-09-01' }
  const now = (): Date => new Date(`${clock.day}T12:00:00Z`)
  const front = await aFront(queue, { routing: { everything: null }, workshop: { now }, ...options })
  await front.publish(incidentsOn(...before))
  await front.people.command(alice, postmortems, '/opportunities', 'quartz')
  await front.settled()
  const draft = messageSaying(front, postmortems, 'A draft: nobody has decided on it yet.')
  const thread = { front, draft, id: String((await front.pool.query('select id from opportunities')).rows[0]?.id) }
  await presses(thread, bob, 'edit')
  await sends(thread, bob, { investment: 'Heat alarms', mechanism: 'The pager rings before it throttles.' })
  await presses(thread, bob, 'approve')
  return { ...thread, clock }
}

async function presses({ front, draft, id }: Awaited<ReturnType<typeof aDraft>>, person: string, button: string) {
  await front.people.click(person, postmortems, draft.ts, `${button}_opportunity`, id)
  await front.settled()
}

async function sends({ front }: Awaited<ReturnType<typeof aDraft>>, person: string, entries: Record<string, string>) {
  const sent = await front.people.submit(person, front.people.openModal(person)?.id ?? '', entries)
  await front.settled()
  return sent
}

describe.each(transports)('/opportunities, over %s', (transport) => {
  test('is answered by a thread with a draft for each proposal: its reach, what speaks against it, and buttons', async () => {
    const { front } = await aDraft({ transport })
    expect(threadsIn(front, postmortems)).toEqual([
      [
        expect.stringMatching(/^quartz: opportunities\n2 incidents.*asked by @U0ALICE.*1 proposal below/s),
        expect.stringMatching(
          /^1\. Alarms on partition heat.*Answers the pattern: Hot partitions\n.*Would have prevented 2 of 2 incidents\n60 minutes · customers unknown.*Against it: Nobody heard the last alarm\..*A draft.*Approve\nReject…\nEdit…/s,
        ),
      ],
    ])
  })

  test('are approved by an approver, for all to see', async () => {
    const thread = await aDraft({ transport })
    await presses(thread, bob, 'approve')
    const shown = now(thread.front, thread.draft.ts)
    expect(shown).toMatch(/✅ Approved by @U0BOB on \d{4}-\d\d-\d\d\./)
    expect(shown).not.toContain('Reject…')
  })

  test('are rejected with a reason, which everybody sees', async () => {
    const thread = await aDraft({ transport })
    await presses(thread, bob, 'reject')
    expect(textOf(thread.front.people.openModal(bob))).toContain('Alarms on partition heat')
    expect(await sends(thread, bob, { rejection: 'We tried it in spring.' })).toMatchObject({ result: 'closed' })
    expect(now(thread.front, thread.draft.ts)).toMatch(/🚫 Rejected by @U0BOB on .*: We tried it in spring\./)
  })

  test('are put into better words, and stay drafts', async () => {
    const thread = await aDraft({ transport })
    await presses(thread, bob, 'edit')
    await sends(thread, bob, { investment: 'Heat alarms', mechanism: 'The pager rings before it throttles.' })
    const shown = now(thread.front, thread.draft.ts)
    expect(shown).toMatch(/^1\. Heat alarms\s+The pager rings before it throttles\./)
    expect(shown).toMatch(/A draft: nobody has decided on it yet\.\nWords changed by @U0BOB\./)
    await presses(thread, bob, 'approve')
    expect(now(thread.front, thread.draft.ts)).toContain('✅ Approved')
  })

  test('keep what people have decided when the technology is folded again', async () => {
    const thread = await aDraft({ transport })
    await presses(thread, bob, 'approve')
    await thread.front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2024-05-05') })
    await thread.front.people.command(carol, postmortems, '/opportunities', 'quartz')
    await thread.front.settled()
    const [, second] = threadsIn(thread.front, postmortems)
    expect(second?.[1]).toContain('✅ Approved by @U0BOB')
    expect(second?.[2]).toContain('A draft: nobody has decided on it yet.')
  })

  test('that a newer fold replaces say so where they stand', async () => {
    const { front, draft } = await aDraft({ transport })
    await front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2024-05-05') })
    await front.people.command(carol, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    expect(now(front, draft.ts)).toContain('Replaced by a newer fold.')
    expect(now(front, draft.ts)).not.toContain('Approve')
  })

  test('are shown as decided in every channel where they stand', async () => {
    const thread = await aDraft({ transport })
    await thread.front.people.command(carol, quartzRoom, '/opportunities', 'quartz')
    await thread.front.settled()
    await presses(thread, bob, 'approve')
    expect(textOf(messageSaying(thread.front, quartzRoom, '1. Alarms'))).toContain('✅ Approved by @U0BOB')
  })

  test('in a window count its incidents', async () => {
    const { front } = await aDraft({ transport })
    await front.people.command(carol, quartzRoom, '/opportunities', 'quartz since 2024-04')
    await front.settled()
    const [thread] = threadsIn(front, quartzRoom)
    expect(thread?.[0]).toContain('1 incident, since 2024-04-01')
    expect(thread?.[1]).toContain('Would have prevented 1 of 1 incident')
  })

  test('keep the form open whose reason is blank', async () => {
    const thread = await aDraft({ transport })
    await presses(thread, bob, 'reject')
    expect(await sends(thread, bob, { rejection: '   ' })).toMatchObject({ result: 'errors' })
    expect(now(thread.front, thread.draft.ts)).toContain('A draft')
  })

  test('can’t be decided on by others, not even by curators', async () => {
    const thread = await aDraft({ transport })
    for (const button of ['approve', 'reject', 'edit']) {
      await presses(thread, alice, button)
      expect(toldTo(thread.front, alice).at(-1)).toContain('Only approvers decide on opportunities.')
      expect(thread.front.people.openModal(alice)).toBeNull()
    }
    expect(toldTo(thread.front, alice)).toHaveLength(4)
    expect(now(thread.front, thread.draft.ts)).toContain('A draft')
  })

  test('are decided on by whom a user group names', async () => {
    const thread = await aDraft({
      transport,
      settings: { approvers: ['S0LEADS'] },
      workspace: { groups: [{ id: 'S0LEADS', handle: 'leads', users: [carol] }] },
    })
    await presses(thread, bob, 'approve')
    expect(now(thread.front, thread.draft.ts)).toContain('A draft')
    await presses(thread, carol, 'approve')
    expect(now(thread.front, thread.draft.ts)).toContain('✅ Approved by @U0CAROL')
  })

  test('that a newer fold has replaced can’t be decided on any more', async () => {
    const thread = await aDraft({ transport })
    await presses(thread, bob, 'reject')
    await thread.front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2024-05-05') })
    await thread.front.people.command(carol, postmortems, '/patterns', 'quartz')
    await thread.front.settled()
    expect(await sends(thread, bob, { rejection: 'Too late.' })).toMatchObject({ result: 'errors' })
    expect(JSON.stringify(thread.front.people.openModal(bob)?.errors)).toContain('This is no draft any more')
  })

  test('are approved, shipped on a day, and measured: incidents before and after, in words', async () => {
    const thread = await anApproved({ transport })
    const { front, draft, clock } = thread
    expect(now(front, draft.ts)).toMatch(/^1\. Heat alarms.*✅ Approved by @U0BOB.*Shipped…/s)

    await presses(thread, bob, 'ship')
    expect(JSON.stringify(front.people.openModal(bob))).toContain('"initial_value":"2024-09-01"')
    expect(await sends(thread, bob, { shipped_on: shippedOn })).toMatchObject({ result: 'closed' })
    const early = now(front, draft.ts)
    expect(early).toMatch(/✅ Approved by @U0BOB on \d{4}-\d\d-\d\d\.\n🚀 Shipped on 2024-07-19, as @U0BOB said\.\n/)
    expect(early).toContain(
      'Before it: 12 incidents in the 200 days after the first on record (2024-01-01). Nothing is on record since: too early to say. The record ends with the latest incident of any technology (2024-07-19). Counted on 2024-09-01.',
    )
    expect(early).not.toContain('Shipped…')

    clock.day = '2025-02-04'
    await front.publish(incidentsOn('2024-07-20', '2024-12-24', '2025-02-04', ''))
    await front.people.command(carol, postmortems, '/opportunities', 'quartz')
    await front.settled()
    // 3 of 15 in the second of two equal times: Clopper and Pearson have 4.33 to 48.09 %, as odds 0.045 to 0.926.
    const measured =
      'Before it: 12 incidents in the 200 days after the first on record (2024-01-01). 3 incidents in the 200 days since, where 12 were to be expected: spared about 9 of 12 (rate ratio 0.25, 95 % 0.05–0.93). The record ends with the latest incident of any technology (2025-02-04). 1 incident without a date is not counted. Counted on 2025-02-04.'
    expect(now(front, draft.ts)).toContain(measured)
    expect(threadsIn(front, postmortems)[1]?.[1]).toContain(measured)
  })

  test('can’t ship on what is no day, or on one that lies ahead', async () => {
    const thread = await anApproved({ transport })
    await presses(thread, bob, 'ship')
    for (const [day, words] of [
      ['2024-02-30', 'That is no day'],
      ['last week', 'That is no day'],
      ['2024-09-02', 'That day lies ahead'],
    ] as const) {
      expect(await sends(thread, bob, { shipped_on: day })).toMatchObject({ result: 'errors' })
      expect(JSON.stringify(thread.front.people.openModal(bob)?.errors)).toContain(words)
    }
    expect(now(thread.front, thread.draft.ts)).toContain('Shipped…')
  })

  test('ship once, and only where an approver says so', async () => {
    const thread = await anApproved({ transport })
    await presses(thread, alice, 'ship')
    expect(toldTo(thread.front, alice).at(-1)).toContain('Only approvers decide on opportunities.')
    await presses(thread, bob, 'ship')
    await thread.front.pool.query(`update opportunities set state = 'shipped', shipped_on = '2024-08-01'`)
    expect(await sends(thread, bob, { shipped_on: shippedOn })).toMatchObject({ result: 'errors' })
    expect(JSON.stringify(thread.front.people.openModal(bob)?.errors)).toContain('it ships once')
  })

  test('are decided once: a form that was open meanwhile says so', async () => {
    const thread = await aDraft({ transport, settings: { approvers: [bob, carol] } })
    await presses(thread, carol, 'edit')
    await presses(thread, bob, 'approve')
    expect(await sends(thread, carol, { investment: 'Something else' })).toMatchObject({ result: 'errors' })
    expect(now(thread.front, thread.draft.ts)).toMatch(/^1\. Alarms on partition heat.*✅ Approved by @U0BOB/s)
  })
})
