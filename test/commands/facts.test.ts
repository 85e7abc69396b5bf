import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { importFacts, readIncidentFacts } from '../../src/commands/facts.ts'
import { syncSource } from '../../src/jobs/sync-source.ts'
import { aFront, emptied, postmortems } from '../support/a-front.ts'
import { aDocument, aFolder, aQueue, aWorkshop } from '../support/a-workshop.ts'
import { threadsIn } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

async function aCsv(...lines: readonly string[]): Promise<string> {
  return path.join(await aFolder({ 'incidents.csv': `${lines.join('\n')}\n` }), 'incidents.csv')
}

const factsOf = async (sourceId: string): Promise<unknown> => {
  const { rows } = await queue.database.pool.query('select facts from postmortems where source_id = $1', [sourceId])
  return rows[0]?.facts
}

describe('a CSV of an incident database', () => {
  test('names incidents by id or url; empty cells are unknown, thousands may be grouped', async () => {
    const file = await aCsv(
      'id,url,duration_minutes,customers_affected',
      'a.md,,47,"12,000"',
      ',https://wiki.example/b/,,0',
    )
    expect(readIncidentFacts(file)).toEqual([
      { key: 'a.md', facts: { duration_minutes: 47, customers_affected: 12_000 } },
      { key: 'https://wiki.example/b', facts: { customers_affected: 0 } },
    ])
  })

  test.each([
    ['a cell that is no number', ['id,duration_minutes', 'a.md,long'], /line 2: duration_minutes is "long"/],
    ['a cell below zero', ['id,duration_minutes', 'a.md,-5'], /line 2: duration_minutes is "-5"/],
    ['a row that names no postmortem', ['id,duration_minutes', ',5'], /line 2: neither "id" nor "url"/],
    ['an incident that stands there twice', ['id,duration_minutes', 'a.md,5', 'a.md,6'], /"a.md" stands there twice/],
    ['a file that is no CSV', ['id,duration_minutes', '"a.md,5'], /can't be read as CSV/],
  ])('with %s is refused', async (_, lines, message) => {
    const file = await aCsv(...lines)
    expect(() => readIncidentFacts(file)).toThrow(message)
  })

  test('that is not there is named', () => {
    expect(() => readIncidentFacts('/nowhere/incidents.csv')).toThrow(/\/nowhere\/incidents.csv can't be read/)
  })
})

describe('imported figures', () => {
  const imported = [
    { key: 'a.md', facts: { duration_minutes: 47 } },
    { key: 'https://wiki.example/b', facts: { duration_minutes: 5 } },
    { key: 'nowhere.md', facts: { duration_minutes: 1 } },
  ]
  const files = {
    'a.md': aDocument(['Quartz'], 'facts: { duration_minutes: 3, customers_affected: 9 }'),
    'b.md': aDocument(['Quartz'], 'url: https://wiki.example/b/'),
  }
  const opened = (workshop: ReturnType<typeof aWorkshop>) => ({
    ...workshop,
    connectSlack: null,
    startWebhook: null,
    close: async () => {},
  })

  test('take the place of those of the document, by id and by url; what matches nothing is listed', async () => {
    const workshop = aWorkshop(queue, { folder: await aFolder(files) })
    await syncSource(workshop)
    expect(await importFacts(opened(workshop), imported)).toEqual({ changed: 2, unmatched: ['nowhere.md'] })
    expect(await factsOf('a.md')).toEqual({ duration_minutes: 47, customers_affected: 9 })
    expect(await factsOf('b.md')).toEqual({ duration_minutes: 5 })
  })

  test('change nothing when they are imported again', async () => {
    const workshop = aWorkshop(queue, { folder: await aFolder(files) })
    await syncSource(workshop)
    await importFacts(opened(workshop), imported)
    expect(await importFacts(opened(workshop), imported)).toEqual({ changed: 0, unmatched: ['nowhere.md'] })
  })

  test('that are left out of the next import leave what the document states', async () => {
    const workshop = aWorkshop(queue, { folder: await aFolder(files) })
    await syncSource(workshop)
    await importFacts(opened(workshop), imported)
    const next = [{ key: 'a.md', facts: { customers_affected: 8 } }]
    expect(await importFacts(opened(workshop), next)).toEqual({ changed: 1, unmatched: [] })
    expect(await factsOf('a.md')).toEqual({ duration_minutes: 3, customers_affected: 8 })
    expect(await factsOf('b.md')).toEqual({ duration_minutes: 5 })
  })

  test.each([
    ['b.md', 'https://wiki.example/b'],
    ['https://wiki.example/b', 'b.md'],
  ])('of the latest import count, by whatever name: first %s, then %s', async (first, second) => {
    const workshop = aWorkshop(queue, { folder: await aFolder(files) })
    await syncSource(workshop)
    await importFacts(opened(workshop), [{ key: first, facts: { duration_minutes: 1 } }])
    await importFacts(opened(workshop), [{ key: second, facts: { duration_minutes: 2 } }])
    expect(await factsOf('b.md')).toEqual({ duration_minutes: 2 })
  })

  test('count for a postmortem that comes later, and after it was edited', async () => {
    const folder = await aFolder({})
    const workshop = aWorkshop(queue, { folder })
    await importFacts(opened(workshop), imported)
    await syncSource(aWorkshop(queue, { folder: await aFolder(files) }))
    expect(await factsOf('a.md')).toEqual({ duration_minutes: 47, customers_affected: 9 })
  })

  test('are shown in the thread, with the words of the document that contradict them', async () => {
    const front = await aFront(queue)
    const text = `${aDocument(['Quartz'])}\nThe outage of Quartz lasted 90 minutes.\n`
    await front.publish({ 'a.md': text })
    await importFacts(opened(front.workshop), imported)
    await front.settled()
    const [root] = threadsIn(front, postmortems)[0] ?? []
    expect(root).toContain('47 minutes')
    expect(root).toContain('lasted 90 minutes')
  })
})
