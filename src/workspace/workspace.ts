import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UserError } from '../errors.ts'
import { type AppIdentity, type AppSeed, appIdentity } from './app-identity.ts'
import { Deliveries } from './deliveries.ts'
import type { Transport } from './delivery.ts'
import { Faults } from './faults.ts'
import { type PageHandler, serve } from './http-server.ts'
import { httpTransport } from './http-transport.ts'
import type { Team } from './model.ts'
import type { Parts } from './parts.ts'
import type { People } from './people.ts'
import { peopleOf } from './people-of.ts'
import { RateLimits } from './rate-limits.ts'
import { ResponseUrls } from './response-urls.ts'
import { plant, type Seed } from './seed.ts'
import { SocketTransport } from './socket-transport.ts'
import { acceptSockets } from './sockets.ts'
import { WorkspaceState } from './state.ts'
import { Triggers } from './triggers.ts'
import type { ApiCall } from './web-api.ts'

/** How long Slack waits and when it comes again; the defaults are Slack's. */
export type Timing = {
  readonly ackMs: number
  readonly retryDelaysMs: readonly number[]
  readonly pingMs: number
}

export type WorkspaceOptions = Partial<Seed> & {
  readonly port?: number
  readonly team?: Team
  /** Other teams that have the app too. */
  readonly otherTeams?: readonly Team[]
  /** Teams that are only here through shared channels. */
  readonly foreignTeams?: readonly Team[]
  readonly app?: AppSeed
  readonly clock?: () => Date
  /** How the app is reached. The URL may be known only later, when the app listens. */
  readonly delivery?: 'socket' | { readonly eventsUrl: string | (() => string) }
  readonly timing?: Partial<Timing>
  /** Off, or as Slack has them. */
  readonly rateLimits?: 'off' | 'slack'
  /** Draws `data_visualization` blocks; unless it does, it refuses them as a type that it does not know. */
  readonly takesCharts?: boolean
  /** Serves whatever is not Slack's own. */
  readonly page?: (workspace: Workspace) => PageHandler
}

/** A running stand-in for Slack. */
export type Workspace = {
  readonly url: string
  /** For `slackApiUrl`; Bolt's Socket Mode wants it in `installerOptions.clientOptions` too. */
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly team: Team
  readonly botUserId: string
  readonly app: AppIdentity
  readonly state: WorkspaceState
  readonly people: People
  readonly faults: Faults
  readonly deliveries: Deliveries
  /** The app's Socket Mode connections; nothing ever connects when delivery is over HTTP. */
  readonly sockets: SocketTransport
  /** The last thousand calls of the Web API, oldest first. */
  readonly calls: readonly ApiCall[]
  /** Says goodbye to the app and stops. Stop the app first, or it will try to come back. */
  readonly close: () => Promise<void>
}

const slackTiming: Timing = { ackMs: 3000, retryDelaysMs: [0, 60_000, 300_000], pingMs: 10_000 }
const defaultTeam: Team = { id: 'T0LODE0001', name: 'Acme', domain: 'acme' }
const keptCalls = 1000
/** As Slack keeps connections: one that is closed in the moment of its use would be an error that nobody asked for. */
const keptOpenMs = 600_000

/** Opens a workspace on 127.0.0.1. It remembers nothing beyond its end. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const { clock = () => new Date(), team = defaultTeam, otherTeams = [], foreignTeams = [] } = options
  const timing = { ...slackTiming, ...options.timing }
  const app = appIdentity([team, ...otherTeams], options.app)
  const state = new WorkspaceState(clock)
  for (const foreign of foreignTeams) state.putTeam(foreign)
  plant(state, app, { people: [], channels: [], groups: [], ...options })

  const server = createServer({ keepAliveTimeout: keptOpenMs })
  const url = await listening(server, options.port ?? 0)
  const sockets = new SocketTransport(app.appId, timing.ackMs)
  const deliveries = new Deliveries(transportOf(options, app, sockets, timing), timing.retryDelaysMs)
  const triggers = new Triggers(clock)
  const { takesCharts = false } = options
  const parts: Parts = { state, app, deliveries, triggers, responseUrls: new ResponseUrls(clock), takesCharts, url }
  const calls: ApiCall[] = []
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= closed(server, deliveries, sockets, pings)
    return closing
  }
  const workspace = describe(parts, sockets, calls, close)

  const rateLimits = options.rateLimits === 'slack' ? new RateLimits(clock) : null
  const openSocket = acceptSockets(server, sockets, url)
  const page = options.page?.(workspace) ?? (() => false)
  const site = { api: { parts, rateLimits, openSocket }, faults: workspace.faults, record: recorderOf(calls), page }
  server.on('request', (request, response) => void serve(site, request, response))
  const pings = setInterval(() => sockets.ping(), timing.pingMs).unref()
  return workspace
}

function describe(
  parts: Parts,
  sockets: SocketTransport,
  calls: readonly ApiCall[],
  close: () => Promise<void>,
): Workspace {
  const { app, state, deliveries, url } = parts
  const { team, botUserId, botToken } = app.installations[0]
  const { appToken, signingSecret } = app
  const people = peopleOf(parts)
  const identity = { url, apiUrl: `${url}/api/`, botToken, appToken, signingSecret, team, botUserId, app }
  return { ...identity, state, people, faults: new Faults(), deliveries, sockets, calls, close }
}

function transportOf(
  { delivery }: WorkspaceOptions,
  app: AppIdentity,
  sockets: SocketTransport,
  timing: Timing,
): Transport {
  if (delivery === undefined || delivery === 'socket') return sockets
  const { eventsUrl } = delivery
  const urlNow = typeof eventsUrl === 'string' ? () => eventsUrl : eventsUrl
  return httpTransport({ eventsUrl: urlNow, signingSecret: app.signingSecret, ackMs: timing.ackMs })
}

const recorderOf =
  (calls: ApiCall[]) =>
  (call: ApiCall): void => {
    calls.push(call)
    if (calls.length > keptCalls) calls.shift()
  }

async function listening(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new UserError(`Nothing can listen at port ${port} of this machine: it is taken, or kept for others.`, {
      cause: error,
    })
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function closed(
  server: Server,
  deliveries: Deliveries,
  sockets: SocketTransport,
  pings: NodeJS.Timeout,
): Promise<void> {
  clearInterval(pings)
  await Promise.all([deliveries.close(), sockets.close()])
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
