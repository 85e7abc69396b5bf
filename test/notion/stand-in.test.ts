import { readFile } from 'node:fs/promises'
import type { QueryDataSourceParameters } from '@notionhq/client'
import { describe, expect, test } from 'vitest'
import type { NotionStandIn } from '../support/stand-in-notion.ts'
import { aNotion, clientOf } from '../support/stand-in-notion-client.ts'
import { aDataSource } from '../support/stand-in-notion-schema.ts'

async function sample(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(new URL(`../fixtures/notion/${name}.json`, import.meta.url), 'utf8'))
}

/** The same structure with the kind of every value in its place. */
function shapeOf(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]))
}

const likeTheSample = aDataSource({
  properties: {
    Name: { type: 'title' },
    Status: { type: 'status', options: ['Draft', 'Published'] },
    Severity: { type: 'select', options: ['SEV2'] },
    'Incident date': { type: 'date' },
    Owner: { type: 'people' },
  },
})

function putTheSamplePage({ workspace }: NotionStandIn) {
  return workspace.put({
    title: 'Checkout writes failing after SDK upgrade',
    createdAt: new Date('2026-11-18T08:00:20Z'),
    editedAt: new Date('2026-11-20T09:12:59.999Z'),
    properties: {
      Status: 'Published',
      Severity: 'SEV2',
      'Incident date': '2026-11-17',
      Owner: [workspace.person('Ada Lovelace').id],
    },
  })
}

describe('compared with the samples', () => {
  test('a query answers in the same shape, and with minutes for times', async () => {
    const { notion, client } = await aNotion({ dataSources: [likeTheSample], capabilities: ['read_content'] })
    putTheSamplePage(notion)
    const request = await sample('notion_query_data_source_request')
    const found = await client.dataSources.query({ data_source_id: notion.dataSource.id, ...request })
    expect(shapeOf(found)).toEqual(shapeOf(await sample('notion_query_data_source_response')))
    const times = { created_time: '2026-11-18T08:00:00.000Z', last_edited_time: '2026-11-20T09:12:00.000Z' }
    expect(found.results).toEqual([expect.objectContaining(times)])
  })

  test('a query that is cut says so in the same shape', async () => {
    const options = { dataSources: [likeTheSample], capabilities: ['read_content'], queryLimit: 1 } as const
    const { notion, client } = await aNotion(options)
    putTheSamplePage(notion)
    putTheSamplePage(notion)
    const found = await client.dataSources.query({ data_source_id: notion.dataSource.id })
    const expected = await sample('notion_query_data_source_response_incomplete')
    expect(shapeOf(found)).toEqual(shapeOf({ ...expected, request_id: '' }))
    expect(found.request_status).toEqual(expected.request_status)
  })

  test('markdown comes in the same shape', async () => {
    const { notion, client } = await aNotion()
    const hidden = { runbook: { because: 'unsupported', type: 'bookmark' } } as const
    const page = notion.workspace.put({ title: 'A page', markdown: 'All writes failed.\n{{runbook}}', hidden })
    const found = await client.pages.retrieveMarkdown({ page_id: page.id })
    expect(shapeOf(found)).toEqual(shapeOf({ ...(await sample('notion_page_markdown')), request_id: '' }))
  })

  test.each([
    [404, 'notion_error_404', undefined],
    [429, 'notion_error_429', { kind: 'rate_limited', retryAfterSeconds: 7 }],
    [529, 'notion_error_529', { kind: 'status', status: 529 }],
  ] as const)('an error %i comes in the same shape', async (status, name, fault) => {
    const { notion, client } = await aNotion()
    if (fault) notion.faults.next('GET /v1/pages/{id}', fault)
    const error = await client.pages.retrieve({ page_id: '2b1a7c550d1e80aa9c0f000000000009' }).catch((thrown) => thrown)
    const expected = await sample(name)
    expect(error).toMatchObject({ status, code: expected.code })
    expect(shapeOf(JSON.parse(error.body))).toEqual(shapeOf(expected))
  })
})

describe('a query', () => {
  const on = (day: number) => new Date(`2026-11-0${day}T10:00:30Z`)

  async function threePages() {
    const { notion, client } = await aNotion()
    const { workspace } = notion
    const properties = { Status: 'Published', Severity: 'SEV1', 'Incident date': '2026-10-01', Restricted: true }
    workspace.put({
      title: 'first',
      createdAt: on(1),
      properties: { ...properties, People: [workspace.person('Ada').id] },
    })
    workspace.put({
      title: 'second',
      createdAt: on(2),
      properties: { ...properties, Severity: 'SEV2', Restricted: false },
    })
    workspace.put({ title: 'third', createdAt: on(3), properties: { Status: 'Draft', duration_minutes: 90 } })
    const titles = async (body: Omit<QueryDataSourceParameters, 'data_source_id'>): Promise<string[]> => {
      const { results } = await client.dataSources.query({ data_source_id: notion.dataSource.id, ...body })
      return results
        .flatMap((page) => ('url' in page ? [page.url.split('/').at(-1)?.split('-')[0] ?? ''] : []))
        .toSorted()
    }
    return { notion, client, titles }
  }

  test.each<[string[], NonNullable<QueryDataSourceParameters['filter']>]>([
    [['first', 'second'], { property: 'Status', status: { equals: 'Published' } }],
    [['third'], { property: 'Status', status: { does_not_equal: 'Published' } }],
    [['first'], { property: 'Severity', select: { equals: 'SEV1' } }],
    [['third'], { property: 'Severity', select: { is_empty: true } }],
    [['first'], { property: 'Restricted', checkbox: { equals: true } }],
    [['second', 'third'], { property: 'Restricted', checkbox: { equals: false } }],
    [['first', 'second'], { property: 'Incident date', date: { on_or_before: '2026-10-01' } }],
    [[], { property: 'Incident date', date: { after: '2026-10-01' } }],
    [['third'], { property: 'duration_minutes', number: { greater_than: 60 } }],
    [['second'], { property: 'Name', title: { contains: 'eco' } }],
    [['first', 'second', 'third'], { property: 'Name', title: { is_not_empty: true } }],
    [['second', 'third'], { timestamp: 'last_edited_time', last_edited_time: { on_or_after: '2026-11-02' } }],
    [['third'], { timestamp: 'last_edited_time', last_edited_time: { on_or_after: '2026-11-02T10:00:01Z' } }],
    [['first'], { timestamp: 'created_time', created_time: { before: '2026-11-02T00:00:00Z' } }],
    [['third'], { timestamp: 'created_time', created_time: { after: '2026-11-02' } }],
    [
      ['first', 'third'],
      {
        or: [
          { property: 'Status', status: { equals: 'Draft' } },
          {
            and: [
              { property: 'Severity', select: { equals: 'SEV1' } },
              { property: 'Restricted', checkbox: { equals: true } },
            ],
          },
        ],
      },
    ],
  ])('gives %j for a filter', async (expected, filter) => {
    const { titles } = await threePages()
    expect(await titles({ filter })).toEqual(expected)
  })

  test.each<[string, Omit<QueryDataSourceParameters, 'data_source_id'>]>([
    ['Could not find property with name or id: State', { filter: { property: 'State', status: { equals: 'x' } } }],
    [
      'database property status does not match filter select',
      { filter: { property: 'Status', select: { equals: 'x' } } },
    ],
    ['status option "Done" not found', { filter: { property: 'Status', status: { equals: 'Done' } } }],
    ['should be ≤ `100`', { page_size: 101 }],
    ['start_cursor provided is invalid', { start_cursor: 'nonsense' }],
  ])('is refused with %j', async (message, body) => {
    const { titles } = await threePages()
    await expect(titles(body)).rejects.toThrow(message)
  })

  test('leaves out what is in the trash, in another place or not shared', async () => {
    const elsewhere = aDataSource({ title: 'Runbooks' })
    const { notion, client } = await aNotion({ dataSources: [aDataSource(), elsewhere] })
    const [kept, trashed, moved] = ['kept', 'trashed', 'moved'].map((title) => notion.workspace.put({ title }))
    notion.workspace.put({ title: 'not shared', isShared: false })
    notion.workspace.trash(trashed?.id ?? '')
    notion.workspace.move(moved?.id ?? '', elsewhere.id)
    const ids = async (body: object) =>
      (await client.dataSources.query({ data_source_id: notion.dataSource.id, ...body })).results.map(({ id }) => id)
    expect(await ids({})).toEqual([kept?.id])
    expect(await ids({ in_trash: true })).toEqual([trashed?.id])
  })

  test('gives as many rows as the limit allows, also when its parts are no divisor of it', async () => {
    const { notion, client } = await aNotion({ queryLimit: 5 })
    notion.fill(7)
    const sizes: unknown[] = []
    let start_cursor: string | null = null
    do {
      const ask: QueryDataSourceParameters = { data_source_id: notion.dataSource.id, page_size: 2, start_cursor }
      const { results, next_cursor, request_status } = await client.dataSources.query(ask)
      sizes.push([results.length, request_status?.type])
      start_cursor = next_cursor
    } while (start_cursor !== null)
    expect(sizes).toEqual([
      [2, 'complete'],
      [2, 'complete'],
      [1, 'incomplete'],
    ])
  })

  test('goes on behind the last row when pages are edited between two parts', async () => {
    const { notion, client } = await aNotion()
    notion.fill(5)
    const body: QueryDataSourceParameters = {
      data_source_id: notion.dataSource.id,
      sorts: [{ timestamp: 'last_edited_time', direction: 'ascending' }],
    }
    const first = await client.dataSources.query({ ...body, page_size: 2 })
    notion.workspace.unpublish(first.results[0]?.id ?? '')
    const rest = await client.dataSources.query({ ...body, start_cursor: first.next_cursor })
    expect(rest.results.map(({ id }) => id)).toHaveLength(4)
    expect(rest.results.at(-1)?.id).toBe(first.results[0]?.id)
  })
})

describe('who may read what', () => {
  const page_id = '2b1a7c55-0d1e-80aa-9c0f-000000000009'

  test.each([
    ['unauthorized', { auth: 'ntn_wrong' }],
    ['validation_error', { notionVersion: '2022-06-28' }],
  ])('a client is refused as %s', async (code, options) => {
    const { notion } = await aNotion()
    await expect(clientOf(notion, options).users.me({})).rejects.toMatchObject({ code })
  })

  test('a request without a version is refused', async () => {
    const { notion } = await aNotion()
    const response = await fetch(`${notion.url}/v1/users/me`, { headers: { authorization: `Bearer ${notion.token}` } })
    expect(await response.json()).toMatchObject({ status: 400, code: 'missing_version' })
  })

  test('what is not shared is not found, and what is not allowed is restricted', async () => {
    const { notion, client } = await aNotion()
    notion.workspace.put({ id: page_id, title: 'Secret', isShared: false })
    await expect(client.pages.retrieve({ page_id })).rejects.toMatchObject({ code: 'object_not_found' })
    notion.allow([])
    await expect(client.pages.retrieve({ page_id })).rejects.toMatchObject({ code: 'restricted_resource' })
  })

  test('a database leads to its data source, and is none itself', async () => {
    const { notion, client } = await aNotion()
    const { id, databaseId } = notion.dataSource
    expect(await client.databases.retrieve({ database_id: databaseId })).toMatchObject({ data_sources: [{ id }] })
    const wrong = client.dataSources.query({ data_source_id: databaseId })
    await expect(wrong).rejects.toMatchObject({ code: 'object_not_found' })
  })
})
