import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { BusyError, PermanentError } from '../errors.ts'
import type { OpenAiServer, ServerAnswer } from './openai-server.ts'

/** An answer that says no. `text` is the server's own, for telling failures apart: it may quote the request, so nobody is shown it. */
export type Failure = {
  readonly status: number
  readonly code: string
  readonly text: string
  readonly retryAfterSeconds: number | null
}

const bare = (message: string) => ({ message, type: null, code: null })
const details = z.object({
  message: z.string(),
  type: z.string().nullish(),
  code: z.union([z.string(), z.number()]).nullish(),
})
/** Ollama and vLLM wrap it as OpenAI does, LM Studio may send a bare text, older vLLM no wrapper, FastAPI a `detail`. */
const failureBody = z.union([
  z.object({ error: details }).transform(({ error }) => error),
  z.object({ error: z.string() }).transform(({ error }) => bare(error)),
  details.extend({ object: z.literal('error') }),
  z.object({ detail: z.string() }).transform(({ detail }) => bare(detail)),
])

/**
 * Null for a success. LM Studio answers 200 with an error where it knows no such address, and so did vLLM for models
 * without embeddings: https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/618, https://github.com/vllm-project/vllm/issues/21704
 */
export function failureIn({ status, retryAfterSeconds, body }: ServerAnswer): Failure | null {
  const parsed = failureBody.safeParse(body)
  const isOk = status >= 200 && status < 300
  if (isOk && !parsed.success) return null
  const { message, type, code } = parsed.success ? parsed.data : bare(typeof body === 'string' ? body : '')
  const name = [code, type].find((word) => typeof word === 'string' && /^[\w.-]{1,60}$/.test(word)) ?? ''
  return {
    status: isOk && typeof code === 'number' ? code : status,
    code: String(name),
    text: `${name} ${message.slice(0, 300)}`,
    retryAfterSeconds,
  }
}

export type FailureKind = 'key' | 'too_long' | 'busy' | 'unknown_model' | 'wrong_address' | 'broken' | 'refused'

const tooLong =
  /context.?(length|size|window|overflow)|context the overflows|maximum model length|prompt is too long|prompt too long|max_tokens must be at least 1, got -/i
const busy =
  /\bloading model\b|\bstill loading\b|\bis (being loaded|loading)\b|\bserver (is )?busy\b|\boverloaded\b|maximum pending requests/i
const unknownModel =
  /model_not_found|invalid model identifier|no models? loaded|\bmodel\b.{0,120}\b(not found|not exist)/is
const wrongStatus = [301, 302, 303, 307, 308, 404, 405]
const wrongAddress = /unexpected endpoint or method/i
const aboutFormat = /response_format|json.?(schema|object)|grammar|structured.?output|guided|required for format/i
/** LM Studio sends these with status 400. */
const broken = /crashed|unloaded|failed to load|terminated|out of memory|operation cancell?ed/i

/** What a failure comes to, by status and by the words that LM Studio, Ollama, llama.cpp and vLLM use. */
export function kindOf({ status, text, retryAfterSeconds }: Failure): FailureKind {
  if (status === 401 || status === 403) return 'key'
  if (status === 413 || tooLong.test(text)) return 'too_long'
  if (status === 429 || busy.test(text) || (status >= 500 && retryAfterSeconds !== null)) return 'busy'
  if (unknownModel.test(text)) return 'unknown_model'
  if (wrongStatus.includes(status) || wrongAddress.test(text)) return 'wrong_address'
  if (status === 501 || aboutFormat.test(text)) return 'refused'
  return status >= 500 || status < 300 || status === 408 || broken.test(text) ? 'broken' : 'refused'
}

const pauseSeconds = 20

/** A failure in words that say what to do. `BusyError` where waiting helps, `PermanentError` where only a change does. */
export async function explained(
  failure: Failure,
  server: OpenAiServer,
  model: string,
  signal: AbortSignal | undefined,
): Promise<Error> {
  const said = `${failure.status}${failure.code && ` ${failure.code}`}`
  const who = `The model server at ${server.address}`
  switch (kindOf(failure)) {
    case 'key':
      return new PermanentError(`${who} refuses the key (${said}). Set OPENAI_API_KEY to one that it accepts.`)
    case 'too_long':
      return new PermanentError(
        `The text is longer than the context of ${model} at ${server.address}. Load the model with a longer one (LM Studio: its context length, Ollama: OLLAMA_CONTEXT_LENGTH, vLLM: --max-model-len), or split the document.`,
      )
    case 'busy':
      return new BusyError(
        `${who} is busy or still loading ${model} (${said}).`,
        failure.retryAfterSeconds ?? pauseSeconds,
      )
    case 'unknown_model':
    case 'wrong_address':
      return new PermanentError(misdirected(server, model, said, await offeredModels(server, signal)))
    case 'broken':
      return new Error(`${who} failed on ${model} (${said}). Its own log says why; trying again may help.`)
    case 'refused':
      return new PermanentError(`${who} refused the request to ${model} (${said}). Its own log says why.`)
  }
}

function misdirected(
  { address }: OpenAiServer,
  model: string,
  said: string,
  offered: readonly string[] | null,
): string {
  if (offered === null) {
    return `${address} is not where an OpenAI-compatible server answers (${said}). Correct OPENAI_BASE_URL; it usually ends in /v1.`
  }
  if (offered.includes(model)) {
    return `The model server at ${address} knows ${model} but can't use it for this (${said}). Load it there first, or name another one.`
  }
  const near = offered.filter((name) => distance(name, model) <= Math.max(2, model.length / 3) || name.includes(model))
  const list =
    offered.length > 0 ? `It offers ${offered.slice(0, 20).join(', ')}.` : 'It offers none: load one there first.'
  const guess = near[0] ? ` Did you mean ${near[0]}?` : ''
  return `The model server at ${address} has no model called ${model}. ${list}${guess} Correct the name in the configuration.`
}

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) })

/** Null where the server can't say; this is only for advice, so it may not fail in place of what it explains. */
async function offeredModels(server: OpenAiServer, signal: AbortSignal | undefined): Promise<string[] | null> {
  try {
    const { body } = await server.get('models', signal)
    const parsed = modelList.safeParse(body)
    return parsed.success ? parsed.data.data.map(({ id }) => id.replaceAll(/\s+/g, ' ').slice(0, 80)) : null
  } catch {
    signal?.throwIfAborted()
    return null
  }
}
