import type { Call, Capability } from './stand-in-notion-call.ts'
import { NotionFaults } from './stand-in-notion-faults.ts'
import { feed } from './stand-in-notion-feed.ts'
import type { DataSource } from './stand-in-notion-model.ts'
import { aDataSource } from './stand-in-notion-schema.ts'
import { type NotionRequest, serveNotion } from './stand-in-notion-server.ts'
import { type Synthetic, syntheticPages } from './stand-in-notion-synthetic.ts'
import { NotionWebhooks } from './stand-in-notion-webhooks.ts'
import { NotionWorkspace } from './stand-in-notion-workspace.ts'

/** Everything has a default: one data source of postmortems, a connection that may do all, no faults, no limit. */
export type NotionOptions = {
  readonly token?: string
  readonly dataSources?: readonly DataSource[]
  /** What time it is for pages. */
  readonly now?: () => Date
  /** Milliseconds, for the rate limit. */
  readonly clock?: () => number
  readonly capabilities?: readonly Capability[]
  /** How many rows a query gives before it is `incomplete`; 10,000 as with Notion unless given. */
  readonly queryLimit?: number
  /** What every answer takes. */
  readonly latencyMs?: number | (() => number)
  readonly webhookRetryDelaysMs?: readonly number[]
  /** How many requests are remembered, the latest ones; 1,000 unless given. */
  readonly keptRequests?: number
}

/** A Notion on this machine: its API for the real client, and what people do in its app for a test. */
export type NotionStandIn = {
  /** For the client's `baseUrl`. */
  readonly url: string
  /** For the client's `auth`. */
  readonly token: string
  /** What is in Notion, and people's doings: put, edit, publish, trash and so on. */
  readonly workspace: NotionWorkspace
  /** The first data source, which is where pages go unless said otherwise. */
  readonly dataSource: DataSource
  readonly faults: NotionFaults
  readonly webhooks: NotionWebhooks
  /** The latest requests. */
  readonly requests: readonly NotionRequest[]
  /** How many requests each endpoint has had, as in `GET /v1/pages/{id}/markdown`. */
  readonly counts: ReadonlyMap<string, number>
  /** Changes what the integration may do. */
  readonly allow: (capabilities: readonly Capability[]) => void
  /** Makes the first data source hold what the folder's files say; calling it again takes over what changed. */
  readonly fedBy: (folder: string) => Promise<ReadonlyMap<string, string>>
  /** Adds invented pages, without telling webhooks; their texts are made when they are read. */
  readonly fill: (count: number, options?: Synthetic) => void
  /** Drops what is still open. */
  readonly close: () => Promise<void>
}

const everything: readonly Capability[] = ['read_content', 'insert_content', 'update_content', 'read_users']

/** Starts a Notion on a free port of 127.0.0.1. */
export async function startNotion(options: NotionOptions = {}): Promise<NotionStandIn> {
  const { token = 'ntn_stand_in', dataSources = [aDataSource()], now = () => new Date(), queryLimit = 10_000 } = options
  const { latencyMs = 0, clock = () => performance.now() } = options
  const [dataSource] = dataSources
  if (!dataSource) throw new Error('A workspace needs a data source.')
  const workspace = new NotionWorkspace(dataSources, now)
  const faults = new NotionFaults(clock)
  const webhooks = new NotionWebhooks(workspace, options.webhookRetryDelaysMs)
  const { requests, counts, record } = aRecord(options.keptRequests ?? 1000)
  let capabilities = options.capabilities ?? everything
  const callOf = (part: Pick<Call, 'ids' | 'query' | 'body'>, version: string): Call => {
    const reader = { version, seesPeople: capabilities.includes('read_users') }
    return { workspace, reader, queryLimit, capabilities, ...part }
  }
  const latency = typeof latencyMs === 'function' ? latencyMs : () => latencyMs
  const server = await serveNotion({ token, faults, record, callOf, latencyMs: latency })
  const parts = { url: server.url, token, workspace, dataSource, faults, webhooks, requests, counts }
  return {
    ...parts,
    allow: (allowed) => {
      capabilities = allowed
    },
    fedBy: feeding(workspace, dataSource.id),
    fill: (count, synthetic) => {
      for (const page of syntheticPages(count, synthetic)) workspace.add(page)
    },
    close: async () => {
      webhooks.close()
      await server.close()
    },
  }
}

function aRecord(keptRequests: number) {
  const requests: NotionRequest[] = []
  const counts = new Map<string, number>()
  const record = (request: NotionRequest): void => {
    counts.set(request.endpoint, (counts.get(request.endpoint) ?? 0) + 1)
    requests.push(request)
    if (requests.length > keptRequests) requests.shift()
  }
  return { requests, counts, record }
}

/** Remembers which pages a folder has fed, so that those of its files that are gone can be found. */
function feeding(workspace: NotionWorkspace, dataSourceId: string): NotionStandIn['fedBy'] {
  const fed = new Map<string, ReadonlyMap<string, string>>()
  return async (folder) => {
    const ids = await feed(workspace, folder, dataSourceId, fed.get(folder))
    fed.set(folder, ids)
    return ids
  }
}
