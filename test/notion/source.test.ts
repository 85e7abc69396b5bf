import { describe, expect, test } from 'vitest'
import { notionSource } from '../../src/notion/notion-source.ts'
import { aDataSource } from '../support/stand-in-notion-schema.ts'
import { all, aMapping, aSource, noon, only, said } from './source-at-work.ts'

const published = { Status: 'Published' }

describe('the items of a data source', () => {
  test('are its published pages, with what their properties say', async () => {
    const { notion, source } = await aSource()
    const { workspace } = notion
    const page = workspace.put({
      title: 'Checkout writes failed',
      markdown: '## Summary\nAll writes failed for \\$300.',
      properties: {
        ...published,
        Severity: 'SEV2',
        'Incident date': '2026-11-17T23:30:00.000+02:00',
        'Published on': '2026-11-20',
        'Owner team': 'Payments',
        People: [workspace.person('Ada Lovelace').id],
        duration_minutes: 95,
        customers_affected: 1200,
      },
    })
    expect(source.name).toBe(`notion:${notion.dataSource.id}`)
    expect(await only(source)).toEqual({
      sourceId: page.id,
      revision: expect.stringMatching(/^[0-9a-f]{64}$/),
      stamp: expect.stringMatching(/^2026-11-22T11:00:00.000Z [0-9a-f]{64}$/),
      document: {
        title: 'Checkout writes failed',
        body: '## Summary\n\nAll writes failed for $300.',
        url: expect.stringContaining(page.id.replaceAll('-', '')),
        incidentDate: '2026-11-17',
        publishedOn: '2026-11-20',
        severity: 'SEV2',
        ownerTeam: 'Payments',
        people: ['Ada Lovelace'],
        facts: { duration_minutes: 95, customers_affected: 1200 },
        restricted: false,
      },
    })
  })

  test('leave out drafts, what is in the trash, and what is not shared', async () => {
    const { notion, source } = await aSource()
    const { workspace } = notion
    const kept = workspace.put({ title: 'kept', markdown: 'Text.', properties: published })
    workspace.put({ title: 'draft', markdown: 'Text.', properties: { Status: 'Draft' } })
    workspace.put({ title: 'secret', markdown: 'Text.', properties: published, isShared: false })
    workspace.trash(workspace.put({ title: 'trashed', markdown: 'Text.', properties: published }).id)
    expect([...(await all(source.items())).keys()]).toEqual([kept.id])
  })

  test('are not read when their stamp is known', async () => {
    const { notion, source } = await aSource()
    const page = notion.workspace.put({ title: 'A page', markdown: 'Text.', properties: published })
    const { stamp } = await only(source)
    const before = notion.counts.get('GET /v1/pages/{id}/markdown')
    const isKnown = async (id: string, known: string) => id === page.id && known === stamp
    expect(await Array.fromAsync(source.items({ isKnown }))).toEqual([{ sourceId: page.id, is: 'unchanged' }])
    expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBe(before)
  })

  test('have another stamp when a property or the mapping says something else, edited or not', async () => {
    const { notion, source, connection } = await aSource()
    const { id } = notion.workspace.put({
      title: 'A page',
      markdown: 'Text.',
      properties: { ...published, Severity: 'SEV1' },
    })
    const { stamp } = await only(source)
    const other = notionSource({ mapping: aMapping({ severity: null }) }, notion.dataSource, {
      connection,
      now: () => noon,
    })
    expect((await only(other)).stamp).not.toBe(stamp)
    notion.workspace.edit(id, { properties: { Severity: 'SEV2' } })
    expect((await only(source)).stamp).not.toBe(stamp)
  })

  test('keep their revision while they say the same, whatever addresses their files have', async () => {
    const { notion, source } = await aSource()
    let reads = 0
    const markdown = () => {
      reads += 1
      return `Text.\n![Errors](https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b.png?X-Amz-Signature=${reads})`
    }
    const { id } = notion.workspace.put({ title: 'A page', markdown, properties: published })
    const { revision } = await only(source)
    expect((await only(source)).revision).toBe(revision)
    expect(reads).toBeGreaterThan(1)
    notion.workspace.edit(id, { properties: { 'Owner team': 'Search' } })
    expect((await only(source)).revision).not.toBe(revision)
  })

  test('say of a restricted page only that it is there', async () => {
    const { notion, source } = await aSource()
    notion.workspace.put({
      title: 'Breach by Eve',
      markdown: 'Secret.',
      properties: { ...published, Restricted: true },
    })
    expect(await only(source)).toMatchObject({
      document: { title: '', body: '', people: [], facts: {}, restricted: true },
    })
    expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBeUndefined()
  })

  test('are restricted by an option, too', async () => {
    const dataSource = aDataSource()
    const properties = { ...dataSource.properties, Access: { type: 'select', options: ['Open', 'Legal hold'] } }
    const restricted = { property: 'Access', isOptional: false, values: ['Legal hold'] }
    const { notion, source } = await aSource({
      dataSources: [{ ...dataSource, properties }],
      mapping: aMapping({ restricted }),
    })
    const held = notion.workspace.put({
      title: 'held',
      markdown: 'Text.',
      properties: { ...published, Access: 'Legal hold' },
    })
    notion.workspace.put({ title: 'open', markdown: 'Text.', properties: { ...published, Access: 'Open' } })
    const items = [...(await all(source.items())).values()]
    const kept = items.filter((item) => 'document' in item && item.document.restricted)
    expect(kept.map(({ sourceId }) => sourceId)).toEqual([held.id])
    expect(items).toHaveLength(2)
  })

  test('that have no text are unreadable', async () => {
    const { notion, source } = await aSource()
    notion.workspace.put({ title: 'Empty', markdown: '<empty-block/>', properties: published })
    expect(said(await only(source))).toContain('empty')
  })

  test('go on past what one query gives, each once', async () => {
    const { notion, source } = await aSource({ queryLimit: 5 })
    notion.fill(17, { bodyOf: () => 'Text.' })
    expect((await Array.fromAsync(source.items())).map(({ sourceId }) => sourceId)).toHaveLength(17)
    expect((await all(source.items())).size).toBe(17)
  })

  test('can’t be listed where one minute holds more than a query gives', async () => {
    const { notion, source } = await aSource({ queryLimit: 3 })
    notion.fill(5, { minutesApart: 0 })
    await expect(Array.fromAsync(source.items())).rejects.toThrow(/more than 10,000 pages .* in one minute/)
  })
})

describe('people', () => {
  test('are all named, however many a property holds', async () => {
    const { notion, source } = await aSource()
    const names = Array.from({ length: 130 }, (_, index) => `Person ${index}`)
    const People = names.map((name) => notion.workspace.person(name).id)
    notion.workspace.put({ title: 'Crowded', markdown: 'Text.', properties: { ...published, People } })
    const item = await only(source)
    expect(new Set('document' in item ? item.document.people : [])).toEqual(new Set(names))
  })

  test('who are mentioned in the text are named in it, and count once', async () => {
    const { notion, source } = await aSource()
    const { workspace } = notion
    const markdown = `${workspace.mention('Ada Lovelace')} called ${workspace.mention('Grace Hopper')}.`
    workspace.put({
      title: 'A page',
      markdown,
      properties: { ...published, People: [workspace.person('Ada Lovelace').id] },
    })
    expect(await only(source)).toMatchObject({
      document: { body: 'Ada Lovelace called Grace Hopper.', people: ['Ada Lovelace', 'Grace Hopper'] },
    })
  })

  test('come from the properties that the mapping names, texts among them', async () => {
    const dataSource = aDataSource()
    const properties = { ...dataSource.properties, Responders: { type: 'rich_text' } }
    const people = [{ property: 'Responders', isOptional: false }]
    const { notion, source } = await aSource({
      dataSources: [{ ...dataSource, properties }],
      mapping: aMapping({ people }),
    })
    const values = { ...published, Responders: 'Jane Roe, John Doe', People: [notion.workspace.person('Ada').id] }
    notion.workspace.put({ title: 'A page', markdown: 'Text.', properties: values })
    expect(await only(source)).toMatchObject({ document: { people: ['Jane Roe', 'John Doe'] } })
  })

  test('have no names without the capability to read about people, and the page is read all the same', async () => {
    const { notion, source } = await aSource({ capabilities: ['read_content'] })
    const People = Array.from({ length: 30 }, (_, index) => notion.workspace.person(`Person ${index}`).id)
    notion.workspace.put({ title: 'A page', markdown: 'Text.', properties: { ...published, People } })
    expect(await only(source)).toMatchObject({ document: { people: [] } })
  })
})
