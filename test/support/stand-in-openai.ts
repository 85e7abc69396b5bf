import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

/** What is done to one request. `json` is sent as it is when it is a string. */
export type Reply = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly latencyMs?: number
  /** Never answers, or breaks the connection off: before the head, or in the middle of the body. */
  readonly fault?: 'hang' | 'hang_in_body' | 'disconnect' | 'disconnect_in_body'
}

export type ReceivedRequest = {
  readonly method: string
  readonly path: string
  readonly key: string | null
  readonly body: RequestBody
}

const requestBody = z.looseObject({
  model: z.string().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).default([]),
  response_format: z.looseObject({ type: z.string() }).optional(),
  input: z.array(z.string()).default([]),
  dimensions: z.number().optional(),
})
type RequestBody = z.infer<typeof requestBody>

/** Replies by path. A list is worked through in order; running out answers 500, so that a test sees it. */
export type Script = Readonly<Record<string, readonly Reply[] | ((request: ReceivedRequest) => Reply)>>

export type StandInOpenAi = {
  readonly url: string
  readonly requests: readonly ReceivedRequest[]
  /** Bodies of the chat completions that were asked for. */
  readonly chats: () => readonly RequestBody[]
  /** How many connections are still waiting for an answer. */
  readonly waiting: () => number
}

/** An OpenAI-compatible server on this machine that follows a script and goes with the test. */
export async function standInOpenAi(script: Script): Promise<StandInOpenAi> {
  const requests: ReceivedRequest[] = []
  const turns = new Map<string, number>()
  let waiting = 0

  const replyTo = (request: ReceivedRequest): Reply => {
    const replies = script[request.path]
    if (!replies) return { status: 404, json: { detail: 'Not Found' } }
    if (typeof replies === 'function') return replies(request)
    const turn = turns.get(request.path) ?? 0
    turns.set(request.path, turn + 1)
    return replies[turn] ?? { status: 500, json: { error: `the script has no reply no. ${turn + 1}` } }
  }
  const server = createServer(async (incoming, response) => {
    waiting += 1
    response.on('close', () => {
      waiting -= 1
    })
    const request = await received(incoming)
    requests.push(request)
    await send(replyTo(request), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const chats = () => requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => body)
  return { url, requests, chats, waiting: () => waiting }
}

async function received(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const sent = await text(incoming)
  const { authorization } = incoming.headers
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    key: authorization?.replace(/^Bearer /, '') ?? null,
    body: requestBody.parse(sent === '' ? {} : JSON.parse(sent)),
  }
}

async function send({ status = 200, headers, json, latencyMs, fault }: Reply, response: ServerResponse): Promise<void> {
  if (latencyMs) await pause(latencyMs)
  if (fault === 'hang') return
  if (fault === 'disconnect') {
    response.destroy()
    return
  }
  const body = typeof json === 'string' ? json : JSON.stringify(json)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  if (fault === 'hang_in_body') response.write(body.slice(0, 10))
  else if (fault === 'disconnect_in_body') response.write(body.slice(0, 10), () => response.destroy())
  else response.end(body)
}

/** A chat completion as servers send it; an object becomes its JSON. */
export function completion(
  content: string | object | null,
  part: { finishReason?: string | null; usage?: object | null; message?: object } = {},
): Reply {
  const {
    finishReason = 'stop',
    usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    message,
  } = part
  const text = content === null || typeof content === 'string' ? content : JSON.stringify(content)
  const choice = { index: 0, message: { role: 'assistant', content: text, ...message }, finish_reason: finishReason }
  return {
    json: { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'stand-in', choices: [choice], usage },
  }
}

/** A server that answers every format but the refused ones, and prose where it ignores the format. */
export function serving(
  answer: string | object,
  { refuses = [], ignores = [] }: { refuses?: readonly string[]; ignores?: readonly string[] } = {},
) {
  return ({ body }: ReceivedRequest): Reply => {
    const format = body.response_format?.type ?? 'text'
    if (refuses.includes(format)) return { status: 400, json: { error: "'response_format.type' must be 'text'" } }
    return completion(ignores.includes(format) ? 'The names are a and b.' : answer)
  }
}

/** Vectors, one for each text of the request, made by `vectorOf`. */
export function embeddings(vectorOf: (text: string, index: number) => unknown) {
  return ({ body }: ReceivedRequest): Reply => ({
    json: {
      object: 'list',
      data: body.input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text, index) })),
    },
  })
}
