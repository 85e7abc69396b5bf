import { describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { aNotion, clientOf } from '../support/stand-in-notion-client.ts'
import type { NotionFault } from '../support/stand-in-notion-faults.ts'

const quickly = { maxRetries: 2, initialRetryDelayMs: 1, maxRetryDelayMs: 5 }

describe('the client', () => {
  test.each<[string, number, number, NotionFault]>([
    ['patience', 3, 3, { kind: 'rate_limited', retryAfterSeconds: 60 }],
    ['overload', 3, 3, { kind: 'status', status: 529 }],
    ['status 500', 3, 1, { kind: 'status', status: 500 }],
    ['status 503', 3, 1, { kind: 'status', status: 503 }],
    ['status 504', 1, 1, { kind: 'status', status: 504 }],
    ['a conflict', 1, 1, { kind: 'status', status: 409 }],
    ['a proxy', 1, 1, { kind: 'html', status: 502 }],
    ['a dropped connection', 1, 1, { kind: 'dropped', when: 'before' }],
    ['half an answer', 1, 1, { kind: 'dropped', when: 'in_body' }],
  ])('meets %s: %i tries to read, %i to query', async (_, reads, queries, fault) => {
    const { notion } = await aNotion()
    const client = clientOf(notion, { retry: quickly })
    notion.faults.randomly({ seed: 1, share: 1, faults: [fault] })
    await expect(client.users.me({})).rejects.toThrow()
    await expect(client.dataSources.query({ data_source_id: notion.dataSource.id })).rejects.toThrow()
    expect(notion.counts.get('GET /v1/users/me')).toBe(reads)
    expect(notion.counts.get('POST /v1/data_sources/{id}/query')).toBe(queries)
  })

  test('goes on after faults that were queued for an endpoint', async () => {
    const { notion } = await aNotion()
    const client = clientOf(notion, { retry: quickly })
    notion.faults.next('GET /v1/users/me', { kind: 'status', status: 503 }, { kind: 'status', status: 529 })
    expect(await client.users.me({})).toMatchObject({ type: 'bot' })
    expect(notion.requests.map(({ status }) => status)).toEqual([503, 529, 200])
  })

  test('gives up waiting for an answer that does not come', async () => {
    const { notion } = await aNotion()
    notion.faults.next('*', { kind: 'hang', when: 'before' })
    const failed = clientOf(notion, { timeoutMs: 500, retry: quickly }).users.me({})
    await expect(failed).rejects.toMatchObject({ code: 'notionhq_client_request_timeout' })
    expect(notion.requests).toHaveLength(1)
  })

  test('waits without end for the rest of an answer, unless its fetch has a deadline of its own', async () => {
    const { notion } = await aNotion()
    notion.faults.next('*', { kind: 'hang', when: 'in_body' })
    const signal = AbortSignal.timeout(1_500)
    const withDeadline = (url: string, init?: object) => fetch(url, { ...init, signal })
    const failed = clientOf(notion, { timeoutMs: 500, fetch: withDeadline }).users.me({})
    await expect(failed).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(signal.aborted).toBe(true)
  })

  test('sees an answer from a proxy as none of Notion, with the number of the proxy', async () => {
    const { notion, client } = await aNotion()
    notion.faults.next('*', { kind: 'html', status: 403 })
    const failed = client.users.me({})
    await expect(failed).rejects.toMatchObject({ code: 'notionhq_client_response_error', ray_id: expect.any(String) })
  })
})

describe('faults', () => {
  test('meet the same requests for the same seed', async () => {
    const outcomes = async () => {
      const { notion, client } = await aNotion()
      const faults: NotionFault[] = [
        { kind: 'status', status: 500 },
        { kind: 'rate_limited', retryAfterSeconds: 1 },
      ]
      notion.faults.randomly({ seed: 7, share: 0.5, faults })
      for (let count = 0; count < 40; count += 1) await client.users.me({}).catch(() => undefined)
      return notion.requests.map(({ status }) => status)
    }
    const first = await outcomes()
    expect(new Set(first)).toEqual(new Set([200, 429, 500]))
    expect(await outcomes()).toEqual(first)
  })

  test('meet only the endpoints that are named, until they are cleared', async () => {
    const { notion, client } = await aNotion()
    const endpoints = ['POST /v1/search']
    notion.faults.randomly({ seed: 1, share: 1, faults: [{ kind: 'status', status: 503 }], endpoints })
    expect(await client.users.me({})).toMatchObject({ type: 'bot' })
    await expect(client.search({})).rejects.toMatchObject({ status: 503 })
    notion.faults.clear()
    expect(await client.search({})).toMatchObject({ results: [] })
  })
})

describe('the making of a page', () => {
  test.each<[NotionFault, number]>([
    [{ kind: 'dropped', when: 'before' }, 0],
    [{ kind: 'dropped', when: 'after' }, 1],
    [{ kind: 'dropped', when: 'in_body' }, 1],
    [{ kind: 'status', status: 503 }, 0],
  ])('that meets %j is tried once, and %i pages are there', async (fault, made) => {
    const { notion } = await aNotion()
    const client = clientOf(notion, { retry: quickly })
    const reports = notion.workspace.addPlain({ title: 'Reports' })
    notion.faults.next('POST /v1/pages', fault)
    await expect(client.pages.create({ parent: { page_id: reports.id } })).rejects.toThrow()
    expect(notion.counts.get('POST /v1/pages')).toBe(1)
    const { results } = await client.blocks.children.list({ block_id: reports.id })
    expect(results).toHaveLength(made)
  })

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('that hangs %s it was done can be given up, and %i pages are there', async (when, made) => {
    const { notion, client } = await aNotion()
    const reports = notion.workspace.addPlain({ title: 'Reports' })
    const patience = new AbortController()
    const impatient = clientOf(notion, { fetch: (url, init) => fetch(url, { ...init, signal: patience.signal }) })
    notion.faults.next('POST /v1/pages', { kind: 'hang', when })
    const failed = expect(impatient.pages.create({ parent: { page_id: reports.id } })).rejects.toThrow('aborted')
    await eventually(() => notion.counts.get('POST /v1/pages') === 1)
    patience.abort()
    await failed
    const { results } = await client.blocks.children.list({ block_id: reports.id })
    expect(results).toHaveLength(made)
  })

  test('fails alike for the client whether it was carried out or not, when no answer comes', async () => {
    const { notion, client } = await aNotion()
    const reports = notion.workspace.addPlain({ title: 'Reports' })
    notion.faults.next('POST /v1/pages', { kind: 'dropped', when: 'before' }, { kind: 'dropped', when: 'after' })
    const failure = () => client.pages.create({ parent: { page_id: reports.id } }).catch((error) => String(error))
    expect(await failure()).toBe(await failure())
  })
})

describe('the rate limit', () => {
  test('refuses what is over the budget until the window is over, and says how long that is', async () => {
    let now = 1_000
    const { notion, client } = await aNotion({ clock: () => now })
    notion.faults.limit({ requests: 3, windowMs: 60_000 })
    for (let count = 0; count < 3; count += 1) await client.users.me({})
    now += 17_500
    const refused = await client.users.me({}).catch((error) => error)
    expect(refused).toMatchObject({
      code: 'rate_limited',
      additional_data: { rate_limit_reason: 'connection_rate_limit' },
    })
    expect(refused.headers.get('retry-after')).toBe('43')
    now += 42_500
    expect(await client.users.me({})).toMatchObject({ type: 'bot' })
  })

  test('is met again by a client whose longest delay is shorter than what it was told to wait', async () => {
    const { notion } = await aNotion()
    notion.faults.limit({ requests: 1, windowMs: 150 })
    const client = clientOf(notion, { retry: { maxRetries: 50, maxRetryDelayMs: 10 } })
    await Promise.all([client.users.me({}), client.users.me({}), client.users.me({})])
    expect(notion.requests.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(notion.requests.length).toBeGreaterThan(3)
  })
})

test('every request is counted by its endpoint, and the latest are remembered', async () => {
  const { notion, client } = await aNotion({ keptRequests: 2, latencyMs: 1 })
  const { id } = notion.workspace.put({ title: 'A page' })
  await client.pages.retrieveMarkdown({ page_id: id })
  await client.pages.retrieveMarkdown({ page_id: id, include_transcript: true })
  await client.search({ query: 'page', filter: { property: 'object', value: 'page' } })
  await client.comments.list({ block_id: id }).catch(() => undefined)
  expect(Object.fromEntries(notion.counts)).toEqual({
    'GET /v1/pages/{id}/markdown': 2,
    'POST /v1/search': 1,
    'GET /v1/comments': 1,
  })
  expect(notion.requests.map(({ path, status }) => [path, status])).toEqual([
    ['/v1/search', 200],
    ['/v1/comments', 400],
  ])
})
