import { describe, expect, test } from 'vitest'
import { aDataSource } from '../support/stand-in-notion-schema.ts'
import { all, aMapping, aSource } from './source-at-work.ts'

const page = { title: 'A page', markdown: 'Text.', properties: { Status: 'Published' } }
const time = (clock: string): Date => new Date(`2026-11-22T${clock}Z`)

describe('changes since a time', () => {
  test('are the pages edited in that minute or later', async () => {
    const { notion, source, at } = await aSource()
    at(time('10:00:20'))
    notion.workspace.put({ ...page, title: 'earlier' })
    at(time('10:01:20'))
    const edited = notion.workspace.put({ ...page, title: 'within the minute' })
    at(time('10:30:00'))
    const later = notion.workspace.put({ ...page, title: 'later' })
    expect([...(await all(source.live.changes(time('10:01:50')))).keys()].toSorted()).toEqual(
      [edited.id, later.id].toSorted(),
    )
  })

  test('tell of what is no longer published, and again of what is published again', async () => {
    const { notion, source, at } = await aSource()
    at(time('10:00:00'))
    const { id } = notion.workspace.put(page)
    at(time('10:10:00'))
    notion.workspace.unpublish(id)
    expect(await Array.fromAsync(source.live.changes(time('10:05:00')))).toEqual([
      { sourceId: id, is: 'gone', isRestricted: false },
    ])
    at(time('10:20:00'))
    notion.workspace.publish(id)
    expect(await Array.fromAsync(source.live.changes(time('10:15:00')))).toMatchObject([{ sourceId: id, document: {} }])
  })

  test('tell of what went into the trash, and of what came back', async () => {
    const { notion, source, at } = await aSource()
    at(time('10:00:00'))
    const { id } = notion.workspace.put(page)
    at(time('10:10:00'))
    notion.workspace.trash(id)
    expect(await Array.fromAsync(source.live.changes(time('10:05:00')))).toEqual([
      { sourceId: id, is: 'gone', isRestricted: false },
    ])
    at(time('10:20:00'))
    notion.workspace.restore(id)
    expect(await Array.fromAsync(source.live.changes(time('10:15:00')))).toMatchObject([{ sourceId: id, document: {} }])
  })

  test('are all told of, also when they are more than a query gives', async () => {
    const { notion, source } = await aSource({ queryLimit: 5 })
    notion.fill(17, { since: time('09:00:00'), bodyOf: () => 'Text.' })
    expect((await all(source.live.changes(time('09:00:00')))).size).toBe(17)
    expect((await all(source.live.changes(time('09:10:00')))).size).toBe(7)
  })

  test('are also the pages whose date of publication has come meanwhile', async () => {
    const properties = { Name: { type: 'title' }, Due: { type: 'date' } }
    const mapping = aMapping({ published: { property: 'Due', isOptional: false, values: null } })
    const { notion, source, at } = await aSource({ dataSources: [aDataSource({ properties })], mapping })
    at(new Date('2026-11-20T10:00:00Z'))
    const { id } = notion.workspace.put({ ...page, properties: { Due: '2026-11-22' } })
    notion.workspace.put({ ...page, title: 'Not yet', properties: { Due: '2026-11-23' } })
    at(new Date('2026-11-21T23:59:00Z'))
    const early = await all(source.live.changes(new Date('2026-11-21T23:50:00Z')))
    expect([...early.values()].filter((item) => 'document' in item)).toEqual([])
    at(new Date('2026-11-22T00:01:00Z'))
    const due = await all(source.live.changes(new Date('2026-11-21T23:55:00Z')))
    expect([...due.values()].filter((item) => 'document' in item).map((item) => item.sourceId)).toEqual([id])
  })

  test('read no page whose stamp is known', async () => {
    const { notion, source } = await aSource()
    const { id } = notion.workspace.put(page)
    const reading = { isKnown: async () => true }
    expect(await Array.fromAsync(source.live.changes(time('10:00:00'), reading))).toEqual([
      { sourceId: id, is: 'unchanged' },
    ])
  })

  test('tell of a page that goes away while it is read', async () => {
    const { notion, source } = await aSource()
    const { id } = notion.workspace.put(page)
    const reading = {
      isKnown: async () => {
        notion.workspace.remove(id)
        return false
      },
    }
    expect(await Array.fromAsync(source.live.changes(time('10:00:00'), reading))).toEqual([
      { sourceId: id, is: 'gone', isRestricted: false },
    ])
  })
})

describe('a page that was edited just now', () => {
  test('is read again by the next listing, since its time can’t tell the two edits of a minute apart', async () => {
    const { notion, source, at } = await aSource()
    at(time('10:00:10'))
    const { id } = notion.workspace.put(page)
    at(time('10:00:30'))
    const known = new Set([...(await all(source.items())).values()].map((item) => ('stamp' in item ? item.stamp : '')))
    notion.workspace.edit(id, { markdown: 'Another text.' })
    at(time('10:05:00'))
    const isKnown = async (_: string, stamp: string) => known.has(stamp)
    expect(await Array.fromAsync(source.items({ isKnown }))).toMatchObject([{ document: { body: 'Another text.' } }])
  })

  test('is read once more, and then known', async () => {
    const { notion, source, at } = await aSource()
    at(time('10:00:10'))
    notion.workspace.put(page)
    at(time('10:02:30'))
    const known = new Set([...(await all(source.items())).values()].map((item) => ('stamp' in item ? item.stamp : '')))
    const isKnown = async (_: string, stamp: string) => known.has(stamp)
    expect(await Array.fromAsync(source.items({ isKnown }))).toMatchObject([{ is: 'unchanged' }])
  })
})

describe('one page', () => {
  test('is read by its id', async () => {
    const { notion, source } = await aSource()
    const { id } = notion.workspace.put(page)
    expect(await source.live.item(id)).toMatchObject({ sourceId: id, document: { title: 'A page' } })
  })

  test.each(['draft', 'trashed', 'moved', 'unshared', 'removed'] as const)(
    'is not there when it is %s',
    async (how) => {
      const elsewhere = aDataSource({ title: 'Runbooks' })
      const { notion, source } = await aSource({ dataSources: [aDataSource(), elsewhere] })
      const { id } = notion.workspace.put(page)
      if (how === 'draft') notion.workspace.unpublish(id)
      if (how === 'trashed') notion.workspace.trash(id)
      if (how === 'moved') notion.workspace.move(id, elsewhere.id)
      if (how === 'unshared') notion.workspace.edit(id, { isShared: false })
      if (how === 'removed') notion.workspace.remove(id)
      expect(await source.live.item(id)).toMatchObject({ is: 'gone' })
    },
  )

  test.each([
    ['restricted', { Restricted: true }, { document: { restricted: true, body: '' } }],
    ['unpublished', { Status: 'In review' }, { is: 'gone' }],
  ])('that is edited whenever it is read, and at last %s, gives none of its text', async (_, properties, expected) => {
    const { notion, source } = await aSource()
    let reads = 0
    const markdown = (): string => {
      reads += 1
      if (reads < 4) notion.workspace.edit(id, { properties: reads < 3 ? { Severity: `SEV${reads}` } : properties })
      return 'Quartz is a secret.'
    }
    const { id } = notion.workspace.put({ ...page, markdown })
    expect(await source.live.item(id)).toMatchObject(expected)
  })

  test('belongs to the source of its own data source alone', async () => {
    const { notion, source } = await aSource({ dataSources: [aDataSource(), aDataSource({ title: 'Other' })] })
    const { id } = notion.workspace.put({ ...page, dataSourceId: [...notion.workspace.dataSources.keys()][1] ?? '' })
    expect(await source.live.item(id)).toMatchObject({ is: 'gone' })
    expect((await all(source.items())).size).toBe(0)
  })
})

describe('publication', () => {
  const schema = aDataSource().properties
  const withProperty = (name: string, type: string) => ({
    dataSources: [aDataSource({ properties: { ...schema, [name]: { type, options: ['Yes', 'No'] } } })],
  })
  const by = (property: string, values: readonly string[] | null = null) =>
    aMapping({ published: { property, isOptional: false, values } })

  test.each([
    ['a ticked box', 'checkbox', null, true, false],
    ['a box that is not ticked', 'checkbox', ['false'], false, true],
    ['an option, whatever its case', 'select', ['yes'], 'Yes', 'No'],
    ['a date that has come', 'date', null, '2026-11-22', '2026-11-23'],
    ['a time that has come', 'date', null, '2026-11-22T13:59:00.000+02:00', '2026-11-22T14:01:00.000+02:00'],
    ['any date', 'date', null, '2020-01-01', null],
  ] as const)('is said by %s', async (_, type, values, yes, no) => {
    const { notion, source } = await aSource({ ...withProperty('Public', type), mapping: by('Public', values) })
    const { id } = notion.workspace.put({ ...page, properties: { Public: yes } })
    notion.workspace.put({ ...page, title: 'Not yet', properties: { Public: no } })
    expect([...(await all(source.items())).keys()]).toEqual([id])
  })

  test.each([
    [
      'renamed',
      aDataSource({ properties: { Name: { type: 'title' }, State: { type: 'select' } } }),
      /"Status", which is not there.*"State" \(select\)/,
    ],
    [
      'of another type',
      aDataSource({ properties: { ...schema, Status: { type: 'rich_text' } } }),
      /"Status".*rich_text.*status, select/,
    ],
    [
      'without its option',
      aDataSource({ properties: { ...schema, Status: { type: 'status', options: ['Done'] } } }),
      /"Done".*"Published"/,
    ],
  ])('is not guessed at when the property is %s: nothing counts as withdrawn', async (_, dataSource, message) => {
    const { notion, source } = await aSource({ dataSources: [dataSource] })
    const { id } = notion.workspace.put(page)
    await expect(Array.fromAsync(source.items())).rejects.toThrow(message)
    await expect(Array.fromAsync(source.live.changes(time('10:00:00')))).rejects.toThrow(message)
    await expect(source.live.item(id)).rejects.toThrow(message)
  })
})
