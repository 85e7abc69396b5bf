import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../src/config.ts'
import type { Workshop } from '../src/jobs/job.ts'
import { jobs } from '../src/jobs/jobs.ts'
import { pendingJobs } from '../src/jobs/queue.ts'
import { nowhere } from '../src/jobs/routing.ts'
import { syncSource, syncSourceJob } from '../src/jobs/sync-source.ts'
import { startWorkers } from '../src/jobs/work.ts'
import { systemClock } from '../src/limits/clock.ts'
import { notionName, notionParts } from '../src/notion-parts.ts'
import { slackAccess } from '../src/slack/access.ts'
import { slackClient } from '../src/slack/client.ts'
import { slackNotifier } from '../src/slack/notifier.ts'
import { webhookToken } from '../src/store/webhook-tokens.ts'
import { startWorkspace, type Workspace } from '../src/workspace/workspace.ts'
import { type NotionStandIn, startNotion } from '../test/support/stand-in-notion.ts'
import { aDataSource } from '../test/support/stand-in-notion-schema.ts'
import { benchDocument } from './stand-in-model.ts'

const channel = 'C0EVERYTHING'
const pages = 20
/** Workers look at their queues at least so often; people publish at any moment between two looks. */
const betweenLooksMs = 2_000
/** What is promised of a page that a webhook tells of. */
const mostSeconds = 2
/** No page may share a sentence with a document of another bench. */
const firstCell = 50_000

/** How long a page takes from "Published" in Notion to its message in Slack, beyond what its model takes. */
export async function notionLatency(
  workshop: Workshop,
  print: (name: string, text: string) => void,
  modelMs: number,
): Promise<void> {
  const scene = await opened(workshop)
  const { notion, reading } = scene
  const published = async (index: number, tell?: () => Promise<unknown>): Promise<number> =>
    ((await millisecondsToSlack(scene, index, tell)) - modelMs) / 1_000

  await published(0) // the first one pays for compiling, and for a look at the data source
  const waits: number[] = []
  for (let index = 1; index <= pages; index++) waits.push(await published(index))
  const sorted = waits.toSorted((a, b) => a - b)
  const model = `the model's own ${(modelMs / 1_000).toFixed(2)} s`
  print(
    'published to Slack',
    `${sorted[pages / 2]?.toFixed(2)} s (median), ${sorted.at(-1)?.toFixed(2)} s (longest) beyond ${model}, for ${pages} pages told by webhook one after the other`,
  )

  if ((sorted.at(-1) ?? 0) > mostSeconds) {
    process.exitCode = 1
    print('', `✗ no page may take longer than ${mostSeconds} s beyond the model's own time`)
  }

  notion.webhooks.unsubscribe()
  const source = reading.source.name
  const polled = await published(pages + 1, () =>
    workshop.boss.send(syncSourceJob.name, { source }, { singletonKey: source }),
  )
  print('', `${polled.toFixed(2)} s beyond ${model} after the next poll, where no webhook tells`)
  await scene.close()
}

type Scene = {
  readonly notion: NotionStandIn
  readonly workspace: Workspace
  readonly reading: Workshop
  readonly close: () => Promise<void>
}

/** Waits until nothing is left to do as well, so that no page waits for another. */
async function millisecondsToSlack(
  { notion, workspace, reading }: Scene,
  index: number,
  tell: () => Promise<unknown> = async () => undefined,
): Promise<number> {
  const { id } = notion.workspace.add({ title: `Incident ${index}`, markdown: benchDocument(firstCell + index) })
  const before = workspace.people.history(channel).length
  await pause((betweenLooksMs * (index % 10)) / 10)
  const started = performance.now()
  notion.workspace.publish(id)
  await tell()
  while (workspace.people.history(channel).length === before) await pause(5)
  const waited = performance.now() - started
  const names = jobs.map((job) => job.name)
  while ((await pendingJobs(reading.database.pool, names)) > 0) await pause(20)
  return waited
}

/** Lode between a Notion that tells it by webhook and a Slack, as `lode start` wires it. */
async function opened(workshop: Workshop): Promise<Scene> {
  const notion = await startNotion({ dataSources: [aDataSource({ title: `Postmortems ${randomUUID()}` })] })
  const workspace = await startWorkspace({ channels: [{ id: channel, name: 'postmortems' }] })
  const { reading, startWebhook } = wired(workshop, notion, workspace)
  await syncSource(reading)
  const stop = await startWorkers(reading)
  const webhook = await startWebhook?.(reading)
  if (!webhook) throw new Error('no webhook is configured')
  await notion.webhooks.subscribe(webhook.url)
  notion.webhooks.verify((await webhookToken(workshop.database.pool, notionName))?.token ?? '')
  const close = async (): Promise<void> => {
    await webhook.close()
    await stop()
    await workspace.close()
    await notion.close()
  }
  return { notion, workspace, reading, close }
}

function wired(workshop: Workshop, notion: NotionStandIn, workspace: Workspace) {
  const { slack, notion: settings } = readConfig({
    NOTION_TOKEN: notion.token,
    NOTION_DATA_SOURCES: notion.dataSource.id,
    NOTION_API_URL: notion.url,
    NOTION_WEBHOOK_PORT: '0',
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    SLACK_MESSAGES_PER_SECOND: '100',
  })
  if (!slack || !settings) throw new Error('no Slack or no Notion is configured')
  const { sources, startWebhook } = notionParts(settings, workshop.log)
  const [source] = sources
  if (!source) throw new Error('no data source is configured')
  const client = slackClient(slack, workshop.log)
  const access = slackAccess(client, slack, workshop.now)
  const draw = async (): Promise<Uint8Array> => new Uint8Array(1)
  const { messagesPerSecond } = slack
  const notifier = slackNotifier({ client, access, draw, messagesPerSecond, clock: systemClock })
  const routing = { ...nowhere, everything: channel, announceDays: Number.POSITIVE_INFINITY }
  const reading: Workshop = { ...workshop, source, sources, sourceNamed: () => source, notifier, routing }
  return { reading, startWebhook }
}
