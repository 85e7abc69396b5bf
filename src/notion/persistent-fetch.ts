import { BusyError, NoAnswerError, UserError } from '../errors.ts'
import { type Answer, askOnce, type Request } from './ask-once.ts'
import type { Turns } from './turns.ts'

/** What stands behind every request. */
export type Means = {
  readonly turns: Turns
  /** After this a request counts as lost, half answers included. */
  readonly timeoutMs: number
  readonly log: (line: Readonly<Record<string, unknown>>, message: string) => void
}

const mostTries = 5
const firstPauseMs = 1_000

/**
 * Asks again, after growing pauses, what Notion didn't answer. A write is repeated only when Notion refused to begin
 * with it. Whatever comes back has a status below 500 and a whole JSON body; 401 and 403 are `UserError`s.
 */
export async function fetchPersistently(request: Request, means: Means, signal?: AbortSignal): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    await means.turns.next(signal)
    const answer = await askOnce(request, means.timeoutMs, signal)
    const trouble = troubleOf(answer)
    if (trouble === null && 'status' in answer) return answer
    const isBusy = 'status' in answer && (answer.status === 429 || answer.status === 529)
    const askedMs = retryAfterMs(answer)
    const pauseMs = askedMs ?? firstPauseMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2)
    const isForAll = isBusy || askedMs !== null
    if (isForAll) means.turns.hold(pauseMs)
    if (tries === mostTries || !(isBusy || isRead(request))) throw givenUp(request, answer, trouble, isBusy, pauseMs)
    means.log({ request: nameOf(request), tries, pauseMs: Math.round(pauseMs) }, `Notion: ${trouble}`)
    if (!isForAll) await means.turns.pause(pauseMs, signal)
  }
}

type Outcome = Awaited<ReturnType<typeof askOnce>>

/** Why another try is worth it; null for an answer that stands. */
function troubleOf(outcome: Outcome): string | null {
  if ('failure' in outcome) return 'no answer'
  const { status, text } = outcome
  if (status === 401)
    throw new UserError('Notion refuses the token (401). Set NOTION_TOKEN to the secret of the connection.')
  if (status >= 500 || status === 429 || status === 408 || status === 409) return `an answer of ${status}`
  if (status === 403 && isJson(text))
    throw new UserError(
      'The Notion connection lacks a capability (403). Give it "Read content" in its settings, and "Insert content" or "Update content" where Lode writes back.',
    )
  return isJson(text) ? null : 'an answer that is not JSON'
}

function givenUp(request: Request, outcome: Outcome, trouble: string | null, isBusy: boolean, pauseMs: number): Error {
  if (isBusy) return new BusyError('Notion asks for patience.', Math.ceil(pauseMs / 1_000))
  const cause = 'failure' in outcome ? { cause: outcome.failure } : {}
  return new NoAnswerError(
    `Notion gave ${trouble} to ${nameOf(request)}. Is the network there? Try again later.`,
    cause,
  )
}

/** Queries and searches read, although they are sent as POST. */
function isRead({ method, url }: Request): boolean {
  return method === 'GET' || (method === 'POST' && /\/(?:query|search)$/.test(new URL(url).pathname))
}

/** Holds ids, but nothing of a document. */
function nameOf({ method, url }: Request): string {
  return `${method} ${new URL(url).pathname}`
}

/** In seconds, or a date. */
function retryAfterMs(outcome: Outcome): number | null {
  const header = 'headers' in outcome ? outcome.headers.get('retry-after') : null
  if (header === null) return null
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now()
  return Number.isNaN(milliseconds) ? null : Math.max(0, milliseconds)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
