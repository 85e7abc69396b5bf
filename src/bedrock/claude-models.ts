/**
 * What is known of Claude models on Bedrock: which forms of structured output they take, what they cost, and how fast
 * output burns quota. Sources: AWS and Anthropic price and quota pages and live probes up to November 2026.
 */

/** How an answer in a given shape is asked for, the strictest first. */
export const rungs = ['schema', 'forced_tool', 'free_tool', 'instruction'] as const
export type Rung = (typeof rungs)[number]

/** US dollars per million tokens through a `global.` profile; a regional profile costs a tenth more. */
export type Price = { readonly input: number; readonly output: number; readonly cacheRead: number }

export type ClaudeModel = {
  readonly baseId: string
  /** Forms that this model is known to refuse; an unknown one is tried, and a refusal remembered. */
  readonly refuses: readonly Rung[]
  readonly price: Price
  /** What one output token takes from the quota of tokens per minute. */
  readonly burndown: number
  /** A shorter static prefix isn't cached, silently. */
  readonly leastCachedTokens: number
}

const model = (
  baseId: string,
  [input, output, cacheRead]: readonly [number, number, number],
  rest: Omit<ClaudeModel, 'baseId' | 'price'>,
): ClaudeModel => ({
  baseId,
  price: { input, output, cacheRead },
  ...rest,
})

const both = ['schema', 'forced_tool'] as const

export const claudeModels: readonly ClaudeModel[] = [
  model('anthropic.claude-haiku-5-5', [0.1, 0.5, 0.01], { refuses: [], burndown: 10, leastCachedTokens: 4_096 }),
  model('anthropic.claude-sonnet-5-5', [2, 10, 0.2], { refuses: both, burndown: 10, leastCachedTokens: 512 }),
  model('anthropic.claude-opus-5-5', [4, 20, 0.2], { refuses: both, burndown: 10, leastCachedTokens: 512 }),
  model('anthropic.claude-sonnet-5', [2, 10, 0.2], { refuses: [], burndown: 10, leastCachedTokens: 1_024 }),
  model('anthropic.claude-opus-5', [5, 25, 0.5], { refuses: ['schema'], burndown: 10, leastCachedTokens: 512 }),
  model('anthropic.claude-opus-4-8', [5, 25, 0.5], { refuses: ['schema'], burndown: 15, leastCachedTokens: 1_024 }),
  model('anthropic.claude-opus-4-7', [5, 25, 0.5], { refuses: ['schema'], burndown: 5, leastCachedTokens: 4_096 }),
  model('anthropic.claude-opus-4-6-v1', [5, 25, 0.5], { refuses: [], burndown: 5, leastCachedTokens: 4_096 }),
  model('anthropic.claude-opus-4-5-20251101-v1:0', [5, 25, 0.5], {
    refuses: [],
    burndown: 5,
    leastCachedTokens: 4_096,
  }),
  model('anthropic.claude-sonnet-4-6', [3, 15, 0.3], { refuses: [], burndown: 5, leastCachedTokens: 1_024 }),
  model('anthropic.claude-sonnet-4-5-20250929-v1:0', [3, 15, 0.3], {
    refuses: [],
    burndown: 5,
    leastCachedTokens: 4_096,
  }),
  model('anthropic.claude-haiku-4-5-20251001-v1:0', [1, 5, 0.1], {
    refuses: [],
    burndown: 5,
    leastCachedTokens: 4_096,
  }),
]

const unknown = { refuses: [], price: { input: 0, output: 0, cacheRead: 0 }, burndown: 10, leastCachedTokens: 4_096 }

/** What is known of a model by its id or inference profile. An unknown one costs nothing on paper and is tried from the top. */
export function claudeModel(id: string): ClaudeModel {
  const baseId = id.replace(/^(global|us|eu|jp|au|apac)\./, '')
  return claudeModels.find((known) => known.baseId === baseId) ?? { baseId, ...unknown }
}

/** A regional profile keeps data in its geography and costs 10 % more. */
export function priceFactor(id: string): number {
  return id.startsWith('global.') ? 1 : 1.1
}

/** From this prompt length on a Haiku 5.5 request is billed at five times its price, whole. */
export function lengthFactor(baseId: string, promptTokens: number): number {
  return baseId === 'anthropic.claude-haiku-5-5' && promptTokens > 100_000 ? 5 : 1
}
