import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { isRecord, type JsonObject } from './json.ts'

/** A request that was read whole, with the arguments that Slack would see in its query and body. */
export type ReceivedRequest = {
  readonly path: string
  readonly bearer: string | undefined
  readonly sent: JsonObject
}

/** Reads the arguments of a call: form or JSON body, and the query. */
export async function received(request: IncomingMessage): Promise<ReceivedRequest> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const body = (await buffer(request)).toString()
  const isJson = request.headers['content-type']?.includes('json') ?? false
  const fields = isJson ? jsonFields(body) : Object.fromEntries(new URLSearchParams(body))
  return {
    path: pathname,
    bearer: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1],
    sent: { ...Object.fromEntries(searchParams), ...fields },
  }
}

/** The first file of a form, or the body itself. */
export async function uploadedBytes(request: IncomingMessage): Promise<Uint8Array> {
  const bytes = await buffer(request)
  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('multipart/form-data')) return new Uint8Array(bytes)
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
  const file = [...form.values()].find((value) => typeof value !== 'string')
  return file ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}

function jsonFields(body: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(body)
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}
