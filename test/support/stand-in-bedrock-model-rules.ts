import type { ClaudeModel } from './stand-in-bedrock-models.ts'
import { cachePointsOf } from './stand-in-bedrock-prompt.ts'
import type { ConverseBody } from './stand-in-bedrock-request.ts'
import { schemaObjections } from './stand-in-bedrock-schema.ts'

/** What the model behind Bedrock refuses, in its own words, which Bedrock may put a prefix before. */
export function* modelObjections(body: ConverseBody, model: ClaudeModel, promptTokens: number): Generator<string> {
  yield* toolChoiceObjections(body, model)
  yield* samplingObjections(body, model)
  yield* thinkingObjections(body, model)
  yield* outputObjections(body, model)
  yield* strictToolObjections(body, model)
  yield* cacheObjections(body)
  if (!model.prefill && body.messages.at(-1)?.role === 'assistant')
    yield 'This model does not support assistant message prefill. The conversation must end with a user message.'
  if (promptTokens > model.contextTokens)
    yield `prompt is too long: ${promptTokens} tokens > ${model.contextTokens} maximum`
}

function* toolChoiceObjections({ toolConfig, additionalModelRequestFields }: ConverseBody, model: ClaudeModel) {
  const choice = toolConfig?.toolChoice
  if (!choice || choice.auto) return
  if (!model.forcedTool) yield 'tool_choice: type "tool" and "any" are not supported for this model.'
  const thinking = additionalModelRequestFields?.thinking
  if (thinking && thinking.type !== 'disabled') yield 'Thinking may not be enabled when tool_choice forces tool use.'
}

function* samplingObjections({ inferenceConfig, additionalModelRequestFields }: ConverseBody, model: ClaudeModel) {
  const sent = {
    temperature: inferenceConfig?.temperature,
    top_p: inferenceConfig?.topP,
    top_k: additionalModelRequestFields?.top_k,
  }
  if (!model.sampling)
    for (const [name, value] of Object.entries(sent))
      if (value !== undefined) yield `\`${name}\` is deprecated for this model.`
  if (sent.temperature !== undefined && sent.top_p !== undefined)
    yield '`temperature` and `top_p` cannot both be specified for this model. Please use only one.'
}

function* thinkingObjections({ additionalModelRequestFields, outputConfig }: ConverseBody, model: ClaudeModel) {
  const type = additionalModelRequestFields?.thinking?.type
  if (type !== undefined && !model.thinking.some((accepted) => accepted === type))
    yield type === 'enabled'
      ? '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'
      : `"thinking.type.${type}" is not supported for this model.`
  if (outputConfig?.effort && !model.effort) yield 'This model does not support the effort parameter.'
}

function* outputObjections({ outputConfig }: ConverseBody, model: ClaudeModel) {
  const format = outputConfig?.textFormat
  if (!format) return
  if (!model.nativeSchema) yield 'output_config.format: Extra inputs are not permitted'
  for (const objection of schemaObjections(JSON.parse(format.structure.jsonSchema.schema)))
    yield `output_config.format.schema: ${objection}`
}

function* strictToolObjections({ toolConfig }: ConverseBody, model: ClaudeModel) {
  const specs = toolConfig?.tools.flatMap(({ toolSpec }) => toolSpec ?? []) ?? []
  for (const [at, { strict, inputSchema }] of specs.entries()) {
    if (strict !== undefined && !model.strictTool) yield `tools.${at}.custom.strict: Extra inputs are not permitted`
    if (strict) for (const objection of schemaObjections(inputSchema.json)) yield `tools.${at}.custom: ${objection}`
  }
}

function* cacheObjections(body: ConverseBody) {
  const points = cachePointsOf(body)
  if (points.length > 4) yield `A maximum of 4 blocks with cache_control may be provided. Found ${points.length}.`
  const late = points.find(({ ttl }, at) => ttl === '1h' && points.slice(0, at).some((one) => one.ttl === '5m'))
  if (late)
    yield `${late.path}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`
}
