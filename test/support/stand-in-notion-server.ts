import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Call } from './stand-in-notion-call.ts'
import { failure, invalid, NotionError } from './stand-in-notion-error.ts'
import { type BreakingPoint, type NotionFault, type NotionFaults, refuse } from './stand-in-notion-faults.ts'
import { routeOf } from './stand-in-notion-routes.ts'

/** A request as it came in; `status` is null while it is open and when it was never answered. */
export type NotionRequest = {
  /** As in `GET /v1/pages/{id}`; the path itself when there is no such endpoint. */
  readonly endpoint: string
  readonly path: string
  readonly query: URLSearchParams
  readonly version: string | null
  readonly body: unknown
  status: number | null
}

/** What a server needs to answer; `callOf` adds what every call has in common. */
export type NotionServerParts = {
  readonly token: string
  readonly faults: NotionFaults
  readonly latencyMs: () => number
  readonly record: (request: NotionRequest) => void
  readonly callOf: (part: Pick<Call, 'ids' | 'query' | 'body'>, version: string) => Call
}

const versions = ['2025-09-03', '2026-03-11']

/** Serves the API on a free port of 127.0.0.1. */
export async function serveNotion(
  parts: NotionServerParts,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const closing = new AbortController()
  const server = createServer((incoming, response) => {
    serve(parts, incoming, response, closing.signal).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      closing.abort()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function serve(
  parts: NotionServerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
) {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://notion')
  const route = routeOf(incoming.method ?? '', pathname)
  const endpoint = route?.endpoint ?? `${incoming.method} ${pathname}`
  const version = incoming.headers['notion-version']?.toString() ?? null
  const sent = await text(incoming).catch(() => null)
  if (sent === null) return
  const body = parsed(sent)
  const request: NotionRequest = { endpoint, path: pathname, query: searchParams, version, body, status: null }
  parts.record(request)
  const fault = parts.faults.take(endpoint)
  const waitMs = parts.latencyMs() + (fault?.kind === 'late' ? fault.ms : 0)
  if (waitMs > 0 && !(await paused(waitMs, closing))) return
  if (isBroken(response, fault, 'before')) return
  const answer = (): Record<string, unknown> => {
    refuse(fault)
    const checked = check(parts, incoming, version)
    parts.faults.spend()
    if (!route) throw new NotionError(400, 'invalid_request_url', 'Invalid request URL.')
    if (body === undefined && sent !== '') throw new NotionError(400, 'invalid_json', 'Error parsing JSON body.')
    return route.answer(parts.callOf({ ids: route.ids, query: searchParams, body }, checked))
  }
  const outcome = fault?.kind === 'html' ? proxied(fault.status) : outcomeOf(answer)
  if (!isBroken(response, fault, 'after')) send(response, request, fault, outcome)
}

/** Whether nothing more is to be sent. */
function isBroken(response: ServerResponse, fault: NotionFault | undefined, at: BreakingPoint): boolean {
  if ((fault?.kind !== 'dropped' && fault?.kind !== 'hang') || fault.when !== at) return false
  if (fault.kind === 'dropped') response.destroy()
  return true
}

type Outcome = {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

function outcomeOf(answer: () => Record<string, unknown>): Outcome {
  const id = randomUUID()
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-notion-request-id': id }
  try {
    return { status: 200, text: JSON.stringify({ ...answer(), request_id: id }), headers }
  } catch (error) {
    // A mistake in the stand-in or in a test's own body function is an error of the service, in its own words.
    const known = error instanceof NotionError ? error : new NotionError(500, 'internal_server_error', String(error))
    const text = JSON.stringify({ ...known.toJSON(), request_id: id })
    return { status: known.status, text, headers: { ...headers, ...known.headers } }
  }
}

function check({ token }: NotionServerParts, { headers }: IncomingMessage, version: string | null): string {
  if (headers.authorization !== `Bearer ${token}`) throw failure(401)
  const about = 'Notion-Version header failed validation: Notion-Version header should be'
  if (version === null) throw new NotionError(400, 'missing_version', `${about} defined, instead was \`undefined\`.`)
  if (!versions.includes(version)) throw invalid(`${about} ${versions.join(' or ')}, instead was \`"${version}"\`.`)
  return version
}

/** An answer in front of Notion, from a proxy that knows nothing of its API. */
function proxied(status: number): Outcome {
  const headers = { 'content-type': 'text/html', 'cf-ray': '8f0000000000abcd-FRA' }
  return { status, text: '<html><body>Bad gateway</body></html>', headers }
}

function send(
  response: ServerResponse,
  request: NotionRequest,
  fault: NotionFault | undefined,
  { status, text: answer, headers }: Outcome,
): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(answer), ...headers })
  if (fault?.kind === 'dropped' || fault?.kind === 'hang') {
    response.write(answer.slice(0, Math.ceil(answer.length / 2)), () => {
      if (fault.kind === 'dropped') response.destroy()
    })
    return
  }
  request.status = status
  response.end(answer)
}

function parsed(sent: string): unknown {
  try {
    return JSON.parse(sent)
  } catch {
    return undefined
  }
}

/** False when the server was closed meanwhile. */
async function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal }).catch(() => false)
}
