import type { AddressInfo } from 'node:net'
import { App, type Logger, type LogLevel, SocketModeReceiver } from '@slack/bolt'
import { type WebAPICallResult, WebClient, type WebClientOptions } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../src/workspace/workspace.ts'

/** A workspace with Alice, Bob and a channel that is gone with the test. */
export async function aWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const workspace = await startWorkspace({
    people: [
      { id: 'U0ALICE001', name: 'alice', realName: 'Alice Moreau' },
      { id: 'U0BOB00001', name: 'bob', realName: 'Bob Okafor' },
    ],
    channels: [{ id: 'C0PATTERNS', name: 'datastore-reliability' }],
    ...options,
    // Slack's three seconds would time a machine that does much else.
    timing: { ackMs: 60_000, ...options.timing },
  })
  onTestFinished(() => workspace.close())
  return workspace
}

export const alice = 'U0ALICE001'
export const bob = 'U0BOB00001'
export const channel = 'C0PATTERNS'

/** A client with the bot's token that tries everything once. */
export function aClient({ apiUrl, botToken }: Workspace, options: WebClientOptions = {}): WebClient {
  return new WebClient(botToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silence,
    ...options,
  })
}

/** Bolt over Socket Mode as it is, with what `listen` registers. It reconnects after a moment instead of five seconds. */
export async function aSocketApp(workspace: Workspace, listen: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: workspace.apiUrl }
  const receiver = new SocketModeReceiver({
    appToken: workspace.appToken,
    installerOptions: { clientOptions },
    clientPingTimeout: 200,
    logger: silence,
  })
  const app = new App({ token: workspace.botToken, receiver, clientOptions, logger: silence })
  listen(app)
  await app.start()
  onTestFinished(async () => {
    await app.stop()
  })
  return app
}

/** Bolt over HTTP on a free port; the workspace learns its URL from `urlOf`. */
export async function anHttpApp(workspace: Workspace, listen: (app: App) => void): Promise<string> {
  const app = new App({
    token: workspace.botToken,
    signingSecret: workspace.signingSecret,
    clientOptions: { slackApiUrl: workspace.apiUrl },
    logger: silence,
  })
  listen(app)
  const server = await app.start({ port: 0, host: '127.0.0.1' })
  onTestFinished(async () => {
    await app.stop()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
}

/** Says nothing: a log is for people, and a test looks at what happened. */
export const silence: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  setName: () => {},
  getLevel: () => 'error' as LogLevel,
}

/** All that the workspace's methods can ask for, but `team:read`. */
export const everyScope = [
  'chat:write',
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:read',
  'im:write',
  'im:history',
  'reactions:read',
  'reactions:write',
  'users:read',
  'usergroups:read',
  'channels:join',
  'files:write',
  'files:read',
]

/** The word that a call was refused with, or `ok`. */
export const errorOf = async (work: Promise<WebAPICallResult>): Promise<unknown> =>
  work.then(
    () => 'ok',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  )

/** Channels of every kind, the bot not in all of them. */
export const manyChannels = {
  app: { scopes: everyScope },
  channels: [
    { id: channel, name: 'open' },
    { id: 'C0ELSEWHERE', name: 'elsewhere', withoutBot: true },
    { id: 'C0PRIVATE01', name: 'private', kind: 'private' as const, withoutBot: true },
    { id: 'C0ARCHIVED1', name: 'archived', isArchived: true },
    { id: 'C0CLOSED001', name: 'closed', kind: 'private' as const, members: ['bob'] },
  ],
}
