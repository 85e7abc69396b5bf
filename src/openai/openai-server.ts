import { UserError } from '../errors.ts'

export type ServerSettings = {
  /** Where the server is, with or without `/v1`: `http://127.0.0.1:1234/v1`. */
  readonly baseUrl: string
  /** Null where the server wants none, as local ones mostly do. */
  readonly apiKey: string | null
  /** For one call; `fetch` itself gives up after five minutes. */
  readonly timeoutMs?: number
}

/** What came back, whatever its status: parsed JSON, or the bare text where it was none. */
export type ServerAnswer = {
  readonly status: number
  readonly retryAfterSeconds: number | null
  readonly body: unknown
}

export type OpenAiServer = {
  /** For messages: without what a base URL may hide in its query. */
  readonly address: string
  post(path: string, body: unknown, signal: AbortSignal | undefined): Promise<ServerAnswer>
  get(path: string, signal: AbortSignal | undefined): Promise<ServerAnswer>
}

// Answers aren't streamed, so nothing comes before the last token, and Node's fetch waits 300 s for the first byte:
// https://github.com/ollama/ollama-js/issues/72
const defaultTimeoutMs = 280_000
/** What is got, not posted, needs no model. */
const longestGetMs = 5_000

/** Speaks JSON over HTTP with one server. Rejects only when no answer came; what an answer means is up to its reader. */
export function openAiServer({ baseUrl, apiKey, timeoutMs = defaultTimeoutMs }: ServerSettings): OpenAiServer {
  const root = rootOf(baseUrl)
  const headers = { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${checked(apiKey)}` }) }
  const address = `${root.origin}${root.pathname}`

  const call = async (path: string, init: RequestInit, caller: AbortSignal | undefined, limitMs: number) => {
    const timeout = AbortSignal.timeout(limitMs)
    const signal = caller ? AbortSignal.any([caller, timeout]) : timeout
    try {
      // A redirect could take a document to another host.
      const response = await fetch(endpoint(root, path), { ...init, headers, signal, redirect: 'manual' })
      const retryAfterSeconds = secondsIn(response.headers.get('retry-after'))
      return { status: response.status, retryAfterSeconds, body: parsed(await response.text()) }
    } catch (error) {
      caller?.throwIfAborted()
      // Reading `timeout` here also keeps it from being collected before it fires: https://github.com/nodejs/node/issues/57736
      throw noAnswer(error, address, timeout.aborted ? limitMs : null)
    }
  }
  return {
    address,
    post: (path, body, signal) => call(path, { method: 'POST', body: JSON.stringify(body) }, signal, timeoutMs),
    get: (path, signal) => call(path, { method: 'GET' }, signal, Math.min(timeoutMs, longestGetMs)),
  }
}

/** People copy a host, a base URL or a whole endpoint. A bare host means `/v1`; any other path is taken at its word. */
function rootOf(baseUrl: string): URL {
  const url = new URL(baseUrl)
  if (url.username || url.password) {
    throw new UserError('OPENAI_BASE_URL must not hold a user name or a password. A key belongs into OPENAI_API_KEY.')
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|embeddings|models)$/, '')
  url.pathname = path || '/v1'
  return url
}

function endpoint(root: URL, path: string): URL {
  return Object.assign(new URL(root), { pathname: `${root.pathname}/${path}` })
}

/** `fetch` would refuse such a key too, in an error that has the key in its message. */
function checked(apiKey: string): string {
  if (/^[\x21-\x7e]+$/.test(apiKey)) return apiKey
  throw new UserError('OPENAI_API_KEY holds white space or letters that no key has. Copy it once more.')
}

/** A parser's error would quote the text, and the text may quote a document. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Seconds or a date, by RFC 9110; an hour at most. */
function secondsIn(header: string | null): number | null {
  if (!header) return null
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000
  return Number.isNaN(seconds) ? null : Math.min(3_600, Math.max(1, Math.ceil(seconds)))
}

const unreachable = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]

function noAnswer(error: unknown, address: string, timedOutMs: number | null): Error {
  const code = codeIn(error)
  if (timedOutMs !== null || code === 'UND_ERR_HEADERS_TIMEOUT') {
    const seconds = (timedOutMs ?? 300_000) / 1_000
    const advice =
      'It may be loading the model, or the model may be too slow for this machine: try again, or take a smaller one.'
    return new Error(`The model server at ${address} gave no answer within ${seconds} s. ${advice}`, { cause: error })
  }
  if (unreachable.includes(code)) {
    const advice = 'Start LM Studio (lms server start) or Ollama (ollama serve), or correct OPENAI_BASE_URL.'
    return new Error(`No model server can be reached at ${address} (${code}). ${advice}`, { cause: error })
  }
  const advice = 'Its model may have crashed: its own log says more.'
  return new Error(`The connection to the model server at ${address} broke${code && ` (${code})`}. ${advice}`, {
    cause: error,
  })
}

function codeIn(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
