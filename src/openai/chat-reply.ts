import { z } from 'zod'
import { InvalidAnswerError, PermanentError } from '../errors.ts'
import type { ModelReply, ModelRequest } from '../ports.ts'

/** US dollars per million tokens. */
export type Price = { readonly input: number; readonly output: number; readonly cacheRead: number }

const tokens = z.number().nonnegative().nullish()
/** Thoughts in `reasoning_content` (LM Studio) or `reasoning` (Ollama, vLLM) are not read. */
const completion = z.object({
  choices: z.tuple(
    [z.object({ finish_reason: z.string().nullish(), message: z.object({ content: z.string().nullish() }) })],
    z.unknown(),
  ),
  usage: z
    .object({
      prompt_tokens: tokens,
      completion_tokens: tokens,
      prompt_tokens_details: z.object({ cached_tokens: tokens }).nullish(),
    })
    .nullish(),
})

/**
 * The answer in a chat completion. Every finish reason but `stop` is a failure: an answer that was cut off or filtered
 * looks like a whole one.
 */
export function replyOf(body: unknown, model: string, request: ModelRequest, price: Price | undefined): ModelReply {
  const parsed = completion.safeParse(body)
  if (!parsed.success) {
    throw new Error(
      `What serves ${model} sent something that is no chat completion. Check that OPENAI_BASE_URL names an OpenAI-compatible server.`,
    )
  }
  const { choices, usage } = parsed.data
  const [{ finish_reason, message }] = choices
  const promptTokens = usage?.prompt_tokens ?? 0
  const cacheReadTokens = usage?.prompt_tokens_details?.cached_tokens ?? 0
  const counts = {
    inputTokens: Math.max(0, promptTokens - cacheReadTokens),
    outputTokens: usage?.completion_tokens ?? 0,
    cacheReadTokens,
  }
  refuseCutPrompt(promptTokens, model, request)
  refuseUnfinished(finish_reason ?? 'no reason', counts.outputTokens, model, request)
  return {
    text: withoutThoughts(message.content ?? ''),
    ...counts,
    cacheWriteTokens: 0,
    costUsd: price ? costOf(price, counts) : 0,
  }
}

function refuseUnfinished(
  reason: string,
  outputTokens: number,
  model: string,
  { schema, maxTokens }: ModelRequest,
): void {
  switch (reason) {
    case 'stop':
      return
    case 'length': {
      const isContextFull = outputTokens > 0 && outputTokens < maxTokens
      const advice = isContextFull
        ? 'Its context was full: load it with a longer one.'
        : `Raise maxTokens in prompts/${schema.name}.md, or take a model that thinks less: thoughts count too.`
      throw new InvalidAnswerError(
        `${schema.name}: ${model} was cut off after ${outputTokens || maxTokens} tokens. ${advice}`,
      )
    }
    case 'content_filter':
      throw new PermanentError(`${schema.name}: a content filter withheld the answer of ${model}.`)
    default:
      throw new InvalidAnswerError(
        `${schema.name}: ${model} stopped for "${reason.slice(0, 40)}" and gave no usable answer.`,
      )
  }
}

/** More than any tokenizer puts into one on average; English has about 4. */
const mostLettersPerToken = 7
/** No context leaves less of a prompt. Smaller counts come from servers that leave out what they had cached. */
const leastCutTokens = 1_000

/**
 * Ollama cuts a prompt that is too long for its context (4,096 tokens by default) and answers 200, having lost the
 * beginning; the count of tokens is all that tells. https://github.com/ollama/ollama/issues/4967
 */
function refuseCutPrompt(promptTokens: number, model: string, { system, turns, schema }: ModelRequest): void {
  const letters = turns.reduce((sum, { text }) => sum + text.length, system.length)
  if (promptTokens < leastCutTokens || letters <= promptTokens * mostLettersPerToken) return
  throw new PermanentError(
    `${schema.name}: only ${promptTokens} tokens of a prompt of ${letters} letters reached ${model}: it was cut to fit the context. Load the model with a longer one (Ollama: OLLAMA_CONTEXT_LENGTH=32768 ollama serve; LM Studio: its context length).`,
  )
}

/** Drops a block of thoughts in front of the answer. Its opening tag may stand in the prompt's template, its end may be missing. */
function withoutThoughts(text: string): string {
  const start = text.trimStart()
  if (/^[{`]/.test(start)) return start
  const [, answer] = /<\/think(?:ing)?>(.*)$/s.exec(start) ?? []
  if (answer !== undefined) return answer.trimStart()
  return /^<think(ing)?>/.test(start) ? '' : start
}

function costOf(
  { input, output, cacheRead }: Price,
  counts: Pick<ModelReply, 'inputTokens' | 'outputTokens' | 'cacheReadTokens'>,
): number {
  return (counts.inputTokens * input + counts.cacheReadTokens * cacheRead + counts.outputTokens * output) / 1e6
}
