import type { BedrockQuestion } from './stand-in-bedrock-answer.ts'
import type { BedrockQuota } from './stand-in-bedrock-quota.ts'

/** How the models behave. Models are named by their base id, without an inference profile. */
export type StandInBedrockOptions = {
  /** The JSON that a model answers with; a string is taken as it is where text was asked for. */
  readonly answer: (question: BedrockQuestion) => unknown
  /** Takes up a tool that it is not forced to use; true unless said otherwise. */
  readonly choosesTool?: boolean
  /** Puts JSON that was asked for in prose into a code fence. */
  readonly fenced?: boolean
  /** Puts Bedrock's usual prefix before what a model refuses. */
  readonly prefixed?: boolean
  /** Which models accept a native JSON schema, where it differs from the table. */
  readonly nativeSchema?: Readonly<Record<string, boolean>>
  /** Real time that every answer takes; an embedding has no question, so a function leaves it at 0. */
  readonly latencyMs?: number | ((question: BedrockQuestion) => number)
  /** A model without a quota is never throttled. */
  readonly quota?: Readonly<Record<string, BedrockQuota>>
  /** Milliseconds, for quotas and the prompt cache; performance.now unless given. */
  readonly clock?: () => number
  /** How many milliseconds of quota and cache go by in one of the clock. */
  readonly timeScale?: number
  /** How many requests are remembered, the latest ones; 1,000 unless given. */
  readonly keptRequests?: number
}
