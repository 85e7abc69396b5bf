import type { Gate, Problem } from '../domain.ts'
import type { ScoredAnswer, StageName } from '../pipeline/stage.ts'

/** Stage × model × prompt. */
export type StageScore = {
  readonly stage: StageName
  readonly model: string
  readonly prompt: string
  readonly answers: number
  readonly calls: number
  /** Answers that took a second call. */
  readonly repairs: number
  readonly held: number
  readonly quotes: { readonly verified: number; readonly repaired: number; readonly dropped: number }
  readonly numbersRejected: number
  /** Answers in the right shape: the schema at once, and three to five sentences where they are wanted. */
  readonly schemaOk: number
  readonly sentencesOk: number
  readonly tokens: number
  readonly cachedTokens: number
  readonly costUsd: number
  readonly milliseconds: number
}

export function scoreStages(answers: readonly ScoredAnswer[]): StageScore[] {
  const groups = Object.values(
    Object.groupBy(answers, ({ stage, model, promptHash }) => `${stage} ${model} ${promptHash}`),
  )
  return groups.flatMap((group = []) => (group[0] ? [scoreOf(group[0], group)] : []))
}

function scoreOf({ stage, model, promptHash }: ScoredAnswer, group: readonly ScoredAnswer[]): StageScore {
  const sum = (value: (answer: ScoredAnswer) => number): number =>
    group.reduce((total, answer) => total + value(answer), 0)
  const lost = (answer: ScoredAnswer, gate: Gate): number => count(answer.dropped, gate) + count(answer.held, gate)
  return {
    stage,
    model,
    prompt: promptHash,
    answers: group.length,
    calls: sum((answer) => answer.calls),
    repairs: group.filter((answer) => answer.calls > 1).length,
    held: group.filter((answer) => answer.held.length > 0).length,
    quotes: {
      verified: sum(({ output, held }) => (held.length > 0 ? 0 : quotesIn(output))),
      repaired: sum((answer) => Math.max(0, count(answer.mended, 'quote') - lost(answer, 'quote'))),
      dropped: sum((answer) => lost(answer, 'quote')),
    },
    numbersRejected: sum((answer) => Math.max(count(answer.mended, 'figure'), lost(answer, 'figure'))),
    schemaOk: group.filter(({ mended }) => count(mended, 'schema') === 0).length,
    sentencesOk: group.filter(({ held }) => count(held, 'shape') === 0).length,
    tokens: sum((answer) => answer.inputTokens + answer.outputTokens),
    cachedTokens: sum((answer) => answer.cacheReadTokens),
    costUsd: sum((answer) => answer.costUsd),
    milliseconds: sum((answer) => answer.milliseconds),
  }
}

function count(problems: readonly Problem[], gate: Gate): number {
  return problems.filter((problem) => problem.gate === gate).length
}

function quotesIn(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0
  const own = 'quote' in value && typeof value.quote === 'string' && value.quote !== '' ? 1 : 0
  return Object.values(value).reduce((sum: number, part) => sum + quotesIn(part), own)
}

/** The value below which a share of the values lies; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
