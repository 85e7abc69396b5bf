import type { Label } from './labels.ts'

/** How two runs differ on the same documents, and how likely chance alone would make such a difference. */
export type Difference = {
  readonly what: string
  /** Decisions that only the first run got right, and only the second. */
  readonly onlyFirst: number
  readonly onlySecond: number
  /** Exact two-sided McNemar test. */
  readonly p: number
  readonly isLargerThanChance: boolean
}

const significance = 0.05

type Found = ReadonlyMap<string, readonly string[]>

/** Compares two runs decision by decision: causes that were found, and bystanders that were spared. */
export function compareRuns(labels: readonly Label[], first: Found, second: Found): Difference[] {
  const shared = labels.filter(({ slug }) => first.has(slug) && second.has(slug))
  const found = (run: Found) =>
    shared.flatMap(({ slug, causal }) => causal.map((id) => run.get(slug)?.includes(id) === true))
  const spared = (run: Found) =>
    shared.flatMap(({ slug, mentioned }) => mentioned.map((id) => run.get(slug)?.includes(id) !== true))
  return [
    difference('causes found', found(first), found(second)),
    difference('bystanders spared', spared(first), spared(second)),
  ]
}

function difference(what: string, first: readonly boolean[], second: readonly boolean[]): Difference {
  const onlyFirst = first.filter((right, index) => right && !second[index]).length
  const onlySecond = second.filter((right, index) => right && !first[index]).length
  const p = mcNemar(onlyFirst, onlySecond)
  return { what, onlyFirst, onlySecond, p, isLargerThanChance: p < significance }
}

/** Two-sided binomial test of the discordant pairs against one half. */
export function mcNemar(a: number, b: number): number {
  const n = a + b
  const tail = Array.from({ length: Math.min(a, b) + 1 }, (_, k) => Math.exp(logChoose(n, k) - n * Math.LN2))
  return Math.min(1, 2 * tail.reduce((sum, p) => sum + p, 0))
}

function logChoose(n: number, k: number): number {
  let log = 0
  for (let index = 1; index <= k; index++) log += Math.log((n - k + index) / index)
  return log
}
