import { z } from 'zod'
import { type NotionConfig, notionConfig, notionEnvironment } from '../../src/config-notion.ts'
import { syncSource } from '../../src/jobs/sync-source.ts'
import { connectNotion } from '../../src/notion/client.ts'
import { notionSource } from '../../src/notion/notion-source.ts'
import { notionName, notionParts } from '../../src/notion-parts.ts'
import { webhookToken } from '../../src/store/webhook-tokens.ts'
import { goesWithTheTest } from '../support/a-database.ts'
import { aFront, type FrontOptions, type RunningFront } from '../support/a-front.ts'
import type { Queue } from '../support/a-workshop.ts'
import type { NotionStandIn } from '../support/stand-in-notion.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'
import type { NewPage } from '../support/stand-in-notion-model.ts'
import { aDataSource } from '../support/stand-in-notion-schema.ts'

/** How Lode comes to know of a change. */
export const ways = ['poll', 'webhook'] as const

/** The usual columns, and one that Lode does not read. */
const properties = { ...aDataSource().properties, Reviewed: { type: 'checkbox' } }
/** Pages go to the first unless a test says otherwise; both of them are read. */
export const [incidents, outages] = [
  aDataSource({ title: 'Incidents', properties }),
  aDataSource({ title: 'Outages', properties }),
]
/** Shared with the connection, but not among those that are read. */
export const runbooks = aDataSource({ title: 'Runbooks', properties })

/** What a page says unless a test has other words for it. */
export const quartzText =
  'Quartz throttled the writes of the checkout. Nobody watched the partitions of Quartz. The hot partition of Quartz was split.'

export type NotionFront = {
  readonly front: RunningFront
  readonly notion: NotionStandIn
  /** A page that may be read from now on; resolves to its id. */
  readonly publish: (title: string, page?: Partial<NewPage>) => string
  /** Reads all sources after so many minutes, ten unless told otherwise, and waits until all is said. */
  readonly poll: (minutes?: number) => Promise<void>
  /** The same for what is told by webhook, without a poll. */
  readonly hear: () => Promise<void>
  /** `poll` or `hear`, whichever way the test is about. */
  readonly notice: (minutes?: number) => Promise<void>
}

/**
 * The real app, with two data sources of a Notion instead of a folder. Time stands still but for what `poll` lets pass.
 * By webhook the handshake is over.
 */
export async function aFrontWithNotion(
  queue: Queue,
  way: (typeof ways)[number],
  options: FrontOptions = {},
): Promise<NotionFront> {
  let time = Date.parse('2026-11-22T12:00:00Z')
  const now = (): Date => new Date(time)
  const { notion } = await aNotion({ dataSources: [incidents, outages, runbooks], now })
  const config = configFor(notion)
  const connection = connectNotion(config)
  const sources = config.dataSources.map((id) => notionSource(config, { id }, { connection, now }))
  const [source] = sources
  const sourceNamed = (name: string) => {
    const found = sources.find((one) => one.name === name)
    if (!found) throw new Error(`There is no source ${name}.`)
    return found
  }
  const workshop = { ...options.workshop, now, sources, sourceNamed, ...(source && { source }) }
  const front = await aFront(queue, { transport: 'http', ...options, workshop })
  const poll = async (minutes = 10): Promise<void> => {
    time += minutes * 60_000
    for (const one of sources) await syncSource({ ...front.workshop, source: one })
    await front.settled()
  }
  const hear = async (): Promise<void> => {
    await notion.webhooks.settled()
    await front.hurry()
    // Workers look for what was brought forward only now and then, but at once when they start.
    await front.stopWorkers()
    await front.startWorkers()
    await front.settled()
  }
  if (way === 'webhook') await subscribed(front, notion, config)
  return {
    front,
    notion,
    publish: (title, page = {}) =>
      notion.workspace.put({
        title,
        markdown: quartzText,
        ...page,
        properties: { Status: 'Published', ...page.properties },
      }).id,
    poll,
    hear,
    notice: way === 'poll' ? poll : hear,
  }
}

/** What somebody would have to set. */
function configFor({ token, url }: NotionStandIn): NotionConfig {
  const config = notionConfig(
    z.object(notionEnvironment).parse({
      NOTION_TOKEN: token,
      NOTION_DATA_SOURCES: `${incidents.id}, ${outages.id}`,
      NOTION_API_URL: url,
      NOTION_REQUESTS_PER_MINUTE: '100000',
      NOTION_WEBHOOK_PORT: '0',
    }),
  )
  if (!config) throw new Error('Notion is not configured.')
  return config
}

/** As `lode start` listens, and as somebody pastes the token into Notion's settings. */
async function subscribed(
  { workshop, pool }: RunningFront,
  { webhooks }: NotionStandIn,
  config: NotionConfig,
): Promise<void> {
  const webhook = await notionParts(config, workshop.log).startWebhook?.(workshop)
  if (!webhook) throw new Error('Nobody listens for webhooks.')
  goesWithTheTest(webhook.close)
  await webhooks.subscribe(webhook.url)
  webhooks.verify((await webhookToken(pool, notionName))?.token ?? '')
}
