import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ZodError } from 'zod'
import type { PageHandler } from '../http-server.ts'
import type { Workspace } from '../workspace.ts'
import { type Asset, readAssets } from './assets.ts'
import { streamChanges } from './event-stream.ts'
import type { Features } from './features.ts'
import { sendFile } from './file-response.ts'
import { fragment } from './fragments.ts'
import { type Perform, personActs } from './person-acts.ts'
import { bodyOf, refusalOf, safeHeaders } from './request-guard.ts'
import { shell } from './shell.ts'
import { actors, type PageWorkspace, type Viewer } from './workspace-reader.ts'

/**
 * The workspace as a web page, for the `page` option of `startWorkspace`: `/`, its parts and files under `/page/`, what
 * changes under `/events`, and `/archives/…` where permalinks point. Somebody who is no bot must be there to look at it.
 */
export function pageHandler(features: Features): (workspace: Workspace) => PageHandler {
  const assets = readAssets()
  return ({ state, people, app }) => handlerOf({ state, people, app, ...features }, assets)
}

function handlerOf(workspace: PageWorkspace, assets: ReadonlyMap<string, Asset>): PageHandler {
  const instance = randomUUID()
  const pressed = new Map<string, string>()
  workspace.state.changes.setMaxListeners(0)
  const perform = personActs(workspace, pressed)
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const [place = '', ...path] = url.pathname.split('/').slice(1)
    if (!['', 'page', 'events', 'archives'].includes(place)) return false
    const refusal = refusalOf(request)
    const viewer = { workspace, person: personOf(workspace, url.searchParams.get('as')), pressed }
    if (refusal !== null) send(response, 403, plain, refusal)
    else if (request.method === 'POST') await act(request, response, perform, viewer.person.id, path)
    else if (place === '') send(response, 200, html, shell(viewer))
    else if (place === 'events') streamChanges(request, response, viewer, instance)
    else if (place === 'archives') send(response, 302, plain, '', { location: `/#${path.slice(0, 2).join('/')}` })
    else sendPart(response, assets, path, url.searchParams, viewer)
    return true
  }
}

function sendPart(
  response: ServerResponse,
  assets: ReadonlyMap<string, Asset>,
  path: readonly string[],
  query: URLSearchParams,
  viewer: Viewer,
): void {
  const [name = '', id = ''] = path
  const asset = assets.get(name)
  const part = asset || name === 'files' ? null : fragment(path, query, viewer)
  if (asset) send(response, 200, asset.type, asset.bytes, asset.isFixed ? { 'cache-control': 'max-age=86400' } : {})
  else if (name === 'files') sendFile(response, viewer.workspace.state.file(id))
  else if (part === null) send(response, 404, plain, 'There is no such thing in this workspace.')
  else send(response, 200, html, part)
}

async function act(
  request: IncomingMessage,
  response: ServerResponse,
  perform: Perform,
  userId: string,
  path: readonly string[],
): Promise<void> {
  try {
    const done = await perform(path[0] ?? '', userId, JSON.parse(await bodyOf(request)))
    send(response, 200, json, JSON.stringify(done))
  } catch (error) {
    send(response, error instanceof ZodError ? 400 : 422, json, JSON.stringify({ error: reasonOf(error) }))
  }
}

function personOf({ state }: PageWorkspace, id: string | null) {
  const people = actors(state)
  const person = people.find((one) => one.id === id) ?? people[0]
  if (!person) throw new Error('Nobody lives in this workspace who could look at its page.')
  return person
}

function reasonOf(error: unknown): string {
  if (error instanceof ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  return error instanceof Error ? error.message : String(error)
}

const html = 'text/html; charset=utf-8'
const plain = 'text/plain; charset=utf-8'
const json = 'application/json; charset=utf-8'

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...safeHeaders, 'content-type': type, ...headers }).end(body)
}
