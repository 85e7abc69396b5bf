import { beforeEach, describe, expect, test } from 'vitest'
import { syncSource } from '../../src/jobs/sync-source.ts'
import { takeNews } from '../../src/jobs/take-news.ts'
import { connectNotion } from '../../src/notion/client.ts'
import { defaultMapping } from '../../src/notion/mapping.ts'
import { notionSource } from '../../src/notion/notion-source.ts'
import { startWebhook } from '../../src/notion/webhook.ts'
import { saveWebhookToken, webhookToken } from '../../src/store/webhook-tokens.ts'
import { goesWithTheTest } from '../support/a-database.ts'
import { aFront, emptied, postmortems, type RunningFront } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { threadsIn } from '../support/shown-text.ts'
import type { NotionStandIn } from '../support/stand-in-notion.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const body =
  'Quartz throttled the writes of the checkout. Nobody watched the partitions of Quartz. The hot partition of Quartz was split.'

/** The real app, with Notion for its source instead of a folder. */
async function aFrontWithNotion(): Promise<{
  front: RunningFront
  notion: NotionStandIn
  publish: (title: string) => string
}> {
  const { notion } = await aNotion()
  const connection = connectNotion({ token: notion.token, baseUrl: notion.url, requestsPerMinute: 100_000 })
  const source = notionSource({ mapping: defaultMapping }, notion.dataSource, { connection, now: () => new Date() })
  const front = await aFront(queue, {
    transport: 'http',
    workshop: { source, sources: [source], sourceNamed: () => source },
  })
  const publish = (title: string): string =>
    notion.workspace.put({ title, markdown: body, properties: { Status: 'Published' } }).id
  return { front, notion, publish }
}

const titles = (front: RunningFront): (string | undefined)[] =>
  threadsIn(front, postmortems).map(([root]) => root?.split('\n')[0])

async function poll(front: RunningFront): Promise<void> {
  await syncSource(front.workshop)
  await front.settled()
}

describe('a page of Notion', () => {
  test('that is published comes to its thread by a poll, and is read once', async () => {
    const { front, notion, publish } = await aFrontWithNotion()
    publish('The checkout was slow')
    await poll(front)
    expect(titles(front)).toEqual(['The checkout was slow'])
    await poll(front)
    expect(titles(front)).toHaveLength(1)
    expect(front.workshop.scripted.count('summarization')).toBe(1)
    expect(notion.requests.length).toBeGreaterThan(0)
  })

  test('that is unpublished is struck out, and comes back to the same thread', async () => {
    const { front, notion, publish } = await aFrontWithNotion()
    const id = publish('The checkout was slow')
    await poll(front)
    const [message] = front.people.history(postmortems)
    notion.workspace.unpublish(id)
    await poll(front)
    expect(titles(front)[0]).toMatch(/withdrawn/i)
    notion.workspace.publish(id)
    await poll(front)
    expect(titles(front)).toEqual(['The checkout was slow'])
    expect(front.people.history(postmortems).map(({ ts }) => ts)).toEqual([message?.ts])
  })

  test('that is moved to the trash is withdrawn', async () => {
    const { front, notion, publish } = await aFrontWithNotion()
    const id = publish('The checkout was slow')
    await poll(front)
    notion.workspace.trash(id)
    await poll(front)
    expect(titles(front)[0]).toMatch(/withdrawn/i)
  })

  test('that is published comes to its thread by webhook, after the handshake; a forged one changes nothing', async () => {
    const { front, notion, publish } = await aFrontWithNotion()
    const { pool } = front
    const webhook = await startWebhook(
      { host: '127.0.0.1', port: 0 },
      {
        token: async () => (await webhookToken(pool, 'notion'))?.token ?? null,
        introduce: (token) => saveWebhookToken(pool, 'notion', token),
        take: (event) => takeNews(front.workshop, 'notion', event),
        self: async () => 'bot',
      },
      front.workshop.log,
    )
    goesWithTheTest(webhook.close)
    await notion.webhooks.subscribe(webhook.url)
    notion.webhooks.verify((await webhookToken(pool, 'notion'))?.token ?? '')
    publish('The checkout was slow')
    await notion.webhooks.settled()
    await front.settled()
    await front.hurry()
    await front.settled()
    expect(titles(front)).toEqual(['The checkout was slow'])
    expect((await webhookToken(pool, 'notion'))?.confirmedAt).toBeInstanceOf(Date)
  })
})
