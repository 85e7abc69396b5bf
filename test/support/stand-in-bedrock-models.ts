import { BedrockError, invalid } from './stand-in-bedrock-error.ts'

/** What one Claude on Bedrock accepts: the table of platform.md §3.3, with the figures of §3.2, §3.7 and §3.8. */
export type ClaudeModel = {
  readonly id: string
  /** Accepts toolChoice `any` and `tool`. */
  readonly forcedTool: boolean
  /** Accepts temperature, topP and top_k. */
  readonly sampling: boolean
  /** The values of `thinking.type` that it accepts. */
  readonly thinking: readonly ('adaptive' | 'disabled' | 'enabled')[]
  readonly effort: boolean
  readonly nativeSchema: boolean
  readonly strictTool: boolean
  /** Accepts a conversation that ends with an assistant's message. */
  readonly prefill: boolean
  readonly contextTokens: number
  /** maxTokens has to stay below it. */
  readonly maxOutputTokens: number
  readonly cacheMinimumTokens: number
  /** Output tokens count this many times against the quota. */
  readonly burndown: number
}

const newest = {
  forcedTool: true,
  sampling: false,
  thinking: ['adaptive', 'disabled'],
  effort: true,
  nativeSchema: false,
  strictTool: false,
  prefill: false,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  cacheMinimumTokens: 512,
  burndown: 10,
} as const satisfies Omit<ClaudeModel, 'id'>

const alwaysThinking = { ...newest, forcedTool: false, thinking: ['adaptive'] } as const
const opus4 = { ...newest, cacheMinimumTokens: 4096, burndown: 5 } as const
const four = { ...opus4, sampling: true, nativeSchema: true, strictTool: true } as const
const fourFive = {
  ...four,
  thinking: ['enabled', 'disabled'],
  prefill: true,
  contextTokens: 200_000,
  maxOutputTokens: 64_000,
} as const
const fourSix = { ...four, thinking: ['enabled', 'adaptive', 'disabled'] } as const

const current: readonly ClaudeModel[] = [
  { id: 'anthropic.claude-haiku-5-5', ...newest, cacheMinimumTokens: 4096 },
  { id: 'anthropic.claude-sonnet-5-5', ...alwaysThinking },
  { id: 'anthropic.claude-opus-5-5', ...alwaysThinking },
  { id: 'anthropic.claude-sonnet-5', ...newest, nativeSchema: true, cacheMinimumTokens: 1024 },
  { id: 'anthropic.claude-opus-5', ...newest },
  { id: 'anthropic.claude-opus-4-8', ...opus4, cacheMinimumTokens: 1024, burndown: 15 },
  { id: 'anthropic.claude-opus-4-7', ...opus4 },
  { id: 'anthropic.claude-sonnet-4-6', ...fourSix, maxOutputTokens: 64_000, cacheMinimumTokens: 1024 },
  { id: 'anthropic.claude-opus-4-6-v1', ...fourSix },
  { id: 'anthropic.claude-opus-4-5-20251101-v1:0', ...fourFive },
  { id: 'anthropic.claude-sonnet-4-5-20250929-v1:0', ...fourFive, effort: false, cacheMinimumTokens: 1024 },
  { id: 'anthropic.claude-haiku-4-5-20251001-v1:0', ...fourFive, effort: false },
]

/** The embedding model, which has no inference profile. */
export const titanId = 'amazon.titan-embed-text-v2:0'

const ended = [
  'anthropic.claude-sonnet-4-20250514-v1:0',
  'anthropic.claude-opus-4-20250514-v1:0',
  'anthropic.claude-3-7-sonnet-20250219-v1:0',
  'anthropic.claude-3-5-sonnet-20241022-v2:0',
  'anthropic.claude-3-5-sonnet-20240620-v1:0',
  'anthropic.claude-3-5-haiku-20241022-v1:0',
  'anthropic.claude-3-opus-20240229-v1:0',
  'anthropic.claude-3-sonnet-20240229-v1:0',
  'anthropic.claude-3-haiku-20240307-v1:0',
]

/** A model's id without the inference profile it is reached through. */
export function baseIdOf(modelId: string): string {
  return modelId.replace(/^(?:global|us|eu|jp|au)\./, '')
}

/** The Claude behind a model id, or the error that Bedrock has for one that can't be reached under it. */
export function findClaude(modelId: string, nativeSchema: Readonly<Record<string, boolean>>): ClaudeModel {
  const id = baseIdOf(modelId)
  if (ended.includes(id))
    throw new BedrockError('ResourceNotFoundException', {
      message:
        'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    })
  if (id === titanId)
    throw invalid(
      'This action doesn’t support the model that you provided. Try again with a supported text or chat model.',
    )
  const model = current.find((one) => one.id === id)
  if (!model) throw new BedrockError('ResourceNotFoundException')
  if (modelId === id)
    throw invalid(
      `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    )
  return { ...model, nativeSchema: nativeSchema[id] ?? model.nativeSchema }
}
