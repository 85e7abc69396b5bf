import type { Gate, Mapping, Problem, Statement, Technology } from '../domain.ts'
import type { Narrative } from '../pipeline/narrative.ts'
import { settle } from '../pipeline/settle.ts'
import type { Ask, StageName } from '../pipeline/stage.ts'
import { type Corrupted, type Corruption, corrupt, corruptions } from './corruptions.ts'

/** One corruption and what became of it. `gate` is the check that caught it, `attribution` the stage that did. */
export type Attempt = {
  readonly kind: Corruption
  readonly stage: StageName
  readonly technology: string | null
  readonly trace: string
  readonly gate: Gate | null
}

export type DrillLog = { attempts: Attempt[]; good: number; lost: number }

export type DrillSettings = {
  /** Share of answers that are corrupted. */
  readonly rate: number
  readonly random: () => number
  readonly bystandersOf: (narrative: Narrative) => readonly Technology[]
  readonly log: DrillLog
}

/** Good answers of `ask`, a share of them corrupted, each then put through the evidence gate without a second chance. */
export function drillAsk(ask: Ask, { rate, random, bystandersOf, log }: DrillSettings): Ask {
  // The last statement seen of each of two documents, so that there is always one of another document.
  let seen: { readonly narrative: Narrative; readonly statement: Statement }[] = []
  return async (stage, input, options) => {
    const answer = await ask(stage, input, options)
    const narrative = narrativeIn(input)
    if (!narrative) return answer
    const good = statementsIn(answer.output)
    const others = seen.filter((one) => one.narrative.text !== narrative.text)
    const around = { narrative, bystanders: bystandersOf(narrative), foreign: others[0]?.statement ?? null, random }
    if (good[0]) seen = [{ narrative, statement: good[0] }, ...others].slice(0, 2)
    const corrupted = random() < rate ? anyOf(stage.name, answer.output, around) : null
    if (!corrupted) {
      log.good += good.length
      return answer
    }
    const settled = settle(stage, input, stage.output.parse(corrupted.output))
    const isStanding =
      settled.held.length === 0 && JSON.stringify(settled.output).includes(JSON.stringify(corrupted.trace).slice(1, -1))
    const technology = corrupted.kind === 'blamed_bystander' && stage.name === 'classification' ? corrupted.trace : null
    log.attempts.push({
      kind: corrupted.kind,
      stage: stage.name,
      technology,
      trace: corrupted.trace,
      gate: isStanding ? null : gateOf([...settled.dropped, ...settled.held]),
    })
    countLosses(log, good, corrupted, settled.output)
    return { ...answer, ...settled }
  }
}

/** The first kind, in random order, that finds something to corrupt. */
function anyOf(stage: StageName, output: unknown, around: Parameters<typeof corrupt>[3]): Corrupted | null {
  const order = corruptions.map((kind) => ({ kind, at: around.random() })).sort((a, b) => a.at - b.at)
  for (const { kind } of order) {
    const corrupted = corrupt(kind, stage, output, around)
    if (corrupted) return corrupted
  }
  return null
}

/** Good statements that went with the bad one. A held answer is a person's to release, so its good ones aren't lost. */
function countLosses(log: DrillLog, good: readonly Statement[], corrupted: Corrupted, output: unknown): void {
  const [sent, left] = [statementsIn(corrupted.output), statementsIn(output)]
  const untouched = good.filter((statement) => sent.some((other) => isSame(statement, other)))
  log.good += untouched.length
  log.lost += untouched.filter(({ text }) => !left.some((other) => other.text === text)).length
}

function isSame(a: Statement, b: Statement): boolean {
  return a.text === b.text && a.quote === b.quote
}

export type CaughtBy = Gate | 'attribution' | 'nothing'
export type DrillResult = {
  readonly kinds: readonly {
    readonly kind: Corruption
    readonly tried: number
    readonly caught: number
    readonly by: Readonly<Partial<Record<CaughtBy, number>>>
  }[]
  readonly good: number
  readonly lost: number
  readonly posted: number
}

/** Judges a document's attempts by what would have been posted of it. A bystander may still be cleared by attribution. */
export function judged(attempts: readonly Attempt[], mapping: Mapping): { attempt: Attempt; by: CaughtBy }[] {
  return attempts.map((attempt) => {
    if (attempt.gate) return { attempt, by: attempt.gate }
    const shown = mapping.findings.filter((finding) => finding.state === 'ready')
    if (attempt.technology) {
      const isBlamed = shown.some(
        ({ technology, role }) =>
          technology === attempt.technology && (role === 'root_cause' || role === 'contributing'),
      )
      return { attempt, by: isBlamed ? 'nothing' : 'attribution' }
    }
    return { attempt, by: 'nothing' }
  })
}

export function drillResult(
  verdicts: readonly { attempt: Attempt; by: CaughtBy }[],
  { good, lost }: DrillLog,
): DrillResult {
  const kinds = corruptions.map((kind) => {
    const own = verdicts.filter(({ attempt }) => attempt.kind === kind)
    const by = Object.fromEntries(
      Object.entries(Object.groupBy(own, (verdict) => verdict.by)).map(([gate, list]) => [gate, list?.length ?? 0]),
    )
    return { kind, tried: own.length, caught: own.filter((verdict) => verdict.by !== 'nothing').length, by }
  })
  return { kinds, good, lost, posted: verdicts.filter((verdict) => verdict.by === 'nothing').length }
}

function gateOf(problems: readonly Problem[]): Gate {
  return problems[0]?.gate ?? 'shape'
}

function narrativeIn(input: unknown): Narrative | null {
  return input !== null && typeof input === 'object' && 'narrative' in input ? (input.narrative as Narrative) : null
}

function statementsIn(value: unknown): Statement[] {
  if (value === null || typeof value !== 'object') return []
  const own = 'text' in value && 'quote' in value ? [value as Statement] : []
  return [...own, ...Object.values(value).flatMap(statementsIn)]
}
