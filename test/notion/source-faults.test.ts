import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BusyError } from '../../src/errors.ts'
import { connectNotion } from '../../src/notion/client.ts'
import { VirtualClock } from '../limits/virtual-clock.ts'
import { eventually } from '../support/eventually.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'
import type { NotionFault } from '../support/stand-in-notion-faults.ts'
import { all, aSource, only } from './source-at-work.ts'

const page = { title: 'A page', markdown: 'Text.', properties: { Status: 'Published' } }
const query = 'POST /v1/data_sources/{id}/query'
const markdown = 'GET /v1/pages/{id}/markdown'

const passing: readonly NotionFault[] = [
  ...([409, 500, 503, 504, 529] as const).map((status) => ({ kind: 'status' as const, status })),
  { kind: 'rate_limited', retryAfterSeconds: 7 },
  ...[200, 404, 502].map((status) => ({ kind: 'html' as const, status })),
  { kind: 'dropped', when: 'before' },
  { kind: 'dropped', when: 'in_body' },
  { kind: 'hang', when: 'before' },
  { kind: 'hang', when: 'in_body' },
]

describe('what passes', () => {
  test.each(passing.flatMap((fault) => [query, markdown].map((endpoint) => [fault, endpoint] as const)))(
    '%j at %s is not noticed, though it comes four times',
    async (fault, endpoint) => {
      const { notion, source } = await aSource({ timeoutMs: fault.kind === 'hang' ? 500 : 30_000 })
      const { id } = notion.workspace.put(page)
      notion.faults.next(endpoint, fault, fault, fault, fault)
      expect(await only(source)).toMatchObject({ sourceId: id, document: { body: 'Text.' } })
    },
  )

  test('is told to the log, in words that hold no text', async () => {
    const lines: unknown[] = []
    const { notion, source } = await aSource({ log: (line, message) => lines.push([line, message]) })
    notion.workspace.put(page)
    notion.faults.next(markdown, { kind: 'status', status: 503 })
    await only(source)
    expect(lines).toEqual([
      [
        { request: expect.stringMatching(/^GET \/v1\/pages\/.*\/markdown$/), tries: 1, pauseMs: expect.any(Number) },
        'Notion: an answer of 503',
      ],
    ])
  })
})

describe('what stays', () => {
  test.each([
    [{ kind: 'status', status: 503 }, /an answer of 503 to POST \/v1\/data_sources\/.*\/query/],
    [{ kind: 'html', status: 200 }, /an answer that is not JSON to POST/],
    [{ kind: 'dropped', when: 'in_body' }, /no answer to POST/],
    [{ kind: 'hang', when: 'in_body' }, /no answer to POST/],
  ] as const)('%j is an error after five tries', async (fault, message) => {
    const { notion, source } = await aSource({ timeoutMs: fault.kind === 'hang' ? 500 : 30_000 })
    notion.faults.randomly({ seed: 1, share: 1, faults: [fault], endpoints: [query] })
    await expect(Array.fromAsync(source.items())).rejects.toThrow(message)
    expect(notion.counts.get(query)).toBe(5)
  })

  test('a rate limit sends the work back for as long as Notion says', async () => {
    const { notion, source } = await aSource()
    notion.faults.next(
      query,
      ...Array.from({ length: 5 }, () => ({ kind: 'rate_limited' as const, retryAfterSeconds: 9 })),
    )
    const error = await Array.fromAsync(source.items()).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(BusyError)
    expect(error).toMatchObject({ seconds: 9 })
  })

  test('a rate limit of many minutes is not waited for', async () => {
    const { notion, source } = await aSource()
    notion.faults.next(query, { kind: 'rate_limited', retryAfterSeconds: 600 })
    await expect(Array.fromAsync(source.items())).rejects.toMatchObject({ name: 'BusyError', seconds: 600 })
    expect(notion.counts.get(query)).toBe(1)
  })

  test('nothing is yielded twice, and nothing lost, when a listing is begun again', async () => {
    const { notion, source } = await aSource()
    notion.fill(250, { bodyOf: () => 'Text.' })
    const found: string[] = []
    const listing = async () => {
      const isKnown = async (id: string) => found.includes(id)
      for await (const item of source.items({ isKnown })) if ('revision' in item) found.push(item.sourceId)
    }
    notion.faults.next(query, ...Array.from({ length: 5 }, () => ({ kind: 'status' as const, status: 504 as const })))
    await expect(listing()).rejects.toThrow('504')
    await listing()
    expect(new Set(found).size).toBe(250)
    expect(found).toHaveLength(250)
  })
})

describe('a page on which Notion fails', () => {
  const broken = (): string => {
    throw new Error('a mistake of Notion')
  }

  test('keeps no other page from being read, and is tried again', async () => {
    const { notion, source } = await aSource()
    let text = broken
    const { id } = notion.workspace.put({ ...page, title: 'Broken', markdown: () => text() })
    notion.workspace.put(page)
    expect((await all(source.items())).size).toBe(2)
    expect(await source.live.item(id)).toMatchObject({
      unreadable: expect.stringMatching(/^incomplete: .*tried again/),
    })
    text = () => 'Mended.'
    expect(await source.live.item(id)).toMatchObject({ document: { body: 'Mended.' } })
  })

  test('is not to blame when Notion fails on one page of a listing after the other', async () => {
    const { notion, source } = await aSource()
    for (let index = 0; index < 10; index += 1)
      notion.workspace.put({ ...page, title: `Broken ${index}`, markdown: broken })
    await expect(all(source.items())).rejects.toThrow(/an answer of 500/)
    for (const id of notion.workspace.pages.keys())
      expect(await source.live.item(id)).toMatchObject({ unreadable: expect.stringMatching(/^incomplete: /) })
  })

  test('is not to blame when nothing else answers either', async () => {
    const { notion, source } = await aSource()
    for (let index = 0; index < 10; index += 1) notion.workspace.put({ ...page, title: `Page ${index}` })
    const faults: readonly NotionFault[] = [{ kind: 'dropped', when: 'before' }]
    const endpoints = [markdown, 'GET /v1/pages/{id}']
    notion.faults.randomly({ seed: 1, share: 1, faults, endpoints })
    await expect(all(source.items())).rejects.toThrow(/no answer/)
  })

  test('keeps no other page from being read when nothing at all can be had of it', async () => {
    const { notion, source } = await aSource()
    for (let index = 0; index < 5; index += 1) notion.workspace.put({ ...page, title: `Page ${index}` })
    const lost = Array.from({ length: 10 }, () => ({ kind: 'dropped' as const, when: 'before' as const }))
    notion.faults.next(markdown, ...lost.slice(0, 5))
    notion.faults.next('GET /v1/pages/{id}', ...lost.slice(0, 5))
    const items = [...(await all(source.items())).values()]
    expect(items.map((item) => 'document' in item)).toEqual([false, true, true, true, true])
    expect(items[0]).toMatchObject({ isPassing: true })
  })
})

describe('what somebody must mend', () => {
  test('a wrong token is named at once', async () => {
    const { notion, source } = await aSource({ token: 'ntn_wrong' })
    notion.workspace.put(page)
    await expect(Array.fromAsync(source.items())).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('NOTION_TOKEN'),
    })
    expect([...notion.counts.values()]).toEqual([1])
  })

  test('a data source that is not shared is named', async () => {
    const { notion, source } = await aSource()
    notion.workspace.dataSources.set(notion.dataSource.id, { ...notion.dataSource, isShared: false })
    await expect(Array.fromAsync(source.items())).rejects.toThrow(/Share the database with the connection/)
  })

  test('a missing capability is named', async () => {
    const { notion, source } = await aSource({ capabilities: [] })
    notion.workspace.put(page)
    await expect(Array.fromAsync(source.items())).rejects.toThrow(/403.*"Read content"/)
  })
})

describe('writes', () => {
  const write = 'PATCH /v1/pages/{id}/markdown'

  async function aWrite(...faults: readonly NotionFault[]) {
    const { notion, connection } = await aSource()
    const { id } = notion.workspace.put(page)
    notion.faults.next(write, ...faults)
    const replace_content = { new_str: 'Another.' }
    const written = connection.client().pages.updateMarkdown({ page_id: id, type: 'replace_content', replace_content })
    return { notion, written }
  }

  test('are repeated when Notion refused to begin', async () => {
    const { written } = await aWrite({ kind: 'rate_limited', retryAfterSeconds: 1 }, { kind: 'status', status: 529 })
    expect(await written).toMatchObject({ markdown: 'Another.' })
  })

  test.each<NotionFault>([
    { kind: 'status', status: 503 },
    { kind: 'dropped', when: 'in_body' },
  ])('are not repeated after %j, since they may have been done', async (fault) => {
    const { notion, written } = await aWrite(fault)
    await expect(written).rejects.toThrow(/to PATCH/)
    expect(notion.counts.get(write)).toBe(1)
  })
})

describe('the pace', () => {
  /** Lets a virtual clock run until everything is over. */
  async function over<Result>(clock: VirtualClock, work: Promise<Result>): Promise<Result> {
    const done = work.finally(() => settled.abort())
    const settled = new AbortController()
    while (!settled.signal.aborted) {
      if (clock.running() > 0) await clock.pass(10)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return done
  }

  test('stays within the budget of a minute, so that Notion never objects', async () => {
    const clock = new VirtualClock()
    const { notion, connection } = await aSource({ clock, requestsPerMinute: 60 })
    notion.faults.limit({ requests: 60, windowMs: 60_000 })
    const client = connection.client()
    const work = Promise.all(Array.from({ length: 150 }, () => client.users.me({})))
    await over(clock, work)
    expect(clock.now()).toBeGreaterThan(100_000)
    expect(clock.now()).toBeLessThan(180_000)
    expect(notion.requests.filter(({ status }) => status === 429)).toEqual([])
  })

  test('is one for all clients of a connection, and a rate limit holds all of them', async () => {
    const clock = new VirtualClock()
    const { notion } = await aNotion()
    const settings = { token: notion.token, baseUrl: notion.url, requestsPerMinute: 6_000 }
    const connection = connectNotion(settings, { clock })
    notion.faults.next('GET /v1/users/me', { kind: 'rate_limited', retryAfterSeconds: 30 })
    const first = connection.client().users.me({})
    await eventually(() => clock.running() === 1)
    const second = connection.client().users.me({})
    await eventually(() => clock.running() === 2)
    expect(notion.requests).toHaveLength(1)
    await clock.pass(29_000)
    expect(notion.requests).toHaveLength(1)
    await over(clock, Promise.all([first, second]))
    expect(notion.requests).toHaveLength(3)
  })
})

describe('a signal', () => {
  test('ends a request', async () => {
    const { notion, source } = await aSource()
    notion.workspace.put(page)
    notion.faults.next(markdown, { kind: 'hang', when: 'before' })
    const stop = new AbortController()
    const listing = all(source.items({ signal: stop.signal }))
    const ended = expect(listing).rejects.toThrow('enough')
    await eventually(() => notion.counts.get(markdown) === 1)
    stop.abort(new Error('enough'))
    await ended
  })

  test('ends a wait', async () => {
    const clock = new VirtualClock()
    const { notion, source } = await aSource({ clock })
    const { id } = notion.workspace.put(page)
    notion.faults.next('*', { kind: 'rate_limited', retryAfterSeconds: 60 })
    const stop = new AbortController()
    const ended = expect(source.live.item(id, stop.signal)).rejects.toThrow('enough')
    await eventually(() => clock.running() === 1)
    stop.abort(new Error('enough'))
    await ended
    expect(clock.running()).toBe(0)
  })

  test('that is aborted already lets nothing out', async () => {
    const { notion, source } = await aSource()
    await expect(all(source.items({ signal: AbortSignal.abort(new Error('enough')) }))).rejects.toThrow('enough')
    expect(notion.requests).toEqual([])
  })
})

describe('the console', () => {
  const methods = ['debug', 'error', 'info', 'log', 'warn'] as const
  beforeEach(() => {
    for (const method of methods) vi.spyOn(console, method)
  })
  afterEach(() => vi.restoreAllMocks())

  test('stays empty, whatever goes wrong', async () => {
    const { notion, source } = await aSource({ timeoutMs: 500 })
    notion.workspace.put(page)
    notion.faults.next(query, ...passing.slice(0, 4))
    notion.faults.next(markdown, ...passing.slice(-4))
    await only(source)
    notion.workspace.dataSources.set(notion.dataSource.id, { ...notion.dataSource, isShared: false })
    await expect(only(source)).rejects.toThrow()
    for (const method of methods) expect(console[method]).not.toHaveBeenCalled()
  })
})
