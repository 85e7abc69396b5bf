import type { z } from 'zod'
import type { Problem } from '../domain.ts'
import type { Tier } from '../ports.ts'

export const stageNames = [
  'summarization',
  'classification',
  'attribution',
  'analyzer',
  'patterns',
  'merge',
  'assignment',
  'opportunity',
  'prevention',
  'recheck',
] as const
export type StageName = (typeof stageNames)[number]

/** A prompt file, split into its system and user part before any variable is put in. Both parts are Liquid. */
export type Prompt = {
  readonly tier: Tier
  readonly maxTokens: number
  readonly system: string
  readonly user: string
}

/** One question to the model: a prompt file, the shape of its answer, how input becomes prompt variables, what else must hold. */
export type Stage<In, Out> = {
  readonly name: StageName
  readonly prompt: Prompt
  /** `.describe()` texts are prompt text. */
  readonly output: z.ZodType<Out>
  readonly vars: (input: In) => Record<string, unknown>
  /** What the schema can't say, with the path of the part that it concerns. */
  readonly check?: (input: In, output: Out) => Problem[]
  /** Puts the document's own words in place of quotes that match it but for white space and the like. */
  readonly anchor?: (input: In, output: Out) => Out
}

export type Answer<Out> = {
  /** Names the stored answer: hash of the rendered prompt, schema and model. */
  readonly key: string
  readonly output: Out
  /** Parts that failed their check twice and are no longer in `output`. */
  readonly dropped: readonly Problem[]
  /** What was wrong with a first answer that a second one has mended. */
  readonly mended: readonly Problem[]
  /** Not empty: the output as a whole failed, and nothing of it may be shown as fact. */
  readonly held: readonly Problem[]
  readonly model: string
  /** Model calls that this answer took; 0 when it was remembered. */
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  readonly costUsd: number
  readonly milliseconds: number
}

/** A stored answer, as far as it says something about truthfulness. */
export type ScoredAnswer = {
  readonly stage: StageName
  readonly model: string
  readonly promptHash: string
  readonly output: unknown
  readonly dropped: readonly Problem[]
  readonly held: readonly Problem[]
  readonly mended: readonly Problem[]
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly costUsd: number
  readonly milliseconds: number
}

export type AskOptions = {
  readonly signal?: AbortSignal
  /** A person is waiting. */
  readonly isUrgent?: boolean
  /** The postmortem that the question holds words of: with it the answer is forgotten. */
  readonly postmortemId?: number
  /** The digests that it may hold words of: nothing is kept once one of them is gone. */
  readonly digestIds?: readonly number[]
  /** What was answered before is not good enough. */
  readonly isAnew?: boolean
}

/**
 * Runs a stage. Caching, budgets, the offline model and fakes are all functions of this type.
 * Rejects with `InvalidAnswerError` when no usable answer came, or with the model's own error.
 */
export type Ask = <In, Out>(stage: Stage<In, Out>, input: In, options?: AskOptions) => Promise<Answer<Out>>
