import type { NotionMapping } from './mapping.ts'

/** How to reach Notion, and what to read there. */
export type NotionSettings = {
  /** The secret of a connection with which the databases are shared. */
  readonly token: string
  /** Null for Notion itself; a stand-in has another address. */
  readonly baseUrl: string | null
  /** Ids of data sources, with or without dashes. */
  readonly dataSources: readonly string[]
  readonly mapping: NotionMapping
  /** What the plan allows to one connection: 180 unless the contract says more. */
  readonly requestsPerMinute: number
  /** The page under which approved answers are kept; null where nothing is written. */
  readonly reportsPage: string | null
}
