import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { ApiError } from './api-error.ts'
import type { Fault, Faults } from './faults.ts'
import type { JsonObject } from './json.ts'
import { received, sendJson, uploadedBytes } from './request.ts'
import { respond } from './responses.ts'
import { type ApiCall, answerCall, TooManyRequests, type WebApi } from './web-api.ts'

/** Serves something else, such as the page, and says whether it did. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>

/** What stands behind the workspace's URLs. Faults strike here, before and after the work. */
export type Site = {
  readonly api: WebApi
  readonly faults: Faults
  readonly record: (call: ApiCall) => void
  readonly page: PageHandler
}

/** Answers one HTTP request. A defect of the workspace itself becomes a 500 that says what it is. */
export async function serve(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(site, request, response)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else sendJson(response, 500, { ok: false, error: 'internal_error', detail: String(error) })
  }
}

async function route(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const [, area, name = '', rest = ''] = pathname.split('/')
  if (area === 'api' && name !== '') return disturbed(site, name, response, () => serveApi(site, name, request))
  if (area === 'response') return disturbed(site, 'response_url', response, () => serveResponseUrl(site, name, request))
  if (area === 'files' && name === 'upload' && request.method === 'POST')
    return disturbed(site, 'upload', response, () => serveUpload(site, rest, request))
  if (area === 'files' && site.api.parts.state.file(name)) return serveFile(site, name, request, response)
  if (!(await site.page(request, response))) sendJson(response, 404, { ok: false, error: 'not_found' })
}

type Reply = { readonly status: number; readonly body: JsonObject; readonly headers?: Readonly<Record<string, string>> }

async function disturbed(
  site: Site,
  name: string,
  response: ServerResponse,
  work: () => Promise<Reply>,
): Promise<void> {
  const fault = site.faults.take(name)
  if (fault?.kind === 'late') await pause(fault.ms, undefined, { ref: false })
  const failure = fault && failureOf(fault)
  if (fault?.kind === 'dropped' && fault.when === 'before') return void response.destroy()
  const { status, body, headers } = failure ?? (await work())
  if (fault?.kind === 'dropped') return void response.destroy()
  sendJson(response, status, body, headers)
}

function failureOf(fault: Fault): Reply | null {
  if (fault.kind === 'status') return { status: fault.status, body: { ok: false, error: 'internal_error' } }
  if (fault.kind === 'rate_limited') return tooMany(fault.retryAfterSeconds)
  return fault.kind === 'refused' ? { status: 200, body: { ok: false, error: fault.error } } : null
}

async function serveApi({ api, record }: Site, method: string, request: IncomingMessage): Promise<Reply> {
  const { bearer, sent } = await received(request)
  const { token, ...told } = sent
  try {
    const answer = answerCall(api, method, bearer ?? (typeof token === 'string' ? token : undefined), told)
    record({ method, sent: told, answer })
    return { status: 200, body: answer, headers: { 'x-oauth-scopes': api.parts.app.scopes.join(',') } }
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error
    record({ method, sent: told, answer: null })
    return tooMany(error.retryAfterSeconds)
  }
}

async function serveResponseUrl({ api: { parts } }: Site, id: string, request: IncomingMessage): Promise<Reply> {
  const { sent } = await received(request)
  const target = parts.responseUrls.use(id)
  if (typeof target === 'string') return { status: 404, body: { ok: false, error: target } }
  try {
    parts.responseUrls.aim(id, respond(parts, target, sent))
    return { status: 200, body: { ok: true } }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { status: 400, body: { ok: false, error: error.message, ...error.details } }
  }
}

async function serveUpload({ api: { parts } }: Site, id: string, request: IncomingMessage): Promise<Reply> {
  const bytes = await uploadedBytes(request)
  const file = parts.state.file(id)
  if (!file || file.bytes.length > 0) return { status: 404, body: { ok: false, error: 'file_not_found' } }
  parts.state.putFile({ ...file, bytes, size: bytes.length })
  return { status: 200, body: { ok: true } }
}

/** Files are private: they are given to who has a token of the app. */
function serveFile({ api: { parts } }: Site, id: string, request: IncomingMessage, response: ServerResponse): void {
  const file = parts.state.file(id)
  const isAllowed = parts.app.installations.some(
    ({ botToken }) => request.headers.authorization === `Bearer ${botToken}`,
  )
  if (file && isAllowed) response.writeHead(200, { 'content-type': file.mimetype }).end(file.bytes)
  else sendJson(response, 403, { ok: false, error: 'not_authed' })
}

const tooMany = (seconds: number): Reply => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  headers: { 'retry-after': String(seconds) },
})
