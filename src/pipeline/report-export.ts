import type { Facts, FailureClass, Filter, Halves, Ledger, Role } from '../domain.ts'
import type { Incident, PatternCount, Report } from './fold.ts'
import type { RareTheme } from './rare.ts'

type Versions = readonly { readonly stage: string; readonly version: string }[]

/** A one-pager for other programs. It holds nothing that differs where digests, prompts and model are the same: no ids, no times. */
export type ExportedReport = {
  readonly technology: string
  readonly filter: Filter
  readonly model: string
  readonly prompts: Versions
  readonly roles: Report['roles']
  readonly quarters: readonly string[]
  readonly patterns: readonly ExportedPattern[]
  /** The worst first. */
  readonly rare: readonly ExportedRare[]
  readonly ledger: Ledger
}

type ExportedPattern = {
  readonly name: string
  readonly failureClass: FailureClass
  readonly criterion: string
  readonly description: string
  readonly trend: readonly number[]
  readonly halves: Halves | null
  readonly incidents: readonly ExportedIncident[]
}

/** `pattern` null: an incident that fits none. */
type ExportedRare = {
  readonly pattern: Omit<ExportedPattern, 'incidents'> | null
  readonly isSevere: boolean
  readonly incidents: readonly ExportedIncident[]
}

type ExportedIncident = {
  readonly title: string
  readonly url: string | null
  readonly incidentDate: string | null
  readonly severity: string | null
  readonly role: Role
  readonly facts: Facts
  readonly sentences: Incident['sentences']
}

export function exportedReport(report: Report, prompts: Versions): ExportedReport {
  const { technology, filter, model, roles, quarters, ledger } = report
  return {
    technology: technology.id,
    filter,
    model,
    prompts,
    roles: [...roles].sort((a, b) => a.role.localeCompare(b.role)),
    quarters,
    patterns: report.patterns.map(exportedPattern),
    rare: report.rare.map(exportedRare),
    ledger,
  }
}

function exportedPattern(pattern: PatternCount): ExportedPattern {
  return { ...told(pattern), incidents: exported(pattern.incidents) }
}

function told({ name, failureClass, criterion, description, trend, halves }: PatternCount) {
  return { name, failureClass, criterion, description, trend, halves }
}

function exportedRare({ pattern, isSevere, incidents }: RareTheme): ExportedRare {
  return { pattern: pattern && told(pattern), isSevere, incidents: exported(incidents) }
}

function exported(incidents: readonly Incident[]): ExportedIncident[] {
  return incidents
    .map(({ title, url, incidentDate, severity, role, facts, sentences }) => ({
      title,
      url,
      incidentDate,
      severity,
      role,
      facts,
      sentences,
    }))
    .sort((a, b) => (a.incidentDate ?? '').localeCompare(b.incidentDate ?? '') || a.title.localeCompare(b.title))
}
