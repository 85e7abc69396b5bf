import { beforeEach, describe, expect, test } from 'vitest'
import { aFront, alice, bob, checkoutRoom, emptied, postmortems, quartzRoom, transports } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { obliging } from '../support/scripted-ask.ts'
import { messageSaying, messagesIn, textOf, threadsIn } from '../support/shown-text.ts'

const nothing = { issueSummary: [], impact: [], resolution: [], preventiveActions: [] }
const invented = { ...nothing, rootCauses: [{ text: 'The moon fell.', quote: 'The moon fell.' }] }

const queue = await aQueue()
beforeEach(() => emptied(queue))

describe.each(transports)('a published postmortem, over %s', (transport) => {
  test('begins a thread: what it was, its summary, and what each technology had to do with it', async () => {
    const front = await aFront(queue, { transport })
    const head = 'date: 2024-03-05\nseverity: SEV2\nurl: https://wiki.example.com/checkout\nduration_minutes: 47'
    await front.publish({ 'a.md': aDocument(['Quartz', 'Basalt'], head) })
    expect(threadsIn(front, postmortems)).toEqual([
      [
        expect.stringMatching(
          /^The checkout was slow\nOpen the postmortem · 2024-03-05 · SEV2\n47 minutes\nInvolved: basalt \(root cause\) and quartz \(root cause\)/,
        ),
        expect.stringMatching(
          /Root causes\nQuartz throttled the writes of the checkout\..*Made by scripted\nCorrectWrong/s,
        ),
        expect.stringMatching(
          /^basalt was the root cause\.\n\nBasalt throttled the writes.*Show the quotes.*CorrectWrong/s,
        ),
        expect.stringMatching(
          /^quartz was the root cause\.\n\nQuartz throttled the writes.*Show the quotes.*CorrectWrong/s,
        ),
      ],
    ])
  })

  test('unfurls nothing, pings nobody and carries its key', async () => {
    const front = await aFront(queue, { transport })
    const head = 'date: 2024-03-05\nurl: https://wiki.example.com/checkout'
    await front.publish({ 'a.md': `${aDocument(['Quartz'], head)}\n<!channel> <@U0BOB> https://evil.example.com\n` })
    const messages = messagesIn(front, postmortems)
    expect(messages.map(({ unfurls }) => unfurls)).toEqual(messages.map(() => ({ links: false, media: false })))
    expect(messages.map(({ metadata }) => metadata?.event_payload.key)).toEqual([
      expect.stringMatching(/^digest:\d+:C0EVERYTHING$/),
      expect.stringMatching(/:summary$/),
      expect.stringMatching(/:finding:quartz$/),
    ])
    const objects = JSON.stringify(messages)
    expect(objects).not.toMatch(/"user_id"|"broadcast"|"url":"https:\/\/evil/)
    expect(messages.filter(({ text }) => /<[@!]/.test(text))).toEqual([])
  })

  test('says how often its technology has failed, and which incidents were like it', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    await front.publish({ 'b.md': aDocument(['Quartz'], 'date: 2024-05-05\nseverity: SEV1') })
    const [first, second] = threadsIn(front, postmortems)
    expect(first).toHaveLength(3)
    expect(second?.[0]).toContain('2nd incident involving quartz on record, both in twelve months')
    expect(second?.at(-1)).toMatch(
      /^Similar incidents\nThe checkout was slow · 2024-03-05 · SEV2 · quartz \(root cause\) · very alike\n/,
    )
  })

  test('says which pattern it repeats, when that happened before, and what shipped against it', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({
      'a.md': aDocument(['Quartz'], 'date: 2024-01-05'),
      'b.md': aDocument(['Quartz'], 'date: 2024-02-05'),
    })
    await front.people.command(alice, postmortems, '/opportunities', 'quartz')
    await front.settled()
    const { ts } = messageSaying(front, postmortems, 'A draft: nobody has decided on it yet.')
    const id = String((await front.pool.query('select id from opportunities')).rows[0]?.id)
    await front.people.click(bob, postmortems, ts, 'approve_opportunity', id)
    await front.settled()
    await front.people.click(bob, postmortems, ts, 'ship_opportunity', id)
    await front.settled()
    await front.people.submit(bob, front.people.openModal(bob)?.id ?? '', { shipped_on: '2024-03-01' })
    await front.settled()
    front.workshop.scripted.asked.length = 0
    await front.publish({ 'c.md': aDocument(['Quartz'], 'date: 2024-04-05\nseverity: SEV4') })
    const shown = textOf(messageSaying(front, postmortems, 'SEV4'))
    expect(shown).toMatch(/Third incident of Hot partitions.*\n↳ before: .*2024-02-05.*2024-01-05/)
    expect(shown).toContain('↳ shipped against it: Alarms on partition heat')
    expect(front.workshop.scripted.count('assignment')).toBe(1)
    expect(front.workshop.scripted.count('patterns')).toBe(0)
  })

  test('goes to the channels of its technologies and of its team', async () => {
    const routing = { technologies: { quartz: quartzRoom }, teams: { checkout: checkoutRoom } }
    const front = await aFront(queue, { transport, routing })
    await front.publish({
      'quartz.md': aDocument(['Quartz'], 'date: 2024-01-01\nowner_team: search'),
      'both.md': aDocument(['Quartz', 'Basalt'], 'date: 2024-01-02\nowner_team: checkout'),
      'neither.md': aDocument(['Basalt'], 'date: 2024-01-03'),
    })
    const dates = (channel: string) =>
      new Set(threadsIn(front, channel).map(([parent]) => /\d{4}-\d\d-\d\d/.exec(parent ?? '')?.[0]))
    expect(dates(quartzRoom)).toEqual(new Set(['2024-01-01', '2024-01-02']))
    expect(dates(checkoutRoom)).toEqual(new Set(['2024-01-02']))
    expect(dates(postmortems)).toEqual(new Set(['2024-01-03']))
  })

  test('that is older than what is announced is digested without a word', async () => {
    const front = await aFront(queue, {
      transport,
      routing: { announceDays: 30 },
      workshop: { now: () => new Date('2024-04-01T12:00:00Z') },
    })
    await front.publish({
      'old.md': aDocument(['Quartz'], 'date: 2024-02-01'),
      'late.md': aDocument(['Basalt'], 'date: 2024-02-02\npublished: 2024-03-20'),
      'new.md': aDocument(['Granite'], 'date: 2024-03-05'),
    })
    const involved = threadsIn(front, postmortems).map(([parent]) => /Involved: (\w+)/.exec(parent ?? '')?.[1])
    expect(new Set(involved)).toEqual(new Set(['basalt', 'granite']))
    const { rows } = await front.pool.query(`select from postmortems where state = 'mapped'`)
    expect(rows).toHaveLength(3)
  })

  test('that involves no technology says so, and goes where everything goes', async () => {
    const front = await aFront(queue, { transport, routing: { technologies: { quartz: quartzRoom } } })
    await front.publish({ 'a.md': '---\ntitle: The office was dark\ndate: 2024-03-05\n---\nSomebody cut the cable.\n' })
    expect(threadsIn(front, postmortems)).toEqual([
      [
        expect.stringContaining('No technology was directly involved.'),
        expect.stringContaining('Somebody cut the cable.'),
      ],
    ])
    expect(threadsIn(front, quartzRoom)).toEqual([])
  })

  test('shows nothing of what the evidence gate refused, and that it waits for a curator', async () => {
    const front = await aFront(queue, {
      transport,
      script: {
        analyzer: (input, options) =>
          input.technology.id === 'quartz'
            ? { sentences: [{ text: 'Quartz ate the backups.', quote: 'Quartz ate the backups.' }] }
            : obliging.analyzer(input, options),
      },
    })
    await front.publish({ 'a.md': aDocument(['Quartz', 'Basalt']) })
    const [thread] = threadsIn(front, postmortems)
    expect(thread?.[0]).toMatch(/Involved: basalt \(root cause\).*✋ quartz is held back for a curator\./s)
    expect(thread).toHaveLength(3)
    expect(JSON.stringify(messagesIn(front, postmortems))).not.toContain('ate the backups')
  })

  test('that is held back as a whole is not announced', async () => {
    const front = await aFront(queue, { transport, script: { summarization: () => invented } })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    expect((await front.pool.query('select state from postmortems')).rows).toEqual([{ state: 'held' }])
    expect(threadsIn(front, postmortems)).toEqual([])
  })

  test('shows the quotes behind a digest to whoever asks for them', async () => {
    const front = await aFront(queue, { transport })
    await front.publish({ 'a.md': aDocument(['Quartz']) })
    const [, , finding] = messagesIn(front, postmortems)
    await front.people.click('U0CAROL', postmortems, finding?.ts ?? '', 'show_quotes')
    await front.settled()
    const shown = JSON.stringify(front.people.openModal('U0CAROL'))
    expect(shown).toMatch(/"rich_text_quote",.*Nobody watched the partitions of Quartz\./)
  })
})
