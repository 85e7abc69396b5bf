import type { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { SlackConfig } from './config-slack.ts'
import type { Technology } from './domain.ts'
import type { FolderSource } from './folder/folder-source.ts'
import type { Workshop } from './jobs/job.ts'
import type { Brain } from './models.ts'
import type { Webhook } from './notion/webhook.ts'
import type { Ask } from './pipeline/stage.ts'
import type { Connection } from './slack/connection.ts'
import type { Database, DatabaseAddress } from './store/database.ts'

/** What commands are given: the wired product, with everything that costs time opened only when it is asked for. */
export type Lode = {
  readonly config: Config
  readonly technologies: readonly Technology[]
  /** Asks without remembering; for looking at documents without storing anything. */
  readonly ask: Ask
  readonly modelName: string
  readonly brain: Brain
  readonly log: Logger
  readonly sourceOf: (folder: string) => FolderSource
  /** Opens the database alone. */
  readonly openDatabase: (address?: DatabaseAddress) => Promise<Database>
  /** Opens database and queue; close it when done. */
  readonly openWorkshop: (options?: OpenOptions) => Promise<OpenWorkshop>
}

/** A stand-in for Slack on this machine, with a page to look at. */
export type LocalWorkspace = { readonly url: string; readonly slack: SlackConfig; close(): Promise<void> }

export type OpenOptions = {
  readonly address?: DatabaseAddress
  readonly folder?: string
  /** Another folder of prompts. */
  readonly prompts?: URL
  readonly log?: Logger
}
export type OpenWorkshop = Workshop & {
  readonly boss: PgBoss
  /** Listens to Slack from now on; null where none is configured. */
  readonly connectSlack: (() => Promise<Connection>) | null
  /** Listens for what the document tool tells; null where that is not configured. */
  readonly startWebhook: (() => Promise<Webhook>) | null
  close(): Promise<void>
}
