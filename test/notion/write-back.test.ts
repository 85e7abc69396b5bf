import { beforeEach, describe, expect, test } from 'vitest'
import { keepWhatIsApproved } from '../../src/jobs/kept-pages.ts'
import { listDeadLetters } from '../../src/jobs/queue.ts'
import { connectNotion } from '../../src/notion/client.ts'
import { notionLibrary } from '../../src/notion/library.ts'
import { aFront, alice, bob, emptied, type FrontOptions, postmortems } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, textOf, toldTo } from '../support/shown-text.ts'
import type { NotionStandIn } from '../support/stand-in-notion.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const incident = (head: string): string => aDocument(['Quartz'], head)

/** Lode with a page of Notion to keep things under, and two incidents of Quartz. */
async function aKeeper(options: FrontOptions = {}) {
  const { notion } = await aNotion()
  const reports = notion.workspace.addPlain({ title: 'Reports' })
  const connection = connectNotion({ token: notion.token, baseUrl: notion.url, requestsPerMinute: 100_000 })
  const library = notionLibrary(connection, reports.id, async () => notion.workspace.bot.id)
  const routing = { everything: null }
  const front = await aFront(queue, {
    transport: 'http',
    routing,
    ...options,
    workshop: { library, ...options.workshop },
  })
  await front.publish({
    'a.md': incident('date: 2024-03-05\nurl: https://docs.example.com/a\nduration_minutes: 47'),
    'b.md': incident('date: 2024-04-05\nurl: https://docs.example.com/b\nduration_minutes: 13'),
  })
  const kept = () =>
    [...notion.workspace.pages.values()]
      .filter((page) => page.parentId === reports.id && !page.inTrash)
      .map((page) => ({ id: page.id, title: page.title, text: notion.workspace.bodyOf(page.id) }))
  const asks = async (command: string, words = 'quartz'): Promise<void> => {
    await front.people.command(alice, postmortems, command, words)
    await front.settled()
  }
  const press = async (person: string, saying: string, button: string, value: string): Promise<void> => {
    await front.people.click(person, postmortems, messageSaying(front, postmortems, saying).ts, button, value)
    await front.settled()
  }
  const keepReport = (person: string = bob) => press(person, 'quartz: failure patterns', 'keep_report', 'quartz')
  const approve = async (): Promise<void> => {
    const [{ id }] = (await front.pool.query('select id from opportunities')).rows
    await press(bob, 'A draft: nobody has decided on it yet.', 'approve_opportunity', String(id))
  }
  const hurried = async (): Promise<void> => {
    await front.hurry()
    await front.stopWorkers()
    await front.startWorkers()
    await front.settled()
  }
  return {
    front,
    notion,
    reports,
    kept,
    asks,
    keepReport,
    approve,
    hurried,
    creations: () => notion.counts.get('POST /v1/pages') ?? 0,
  }
}

const shows = ({ front }: Awaited<ReturnType<typeof aKeeper>>, words: string): string =>
  textOf(messageSaying(front, postmortems, words))

describe('a one-pager that an approver keeps', () => {
  test('becomes a page with its patterns, its incidents linked, the ledger, the model and the prompts', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    expect(shows(keeper, 'quartz: failure patterns')).toContain('Keep in Notion')
    expect(keeper.kept()).toEqual([])
    await keeper.keepReport()
    const [page, ...others] = keeper.kept()
    expect(others).toEqual([])
    expect(page?.title).toBe('quartz: failure patterns')
    expect(page?.text).toMatch(/^\*Approved on \d{4}-\d\d-\d\d\. Lode writes this page anew/)
    expect(page?.text).toMatch(/## Also rare\s+- \*\*Hot partitions\*\*: 2 incidents, capacity & scaling\n- /)
    expect(page?.text).toContain('[The checkout was slow](https://docs.example.com/a)')
    expect(page?.text).toMatch(/## Ledger\s+Of all postmortems: 2 found = 2 in scope \(2 themed, 0 other\)\./)
    expect(page?.text).toContain('made by scripted')
    expect(page?.text).toMatch(/- assignment: [0-9a-f]{8}\n- patterns: [0-9a-f]{8}/)
    const shown = shows(keeper, 'quartz: failure patterns')
    expect(shown).toContain('Kept in Notion')
    expect(shown).not.toContain('Keep in Notion')
  })

  test('is rewritten in place by the next fold, and not at all while it says the same', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    await keeper.keepReport()
    const [before] = keeper.kept()
    const writes = () => keeper.notion.counts.get('PATCH /v1/pages/{id}/markdown') ?? 0
    await keepWhatIsApproved(keeper.front.workshop)
    await keeper.front.settled()
    expect(writes()).toBe(0)
    await keeper.front.publish({ 'c.md': incident('date: 2024-05-05\nurl: https://docs.example.com/c') })
    await keeper.asks('/patterns', 'quartz refresh')
    const [after, ...others] = keeper.kept()
    expect(others).toEqual([])
    expect(after?.id).toBe(before?.id)
    expect(after?.text).toContain('https://docs.example.com/c')
    expect(after?.text).toContain('**3 incidents**')
    expect(keeper.creations()).toBe(1)
  })

  test('loses an incident that becomes restricted', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    await keeper.keepReport()
    await keeper.front.publish({
      'a.md': incident('date: 2024-03-05\nurl: https://docs.example.com/a\nrestricted: true'),
    })
    const [page] = keeper.kept()
    expect(page?.text).not.toContain('https://docs.example.com/a')
    expect(page?.text).toContain('1 restricted')
  })

  test('is for approvers to keep', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    await keeper.keepReport(alice)
    expect(keeper.kept()).toEqual([])
    expect(toldTo(keeper.front, alice).at(-1)).toContain('Only approvers decide what is kept.')
  })

  test('stays away once somebody removed its page, until it is kept again', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    await keeper.keepReport()
    keeper.notion.workspace.trash(keeper.kept()[0]?.id ?? '')
    await keeper.front.publish({ 'c.md': incident('date: 2024-05-05') })
    await keeper.asks('/patterns', 'quartz refresh')
    expect(keeper.kept()).toEqual([])
    await keeper.keepReport()
    expect(keeper.kept()).toHaveLength(1)
  })

  test('keeps what people put below its page', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    await keeper.keepReport()
    const below = keeper.notion.workspace.addPlain({ title: 'Our notes', parentId: keeper.kept()[0]?.id ?? '' })
    await keeper.front.publish({ 'c.md': incident('date: 2024-05-05') })
    await keeper.asks('/patterns', 'quartz refresh')
    expect(keeper.kept()[0]?.text).toContain('**3 incidents**')
    expect(keeper.notion.workspace.page(below.id).inTrash).toBe(false)
  })

  test('is written once, though nobody heard that it was', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    keeper.notion.faults.next('POST /v1/pages', { kind: 'dropped', when: 'after' })
    await keeper.keepReport()
    await keeper.hurried()
    expect(keeper.kept()).toHaveLength(1)
    expect(shows(keeper, 'quartz: failure patterns')).toContain('Kept in Notion')
    expect(keeper.creations()).toBe(1)
  })

  test('is written at last, though the request was lost on its way', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    keeper.notion.faults.next('POST /v1/pages', { kind: 'dropped', when: 'before' }, { kind: 'status', status: 500 })
    await keeper.keepReport()
    await keeper.hurried()
    await keeper.hurried()
    expect(keeper.kept()).toHaveLength(1)
  })

  test.each([
    [
      'is not shared',
      'Share it with the connection',
      (notion: NotionStandIn, id: string) => notion.workspace.edit(id, { isShared: false }),
    ],
    [
      'is in the trash',
      'restore it or name another one',
      (notion: NotionStandIn, id: string) => notion.workspace.trash(id),
    ],
    ['may not be written to', 'Insert content', (notion: NotionStandIn) => notion.allow(['read_content'])],
  ])('says what to do where the page for reports %s', async (_, advice, spoil) => {
    const keeper = await aKeeper()
    await keeper.asks('/patterns')
    spoil(keeper.notion, keeper.reports.id)
    await keeper.keepReport()
    const [letter] = await listDeadLetters(queue.boss)
    expect(letter).toMatchObject({ job: 'write-page', reason: expect.stringContaining(advice) })
  })

  test('shows hostile words of documents as they are', async () => {
    const keeper = await aKeeper()
    const title = 'Click [here](https://evil.example) <mention-user url="user://1">you</mention-user> **now**'
    await keeper.front.publish({
      'a.md': incident('date: 2024-03-05').replace('title: The checkout was slow', `title: ${JSON.stringify(title)}`),
    })
    await keeper.asks('/patterns')
    await keeper.keepReport()
    const text = keeper.kept()[0]?.text
    expect(text).toContain('\\[here\\](https:\u2060//evil.example) \\<mention-user')
    expect(text).not.toMatch(/(?<!\\)<mention|\]\(https:\/\/evil/)
  })
})

describe('an opportunity', () => {
  test('becomes a page when it is approved, with what it would have prevented, and its message says where', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/opportunities')
    expect(keeper.kept()).toEqual([])
    await keeper.approve()
    const [page] = keeper.kept()
    expect(page?.title).toMatch(/^Opportunity \d+: Alarms on partition heat/)
    expect(page?.text).toContain('**2 of 2 incidents** · 60 minutes · customers unknown')
    expect(page?.text).toContain('[The checkout was slow](https://docs.example.com/b)')
    expect(page?.text).toMatch(/## Against it\s+It is said: Nobody heard the last alarm\./)
    expect(page?.text).toMatch(/## Ledger\s+Of all postmortems: 2 found/)
    expect(page?.text).toMatch(/- opportunity: [0-9a-f]{8}/)
    expect(shows(keeper, '✅ Approved')).toContain('Kept in Notion')
  })

  test('that has shipped says so on its page, with what it spared and the words that confirm its reach', async () => {
    const keeper = await aKeeper({ workshop: { now: () => new Date('2024-04-15T12:00:00Z') } })
    await keeper.asks('/opportunities')
    await keeper.approve()
    const [{ id }] = (await keeper.front.pool.query('select id from opportunities')).rows
    await keeper.front.people.click(
      bob,
      postmortems,
      messageSaying(keeper.front, postmortems, '✅ Approved').ts,
      'ship_opportunity',
      String(id),
    )
    await keeper.front.settled()
    const modal = keeper.front.people.openModal(bob)
    await keeper.front.people.submit(bob, modal?.id ?? '', { shipped_on: '2024-04-05' })
    await keeper.front.settled()
    const [page, ...others] = keeper.kept()
    expect(others).toEqual([])
    expect(page?.text).toContain('“Quartz throttled the writes of the checkout.”')
    expect(page?.text).toMatch(
      /## Since it shipped on 2024-04-05\s+Before it: 1 incident in the 31 days after the first/,
    )
    expect(page?.text).toContain('Counted on 2024-04-15.')
  })

  test('loses every word when the incidents that it rests on become restricted', async () => {
    const keeper = await aKeeper()
    await keeper.asks('/opportunities')
    await keeper.approve()
    for (const [name, date] of [
      ['a', '2024-03-05'],
      ['b', '2024-04-05'],
    ] as const) {
      await keeper.front.publish({ [`${name}.md`]: incident(`date: ${date}\nrestricted: true`) })
      expect(keeper.kept()[0]?.text).not.toContain(`https://docs.example.com/${name}`)
    }
    expect(keeper.kept()).toMatchObject([
      { title: expect.stringMatching(/^Opportunity \d+$/), text: expect.stringContaining('was taken away') },
    ])
  })

  test('that was approved before anything was kept gets its page at the next start', async () => {
    const keeper = await aKeeper({ workshop: { library: null } })
    await keeper.asks('/opportunities')
    await keeper.approve()
    expect(keeper.kept()).toEqual([])
    await keeper.front.stopWorkers()
    const later = await aKeeper()
    await keepWhatIsApproved(later.front.workshop)
    await later.front.settled()
    expect(later.kept()).toHaveLength(1)
  })
})

test('nothing is offered where nothing is kept', async () => {
  const keeper = await aKeeper({ workshop: { library: null } })
  await keeper.asks('/patterns')
  expect(shows(keeper, 'quartz: failure patterns')).not.toContain('Keep')
})
