import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyWebhookSignature } from '@notionhq/client'
import type { Logger } from 'pino'
import { z } from 'zod'

/** Where Notion sends its webhooks. */
export const webhookPath = '/notion/webhook'

/** Larger than any event, which holds ids only. */
const mostBytes = 64 * 1_024
/** Whoever sends more than this is cut off. */
const mostBytesRead = 8 * 1_024 * 1_024

/** What a webhook is taken in by. Each may be called again for the same event. */
export type WebhookIntake = {
  /** What events are signed with; null until Notion has sent it. */
  readonly token: () => Promise<string | null>
  /** Notion introduces itself: the token must be pasted back there. False: another one is in use. */
  readonly introduce: (token: string) => Promise<boolean>
  /** Something about a page has changed. */
  readonly take: (event: { readonly id: string; readonly pageId: string }) => Promise<void>
  /** Our own user in Notion: what it wrote is no news. */
  readonly self: () => Promise<string>
}

const introduction = z.object({ verification_token: z.string().regex(/^[\w-]{1,200}$/) })
const news = z.object({
  id: z.string().min(1),
  type: z.string(),
  entity: z.object({ id: z.string(), type: z.string() }),
  authors: z.array(z.object({ id: z.string() })).default([]),
})

export type Webhook = { readonly url: string; close(): Promise<void> }

/** Listens for Notion's webhooks. They may be lost, doubled and out of order: they only say where to look. */
export async function startWebhook(
  { host, port }: { readonly host: string; readonly port: number },
  intake: WebhookIntake,
  log: Logger,
): Promise<Webhook> {
  const server = createServer({ connectionsCheckingInterval: 2_000 }, (request, response) => {
    answer(request, intake).then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => {
        if (request.destroyed && !request.complete) return // whoever asked has gone
        // Without a 2xx Notion comes again.
        log.error({ reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }, 'webhook')
        fail(response)
      },
    )
  })
  server.headersTimeout = 5_000
  server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://${host}:${own}${webhookPath}`,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}

function fail(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(500)
  response.end()
}

/** The status of the answer; nothing of why goes to whoever asked. */
async function answer(request: IncomingMessage, intake: WebhookIntake): Promise<number> {
  if (request.method !== 'POST' || request.url?.split('?')[0] !== webhookPath) return 404
  const body = await bodyOf(request)
  if (body === null) return 413
  const given = parsed(body)
  const signature = request.headers['x-notion-signature']
  if (typeof signature !== 'string') return 401
  const isSignedWith = (verificationToken: string) => verifyWebhookSignature({ body, signature, verificationToken })
  const first = introduction.safeParse(given)
  if (first.success) {
    const { verification_token: offered } = first.data
    return !(await isSignedWith(offered)) ? 401 : (await intake.introduce(offered)) ? 200 : 403
  }
  const token = await intake.token()
  if (token === null || !(await isSignedWith(token))) return 401
  const event = news.safeParse(given)
  if (!event.success) return 400
  const { id, type, entity, authors } = event.data
  if (!type.startsWith('page.') || entity.type !== 'page') return 200
  const self = await intake.self()
  if (authors.length > 0 && authors.every((author) => author.id === self)) return 200
  await intake.take({ id, pageId: entity.id })
  return 200
}

/** Null for what is too large: it is read to its end all the same, or the answer would be lost. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > mostBytesRead) return null
    if (bytes <= mostBytes) parts.push(part)
  }
  return bytes > mostBytes ? null : Buffer.concat(parts).toString('utf8')
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    // Whoever sends no JSON is told so by the schema that follows.
    return null
  }
}
