import { z } from 'zod'
import type { Model, ModelReply, ModelRequest, Tier } from '../ports.ts'
import { type Price, replyOf } from './chat-reply.ts'
import { chatRequest, type Rung, rungs } from './chat-request.ts'
import { openAiServer, type ServerSettings } from './openai-server.ts'
import { explained, failureIn, kindOf } from './server-failure.ts'

export type OpenAiSettings = ServerSettings & {
  /** Names as the server lists them, one per tier. */
  readonly models: Readonly<Record<Tier, string>>
  /** By model name; what has none costs nothing. */
  readonly prices?: Readonly<Record<string, Price>>
}

/**
 * Models behind any OpenAI-compatible server. A form of structured output that the server refuses, or takes and then
 * ignores, drops a rung; the rung that worked is where the next question to that model starts.
 */
export function openAiModel(settings: OpenAiSettings): Model {
  const server = openAiServer(settings)
  const worked = new Map<string, number>()

  /** Null when this form of answer is refused. */
  const ask = async (model: string, rung: Rung, request: ModelRequest): Promise<ModelReply | null> => {
    const answer = await server.post('chat/completions', chatRequest(model, rung, request), request.signal)
    const failure = failureIn(answer)
    if (!failure) return replyOf(answer.body, model, request, settings.prices?.[model])
    // Servers word a refused format in too many ways: whatever is refused may be down to it, but for the last rung.
    if (rung !== rungs.at(-1) && kindOf(failure) === 'refused') return null
    throw await explained(failure, server, model, request.signal)
  }

  const answer = async (request: ModelRequest): Promise<ModelReply> => {
    const model = settings.models[request.tier]
    const replies: ModelReply[] = []
    for (const [index, rung] of rungs.entries()) {
      if (index < (worked.get(model) ?? 0)) continue
      const reply = await ask(model, rung, request)
      if (reply) replies.push(reply)
      if (reply && hasFields(reply.text, request.schema.json)) {
        worked.set(model, Math.max(index, worked.get(model) ?? 0))
        break
      }
    }
    return summed(replies)
  }
  return { nameOf: (tier) => settings.models[tier], answer }
}

const shape = z.object({ required: z.array(z.string()).default([]) })

/**
 * Whether an answer is in the shape at all; the caller checks the rest. A server that enforces the schema can't miss it.
 * LM Studio does where it holds a reasoning model's thoughts to the schema and sends no content:
 * https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1773
 */
function hasFields(text: string, schema: unknown): boolean {
  const { required } = shape.parse(schema)
  return text.includes('{') && required.every((field) => text.includes(JSON.stringify(field)))
}

/** The last answer, with what all of them took. */
function summed(replies: readonly ModelReply[]): ModelReply {
  return replies.reduce((before, reply) => ({
    text: reply.text,
    inputTokens: before.inputTokens + reply.inputTokens,
    outputTokens: before.outputTokens + reply.outputTokens,
    cacheReadTokens: before.cacheReadTokens + reply.cacheReadTokens,
    cacheWriteTokens: before.cacheWriteTokens + reply.cacheWriteTokens,
    costUsd: before.costUsd + reply.costUsd,
  }))
}
