import type { Logger } from 'pino'
import type { NotionConfig } from './config-notion.ts'
import type { Workshop } from './jobs/job.ts'
import { takeNews } from './jobs/take-news.ts'
import { connectNotion } from './notion/client.ts'
import { notionLibrary } from './notion/library.ts'
import { type NotionSource, notionSource } from './notion/notion-source.ts'
import { startWebhook, type Webhook } from './notion/webhook.ts'
import type { Library } from './ports.ts'
import { saveWebhookToken, webhookToken } from './store/webhook-tokens.ts'

/** Under this name Notion's events and the token of its webhooks are kept. */
export const notionName = 'notion'

export type NotionParts = {
  readonly sources: readonly NotionSource[]
  /** Null where approved answers stay in the chat. */
  readonly library: Library | null
  /** Null where changes are found by reading alone. */
  readonly startWebhook: ((workshop: Workshop) => Promise<Webhook>) | null
}

/** Notion as jobs need it: its data sources, all at one pace, and what it tells by webhook. */
export function notionParts(config: NotionConfig, log: Logger): NotionParts {
  const connection = connectNotion(config, { log: (line) => log.info(line, notionName) })
  const tools = { connection, now: () => new Date() }
  const { webhook, reportsPage } = config
  let self: Promise<string> | null = null
  const whoAmI = (): Promise<string> => {
    self ??= connection
      .client()
      .users.me({})
      .then(({ id }) => id)
      .catch((error: unknown) => {
        self = null // the next who asks tries again
        throw error
      })
    return self
  }
  return {
    sources: config.dataSources.map((id) => notionSource(config, { id }, tools)),
    library: reportsPage === null ? null : notionLibrary(connection, reportsPage, whoAmI),
    startWebhook:
      webhook &&
      ((workshop) => {
        const { pool } = workshop.database
        const intake = {
          token: async () => (await webhookToken(pool, notionName))?.token ?? null,
          introduce: (token: string) => introduced(workshop, token),
          take: (event: { readonly id: string; readonly pageId: string }) => takeNews(workshop, notionName, event),
          self: whoAmI,
        }
        return startWebhook(webhook, intake, log)
      }),
  }
}

async function introduced({ database, log }: Workshop, token: string): Promise<boolean> {
  const isTaken = await saveWebhookToken(database.pool, notionName, token)
  const text = isTaken
    ? 'Notion has introduced its webhooks: `lode doctor` shows the token to paste into the webhook’s settings there'
    : 'a webhook was introduced that is not the one in use, and refused'
  log.warn({ from: notionName }, text)
  return isTaken
}
