import { z } from 'zod'
import { notionConfig, notionEnvironment } from '../../src/config-notion.ts'
import { jobs } from '../../src/jobs/jobs.ts'
import { pendingJobs } from '../../src/jobs/queue.ts'
import { syncPageJob } from '../../src/jobs/sync-page.ts'
import { type Synced, syncSource } from '../../src/jobs/sync-source.ts'
import { connectNotion } from '../../src/notion/client.ts'
import { type NotionSource, notionSource } from '../../src/notion/notion-source.ts'
import type { Webhook } from '../../src/notion/webhook.ts'
import { notionName, notionParts } from '../../src/notion-parts.ts'
import type { Embedder } from '../../src/ports.ts'
import { webhookToken } from '../../src/store/webhook-tokens.ts'
import { randomNumbers } from '../../src/workspace/order.ts'
import { goesWithTheTest } from '../support/a-database.ts'
import { aFront, type RunningFront } from '../support/a-front.ts'
import type { Queue } from '../support/a-workshop.ts'
import type { NotionStandIn } from '../support/stand-in-notion.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'
import { attic, incidents, outages, technologies } from './unreliable-story.ts'

/** All of Lode between a Notion and a Slack, with a clock of its own for what people do. */
export type World = {
  readonly front: RunningFront
  readonly notion: NotionStandIn
  readonly pass: (milliseconds: number) => void
  /** Begins at once with what is to be done later. */
  readonly begin: () => Promise<void>
  /** Waits until no delivery and no job is left; what is to be done later is done at once. */
  readonly work: () => Promise<void>
  /** Reads all sources, one after the other, and does the work that comes of it. */
  readonly poll: () => Promise<readonly Synced[]>
  /** Listens for webhooks, as `lode start` does. */
  readonly listen: () => Promise<Webhook>
  /** From now on Notion sends its webhooks there, with its token pasted back; resolves to that. */
  readonly subscribe: (url: string) => Promise<string>
}

/** `onceRead` happens whenever a single page has been read and nothing of it is stored yet. */
export async function aWorld(queue: Queue, onceRead: () => Promise<void> = async () => {}): Promise<World> {
  let time = Date.parse('2026-11-22T08:00:00Z')
  const now = (): Date => new Date(time)
  const { notion } = await aNotion({ dataSources: [incidents, outages, attic], now })
  const config = configFor(notion)
  const tools = { connection: connectNotion(config), now }
  const sources = config.dataSources.map((id) => interrupted(notionSource(config, { id }, tools), onceRead))
  const workshop = { ...reading(sources), now, technologies, embedder: unalike }
  const front = await aFront(queue, { transport: 'http', workshop })
  const working = workingOff(front, notion)
  return {
    front,
    notion,
    pass: (milliseconds) => {
      time += milliseconds
    },
    ...working,
    poll: async () => {
      const synced: Synced[] = []
      for (const source of sources) synced.push(await syncSource({ ...front.workshop, source }))
      await working.work()
      return synced
    },
    listen: async () => {
      const webhook = await notionParts(config, front.workshop.log).startWebhook?.(front.workshop)
      if (!webhook) throw new Error('Nobody listens for webhooks.')
      goesWithTheTest(webhook.close)
      return webhook
    },
    subscribe: async (url) => {
      const { token } = await notion.webhooks.subscribe(url)
      notion.webhooks.verify((await webhookToken(front.pool, notionName))?.token ?? '')
      return token
    },
  }
}

function workingOff({ workshop, pool, hurry, settled }: RunningFront, { webhooks }: NotionStandIn) {
  const names = jobs.map((job) => job.name)
  const begin = async (): Promise<void> => {
    await hurry()
    // Workers look for what was brought forward only now and then, but at once when a new job comes.
    await workshop.boss.send(syncPageJob.name, { source: nothing.name, sourceId: '' }, { singletonKey: nothing.name })
  }
  const work = async (): Promise<void> => {
    await webhooks.settled()
    do {
      await begin()
      await settled()
    } while ((await pendingJobs(pool, names)) > 0)
  }
  return { begin, work }
}

/** What somebody would have to set. */
function configFor({ token, url }: NotionStandIn) {
  const given = {
    NOTION_TOKEN: token,
    NOTION_DATA_SOURCES: `${incidents.id}, ${outages.id}`,
    NOTION_API_URL: url,
    NOTION_REQUESTS_PER_MINUTE: '1000000',
    NOTION_WEBHOOK_PORT: '0',
  }
  const config = notionConfig(z.object(notionEnvironment).parse(given))
  if (!config) throw new Error('Notion is not configured.')
  return config
}

/** Has no pages: a job about it only wakes workers. */
const nothing = { name: 'nothing', async *items() {}, live: null }

function reading(sources: readonly NotionSource[]) {
  const [source = nothing] = sources
  return { source, sources, sourceNamed: (name: string) => sources.find((one) => one.name === name) ?? nothing }
}

function interrupted(source: NotionSource, onceRead: () => Promise<void>): NotionSource {
  const { live } = source
  const item: typeof live.item = async (sourceId, signal) => {
    const read = await live.item(sourceId, signal)
    if (read) await onceRead()
    return read
  }
  return { ...source, live: { ...live, item } }
}

/** Nothing is like anything but itself, so that a thread doesn't depend on what was read before. */
const unalike: Embedder = {
  name: 'unalike',
  likeness: { alike: 0.8, veryAlike: 0.9 },
  embed: async (texts) =>
    texts.map((text) => {
      const seed = [...text].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7)
      const random = randomNumbers(seed)
      const vector = Array.from({ length: 1_024 }, () => random() - 0.5)
      const length = Math.hypot(...vector)
      return vector.map((part) => part / length)
    }),
}
