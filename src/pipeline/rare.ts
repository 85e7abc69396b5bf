import { type Facts, moneyFact } from '../domain.ts'
import type { Incident, PatternCount } from './fold.ts'

/** A theme with fewer incidents than these on record is rare: twice is no habit yet. */
const recurringFrom = 3

/** A theme of one or two incidents, or an incident that fits none; then `pattern` is null. */
export type RareTheme = {
  readonly pattern: PatternCount | null
  readonly incidents: readonly Incident[]
  readonly isSevere: boolean
}

/** Whether a theme with so many incidents on record, whatever a report is narrowed to, is rare. */
export const isRare = (onRecord: number): boolean => onRecord < recurringFrom

/**
 * Rare themes and incidents without a theme, ranked by structured facts alone: by the worst severity, then the largest
 * amount of money (in whatever currency: none is converted), then customers, then minutes. What states a fact comes before
 * what does not; themes before incidents without one where all is equal.
 */
export function rankedRare(patterns: readonly PatternCount[], unthemed: readonly Incident[]): RareTheme[] {
  const themes = [
    ...patterns.map((pattern) => ({ pattern, incidents: pattern.incidents })),
    ...unthemed.map((incident) => ({ pattern: null, incidents: [incident] })),
  ]
  return themes
    .map((theme) => ({ ...theme, isSevere: theme.incidents.some(({ severity }) => isSevere(severity)) }))
    .sort(worstFirst)
}

function worstFirst(a: RareTheme, b: RareTheme): number {
  const [one, other] = [weightsOf(a), weightsOf(b)]
  for (const [place, weight] of one.entries()) {
    const rest = other[place] ?? 0
    if (weight !== rest) return rest > weight ? 1 : -1
  }
  if ((a.pattern === null) !== (b.pattern === null)) return a.pattern === null ? 1 : -1
  return nameOf(a).localeCompare(nameOf(b))
}

const nameOf = ({ pattern, incidents }: RareTheme): string => pattern?.name ?? incidents[0]?.title ?? ''

/** The larger, the worse, in the order in which they count. */
function weightsOf({ incidents }: RareTheme): number[] {
  const worst = (isMeant: (fact: string) => boolean): number =>
    Math.max(...incidents.map(({ facts }) => largest(facts, isMeant)))
  return [
    -Math.min(...incidents.map(({ severity }) => gradeOf(severity))),
    worst((fact) => moneyFact.test(fact)),
    worst((fact) => fact === 'customers_affected'),
    worst((fact) => fact === 'duration_minutes'),
  ]
}

function largest(facts: Facts, isMeant: (fact: string) => boolean): number {
  return Math.max(...Object.entries(facts).map(([fact, value]) => (isMeant(fact) ? value : Number.NEGATIVE_INFINITY)))
}

/** SEV1, S1, P0, "critical" …: the two highest grades of the usual scales. */
export function isSevere(severity: string | null): boolean {
  return gradeOf(severity) <= 1
}

const named = [
  [/critical|major|blocker/i, 1],
  [/high/i, 2],
  [/medium|moderate/i, 3],
  [/low|minor/i, 4],
] as const

/** 0 or 1 is the worst; `Infinity` where nothing is stated that could be read. A number counts before a word. */
function gradeOf(severity: string | null): number {
  if (severity === null) return Number.POSITIVE_INFINITY
  const number = /^\W*(?:sev(?:erity)?|s|p|prio(?:rity)?)?[\s-]*(\d+)\b/i.exec(severity.trim())?.[1]
  if (number !== undefined) return Number(number)
  return named.find(([pattern]) => pattern.test(severity))?.[1] ?? Number.POSITIVE_INFINITY
}
