import { InvalidAnswerError } from '../errors.ts'
import { describe } from '../pipeline/ask.ts'
import { answerKey, render } from '../pipeline/prompt.ts'
import { settle } from '../pipeline/settle.ts'
import type { Ask, Stage, StageName } from '../pipeline/stage.ts'
import { assignThemes } from './assign-themes.ts'
import { analyze, attribute, classify } from './judge.ts'
import { mergeThemes } from './merge-themes.ts'
import { prevent } from './prevent.ts'
import { propose } from './propose.ts'
import { recheckDigests } from './recheck.ts'
import { summarize } from './summarize.ts'
import { proposeThemes } from './themes.ts'

/** Stands as the model of every answer, and is what readers are told: no language model was used. */
export const offlineModel = 'built-in-extractive-1'

const answers: Readonly<Record<StageName, (input: never) => unknown>> = {
  summarization: summarize,
  classification: classify,
  attribution: attribute,
  analyzer: analyze,
  patterns: proposeThemes,
  merge: mergeThemes,
  assignment: assignThemes,
  opportunity: propose,
  prevention: prevent,
  recheck: recheckDigests,
}

/**
 * Answers every stage from its structured input, without any network: sentences chosen verbatim, technologies by
 * registry and causal cues, patterns by clustering. Passes the same schema and evidence gate as a language model.
 */
export const offlineAsk: Ask = async <In, Out>(stage: Stage<In, Out>, input: In) => {
  const started = performance.now()
  const parsed = stage.output.safeParse(answers[stage.name](input as never))
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      gate: 'schema' as const,
      path: path.map(String),
      message,
    }))
    throw new InvalidAnswerError(`${stage.name}: ${describe(problems)}`)
  }
  return {
    ...settle(stage, input, parsed.data),
    key: answerKey(render(stage, input), offlineModel),
    model: offlineModel,
    mended: [],
    calls: 1,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    costUsd: 0,
    milliseconds: Math.round(performance.now() - started),
  }
}
