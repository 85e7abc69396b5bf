import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { BedrockError } from './stand-in-bedrock-error.ts'
import type { StandInBedrockOptions } from './stand-in-bedrock-options.ts'
import type { BedrockCounters } from './stand-in-bedrock-quota.ts'
import { BedrockRuntime } from './stand-in-bedrock-runtime.ts'
import type { BedrockStep } from './stand-in-bedrock-script.ts'

/** A request as it came in, and the status it was answered with; null while it is open or when nothing was sent. */
export type BedrockCall = {
  readonly operation: 'converse' | 'invoke'
  readonly modelId: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
  status: number | null
}

/** A running stand-in for the Bedrock runtime, over plain HTTP/1.1. */
export type StandInBedrock = {
  readonly url: string
  readonly requests: readonly BedrockCall[]
  /** Queues what happens to the next valid requests, one step each; then it is as usual again. */
  readonly script: (...steps: readonly BedrockStep[]) => void
  /** What a model was used for so far. */
  readonly counters: (modelId: string) => BedrockCounters
  /** Drops what is still open. */
  readonly close: () => Promise<void>
}

/** Starts a stand-in on a free port of 127.0.0.1. It checks requests as the real one does, as far as that is known. */
export async function startStandInBedrock(options: StandInBedrockOptions): Promise<StandInBedrock> {
  const runtime = new BedrockRuntime(options)
  const requests: BedrockCall[] = []
  const record = (call: BedrockCall): void => {
    requests.push(call)
    if (requests.length > (options.keptRequests ?? 1000)) requests.shift()
  }
  const server = createServer((request, response) => void serve(runtime, record, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (...steps) => runtime.script.add(steps),
    counters: (modelId) => runtime.countersOf(modelId),
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function serve(
  runtime: BedrockRuntime,
  record: (call: BedrockCall) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  let call: BedrockCall | undefined
  try {
    call = await callOf(request)
    record(call)
    const { body, step } = await runtime[call.operation](call.modelId, call.body, gone.signal)
    const text = 'body' in step && step.body !== undefined ? step.body : JSON.stringify(body)
    if (gone.signal.aborted) return
    call.status = 200
    if ('disconnect' in step) breakOff(response, text)
    else send(response, 200, text)
  } catch (error) {
    if (gone.signal.aborted) return
    const known = error instanceof BedrockError ? error : internal(error)
    if (call) call.status = known.status
    send(response, known.status, JSON.stringify(known.body), known.headers)
  }
}

async function callOf(request: IncomingMessage): Promise<BedrockCall> {
  const { pathname } = new URL(request.url ?? '/', 'http://bedrock')
  const [, modelId, operation] = /^\/model\/([^/]+)\/(converse|invoke)$/.exec(pathname) ?? []
  if (request.method !== 'POST' || !modelId || !operation) throw new BedrockError('UnknownOperationException')
  if (!signed.test(request.headers.authorization ?? '')) throw new BedrockError('MissingAuthenticationTokenException')
  const body = await json(request).catch(() => {
    throw new BedrockError('SerializationException')
  })
  return {
    operation: operation === 'invoke' ? 'invoke' : 'converse',
    modelId: decodeURIComponent(modelId),
    headers: request.headers,
    body,
    status: null,
  }
}

/** The header of Signature Version 4 for Bedrock; the signature itself is not checked. */
const signed =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[^/]+\/bedrock\/aws4_request, SignedHeaders=[^,]+, Signature=[0-9a-f]{64}$/

function send(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>> = {}) {
  response.writeHead(status, { ...headOf(text), ...headers }).end(text)
}

function breakOff(response: ServerResponse, text: string): void {
  response.writeHead(200, headOf(text))
  response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy())
}

function headOf(text: string): Record<string, string | number> {
  return {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  }
}

/** An answer function that throws is seen by the client as a fault of the service, in its own words. */
function internal(error: unknown): BedrockError {
  return new BedrockError('InternalServerException', {
    message: error instanceof Error ? error.message : String(error),
  })
}
