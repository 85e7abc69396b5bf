import { setTimeout as delay } from 'node:timers/promises'
import { type BedrockQuestion, isForced, questionOf, type Reply, replyWith } from './stand-in-bedrock-answer.ts'
import { type BilledPrompt, PromptCache } from './stand-in-bedrock-cache.ts'
import { conversationObjections } from './stand-in-bedrock-conversation.ts'
import { embed, parseTitan } from './stand-in-bedrock-embedding.ts'
import { BedrockError, invalid } from './stand-in-bedrock-error.ts'
import { modelObjections } from './stand-in-bedrock-model-rules.ts'
import { baseIdOf, type ClaudeModel, findClaude, titanId } from './stand-in-bedrock-models.ts'
import type { StandInBedrockOptions } from './stand-in-bedrock-options.ts'
import { promptPartsOf } from './stand-in-bedrock-prompt.ts'
import { type BedrockCounters, Meter, unused } from './stand-in-bedrock-quota.ts'
import { type ConverseBody, parseConverse } from './stand-in-bedrock-request.ts'
import { type BedrockStep, errorOf, Script } from './stand-in-bedrock-script.ts'

type Answered = { readonly body: unknown; readonly step: Partial<BedrockStep> }

/** The runtime without its wire: what is said to a request. Answers are in the order of arrival; cache and quota are shared. */
export class BedrockRuntime {
  readonly script = new Script()
  readonly #options: StandInBedrockOptions
  readonly #now: () => number
  readonly #cache: PromptCache
  readonly #meters = new Map<string, Meter>()

  constructor(options: StandInBedrockOptions) {
    const { clock = () => performance.now(), timeScale = 1 } = options
    this.#options = options
    this.#now = () => clock() * timeScale
    this.#cache = new PromptCache(this.#now)
  }

  /** Answers Converse; throws BedrockError for what is refused, throttled or scripted. */
  async converse(modelId: string, json: unknown, signal: AbortSignal): Promise<Answered> {
    const startedAt = performance.now()
    const model = findClaude(modelId, this.#options.nativeSchema ?? {})
    const body = parseConverse(json)
    const prompt = this.#cache.look(model, promptPartsOf(body))
    this.#validate(body, model, prompt)
    const question = questionOf(modelId, body, { model, choosesTool: this.#options.choosesTool ?? true })
    const step = await this.#nextStep('converse', signal)
    const meter = this.#meterOf(modelId, model.burndown)
    const reserved = prompt.inputTokens + prompt.writeTokens + question.maxTokens
    meter.reserve(reserved)
    let outputTokens = 0
    try {
      await this.#wait(question, step, signal)
      const reply = replyWith(await this.#answer(question, step), question, {
        forced: isForced(body),
        fenced: this.#options.fenced ?? false,
        step,
      })
      outputTokens = reply.outputTokens
      this.#cache.keep(prompt)
      return { step, body: converseResponse(reply, prompt, Math.round(performance.now() - startedAt)) }
    } finally {
      meter.settle(reserved, { ...prompt, outputTokens })
    }
  }

  /** Answers InvokeModel, which the stand-in knows for embeddings only. */
  async invoke(modelId: string, json: unknown, signal: AbortSignal): Promise<Answered> {
    if (modelId !== titanId) throw invalid(`The stand-in for Bedrock answers InvokeModel for ${titanId} only.`)
    const body = parseTitan(json)
    const step = await this.#nextStep('invoke', signal)
    const answer = embed(body)
    const spent = { inputTokens: answer.inputTextTokenCount, outputTokens: 0, readTokens: 0, writeTokens: 0 }
    const meter = this.#meterOf(modelId, 1)
    meter.reserve(spent.inputTokens)
    try {
      await this.#wait(null, step, signal)
      return { step, body: answer }
    } finally {
      meter.settle(spent.inputTokens, spent)
    }
  }

  /** What a model was used for, through whatever profile. */
  countersOf(modelId: string): BedrockCounters {
    return this.#meters.get(baseIdOf(modelId))?.counters ?? unused
  }

  #meterOf(modelId: string, burndown: number): Meter {
    const id = baseIdOf(modelId)
    const meter = this.#meters.get(id) ?? new Meter(this.#options.quota?.[id], burndown, this.#now)
    this.#meters.set(id, meter)
    return meter
  }

  #validate(body: ConverseBody, model: ClaudeModel, prompt: BilledPrompt): void {
    for (const objection of conversationObjections(body, model.maxOutputTokens)) throw invalid(objection)
    const tokens = prompt.inputTokens + prompt.readTokens + prompt.writeTokens
    const prefix = this.#options.prefixed ? 'The model returned the following errors: ' : ''
    for (const objection of modelObjections(body, model, tokens)) throw invalid(prefix + objection)
  }

  async #nextStep(operation: 'converse' | 'invoke', signal: AbortSignal): Promise<Partial<BedrockStep>> {
    const step = this.script.take(operation)
    const error = errorOf(step)
    if (!error) return step
    if (step.latencyMs) await delay(step.latencyMs, undefined, { signal })
    throw error
  }

  async #wait(question: BedrockQuestion | null, step: Partial<BedrockStep>, signal: AbortSignal): Promise<void> {
    if ('hang' in step) await delay(2 ** 31 - 1, undefined, { signal })
    const { latencyMs = 0 } = this.#options
    const usualMs = typeof latencyMs === 'number' ? latencyMs : question ? latencyMs(question) : 0
    const ms = step.latencyMs ?? usualMs
    if (ms > 0) await delay(ms, undefined, { signal })
  }

  async #answer(question: BedrockQuestion, step: Partial<BedrockStep>): Promise<unknown> {
    if ('raw' in step) return undefined
    const answer = await this.#options.answer(question)
    if (answer === undefined)
      throw new BedrockError('InternalServerException', { message: 'The stand-in for Bedrock was given no answer.' })
    return answer
  }
}

function converseResponse({ content, stopReason, outputTokens }: Reply, prompt: BilledPrompt, latencyMs: number) {
  const { inputTokens, readTokens, writeTokens, details } = prompt
  return {
    metrics: { latencyMs },
    output: { message: { content, role: 'assistant' } },
    stopReason,
    usage: {
      ...(details.length > 0 && { cacheDetails: details }),
      cacheReadInputTokenCount: readTokens,
      cacheReadInputTokens: readTokens,
      cacheWriteInputTokenCount: writeTokens,
      cacheWriteInputTokens: writeTokens,
      inputTokens,
      outputTokens,
      serverToolUsage: {},
      totalTokens: inputTokens + readTokens + writeTokens + outputTokens,
    },
  }
}
