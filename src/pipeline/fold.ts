import type { Facts, FailureClass, Filter, Halves, Ledger, Named, Pattern, Role, Statement } from '../domain.ts'
import { halvesOf, type Span } from './halves.ts'
import { isRare, type RareTheme, rankedRare } from './rare.ts'

/** One incident of a report. */
export type Incident = {
  readonly postmortemId: number
  readonly title: string
  readonly url: string | null
  readonly incidentDate: string | null
  /** As `2024-Q1`. */
  readonly quarter: string | null
  readonly severity: string | null
  readonly role: Role
  readonly sentences: readonly Statement[]
  readonly facts: Facts
}

export type PatternCount = {
  readonly id: number
  readonly line: number
  readonly name: string
  readonly criterion: string
  readonly failureClass: FailureClass
  readonly description: string
  readonly incidents: readonly Incident[]
  /** One number per quarter of the report. */
  readonly trend: readonly number[]
  readonly halves: Halves | null
}

/** What leaders read of one technology. Every number is counted by code from stored digests. */
export type Report = {
  readonly technology: Named
  readonly filter: Filter
  readonly model: string
  readonly roles: readonly { readonly role: Role; readonly incidents: number }[]
  readonly quarters: readonly string[]
  /** Themes that recur, the largest first, and by name where they are as large. */
  readonly patterns: readonly PatternCount[]
  /** All that is rare, the worst first: too rare to recur, some of it too costly to forget. */
  readonly rare: readonly RareTheme[]
  readonly ledger: Ledger
}

/** An incident and the pattern that it belongs to; one row per pattern, one with null where it fits none. */
export type IncidentRow = Incident & { readonly patternId: number | null }

export type ReportParts = {
  readonly technology: Named
  readonly filter: Filter
  readonly model: string
  readonly patterns: readonly Pattern[]
  /** How many incidents a pattern has, whatever the report is narrowed to, by its id. */
  readonly onRecord: ReadonlyMap<number, number>
  readonly rows: readonly IncidentRow[]
  readonly span: Span | null
  readonly ledger: Ledger
}

export function buildReport(parts: ReportParts): Report {
  const { technology, filter, model, patterns, onRecord, rows, span, ledger } = parts
  const quarters = quartersOf(rows)
  const incidents = new Map(rows.map((row) => [row.postmortemId, row]))
  const counted = patterns.flatMap((pattern) => {
    const own = rows.filter((row) => row.patternId === pattern.id)
    const trend = quarters.map((quarter) => own.filter((row) => row.quarter === quarter).length)
    return own.length > 0 ? [{ ...pattern, incidents: own, trend, halves: halvesOf(own, span) }] : []
  })
  const isRareHere = ({ id }: PatternCount): boolean => isRare(onRecord.get(id) ?? 0)
  return {
    technology,
    filter,
    model,
    roles: rolesOf([...incidents.values()]),
    quarters,
    patterns: counted.filter((pattern) => !isRareHere(pattern)).sort(largestFirst),
    rare: rankedRare(
      counted.filter(isRareHere),
      rows.filter((row) => row.patternId === null),
    ),
    ledger,
  }
}

/** In the same order wherever they are told, whatever ids the database gave: patterns are called by their place. */
function largestFirst(a: PatternCount, b: PatternCount): number {
  return b.incidents.length - a.incidents.length || a.name.localeCompare(b.name)
}

/** The patterns of a report, recurring or rare. */
export function everyPattern({ patterns, rare }: Report): PatternCount[] {
  return [...patterns, ...rare.flatMap(({ pattern }) => pattern ?? [])]
}

/** Whether a ledger accounts for every document. */
export function addsUp(ledger: Ledger): boolean {
  const { found, inScope, themed, other, ...elsewhere } = ledger
  const rest = Object.values(elsewhere).reduce((sum, count) => sum + count, 0)
  return found === rest + inScope && inScope === themed + other
}

/** The sum of a fact over incidents, and how many of them state it. */
export function sumOf(
  incidents: readonly { readonly facts: Facts }[],
  fact: string,
): { total: number; stated: number } {
  const values = incidents.flatMap((incident) => incident.facts[fact] ?? [])
  return { total: values.reduce((sum, value) => sum + value, 0), stated: values.length }
}

function rolesOf(incidents: readonly Incident[]): Report['roles'] {
  const counts = Object.entries(Object.groupBy(incidents, (incident) => incident.role))
  return counts
    .map(([role, list]) => ({ role: role as Role, incidents: list.length }))
    .sort((a, b) => b.incidents - a.incidents)
}

/** Every quarter from the first incident to the last, so that an empty one shows as empty. */
function quartersOf(rows: readonly IncidentRow[]): string[] {
  const known = rows.flatMap((row) => row.quarter ?? []).sort()
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined) return []
  const quarters: string[] = []
  for (let index = indexOf(first); index <= indexOf(last); index++)
    quarters.push(`${Math.floor(index / 4)}-Q${(index % 4) + 1}`)
  return quarters
}

function indexOf(quarter: string): number {
  const [year, number] = quarter.split('-Q').map(Number)
  return (year ?? 0) * 4 + (number ?? 1) - 1
}
