import type { ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime'
import { InvalidAnswerError, PermanentError } from '../errors.ts'
import type { ModelReply, ModelRequest } from '../ports.ts'
import { claudeModel, lengthFactor, type Price, priceFactor } from './claude-models.ts'

/**
 * The answer in a reply, as JSON text. Every stop reason but `end_turn` and `tool_use` is a failure: a truncated or
 * filtered answer looks like a whole one.
 */
export function replyOf(
  modelId: string,
  price: Price,
  request: ModelRequest,
  output: ConverseCommandOutput,
): ModelReply {
  refuseUnfinished(output.stopReason ?? 'unknown', request)
  const { inputTokens = 0, outputTokens = 0, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = output.usage ?? {}
  const usage = {
    inputTokens,
    outputTokens,
    cacheReadTokens: cacheReadInputTokens,
    cacheWriteTokens: cacheWriteInputTokens,
  }
  return { text: textOf(output), ...usage, costUsd: costOf(modelId, price, usage) }
}

function textOf(output: ConverseCommandOutput): string {
  const blocks = output.output?.message?.content ?? []
  const call = blocks.find((block) => block.toolUse)?.toolUse
  if (call) return JSON.stringify(call.input)
  return blocks.flatMap((block) => block.text ?? []).join('')
}

function refuseUnfinished(stopReason: string, { schema, maxTokens }: ModelRequest): void {
  switch (stopReason) {
    case 'end_turn':
    case 'tool_use':
      return
    case 'max_tokens':
      throw new InvalidAnswerError(
        `${schema.name}: the answer was cut off at ${maxTokens} tokens; raise maxTokens in prompts/${schema.name}.md if this recurs.`,
      )
    case 'guardrail_intervened':
    case 'content_filtered':
      throw new PermanentError(
        `${schema.name}: Bedrock withheld the answer (${stopReason}); the account's guardrail or content filter decides that.`,
      )
    case 'model_context_window_exceeded':
      throw new PermanentError(`${schema.name}: the document is too long for the model.`)
    default:
      throw new InvalidAnswerError(`${schema.name}: the model stopped with ${stopReason} and gave no usable answer.`)
  }
}

type Usage = Pick<ModelReply, 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens'>

/** US dollars. Writing to the cache costs a quarter more than plain input. */
export function costOf(modelId: string, { input, output, cacheRead }: Price, usage: Usage): number {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  const factor = priceFactor(modelId) * lengthFactor(claudeModel(modelId).baseId, prompt)
  const perMillion =
    usage.inputTokens * input +
    usage.cacheWriteTokens * input * 1.25 +
    usage.cacheReadTokens * cacheRead +
    usage.outputTokens * output
  return (factor * perMillion) / 1e6
}
