import type { Changes, FactSum, Kept, OpportunityContent, Question, RareLine, ReportContent } from '../content.ts'
import {
  type Facts,
  type IncidentLink,
  moneyFact,
  type Named,
  type Opportunity,
  type Prevention,
  type Proposal,
} from '../domain.ts'
import { everyPattern, type Incident, type PatternCount, type Report, sumOf } from './fold.ts'
import type { RareTheme } from './rare.ts'

/** Members that one message has room for, and rare themes. */
const shownIncidents = 25
const shownRare = 50
const shownQuotes = 3

type AboutReport = {
  readonly changes: Changes | null
  readonly costUsd: number
  readonly tokens: number
  readonly foldedAt: Date | null
  readonly kept: Kept | null
  readonly audit: { readonly on: string; readonly words: string } | null
}

/** The messages of a one-pager by their names within the thread, in order; the first begins it. */
export function reportContents(
  question: Question,
  report: Report,
  { changes, costUsd, tokens, foldedAt, kept, audit }: AboutReport,
): Map<string, ReportContent> {
  const { technology } = question
  const { quarters, ledger, roles } = report
  const lines = report.patterns.map((pattern) => ({ ...lineOf(pattern), pattern }))
  const contents = new Map<string, ReportContent>()
  contents.set('report', {
    kind: 'report',
    ...question,
    progress: { state: 'done' },
    incidents: ledger.inScope,
    roles,
    quarters,
    patterns: lines.map(({ pattern: _, ...line }) => line),
    rareThemes: report.rare.filter(({ pattern }) => pattern !== null).length,
    changes,
    kept,
  })
  for (const [index, { pattern, ...line }] of lines.entries()) {
    const { criterion, description, incidents } = pattern
    const newest = newestFirst(incidents)
    contents.set(`pattern:${index + 1}`, {
      kind: 'pattern',
      technology,
      pattern: { ...line, criterion, description },
      place: index + 1,
      quarters,
      incidents: newest.slice(0, shownIncidents).map(withRole),
      more: Math.max(0, newest.length - shownIncidents),
      quotes: strongestQuotes(incidents),
    })
  }
  if (report.rare.length > 0) contents.set('rare', rareContent(technology, report.rare))
  const footer = { model: report.model, costUsd, tokens, foldedAt: foldedAt?.toISOString() ?? null, audit }
  contents.set('ledger', { kind: 'ledger', technology, ledger, ...footer })
  return contents
}

/** Severe ones first, then themes that are not; an incident that is neither severe nor in a theme is only counted. */
function rareContent(technology: Named, rare: readonly RareTheme[]): ReportContent {
  const severe = rare.filter((theme) => theme.isSevere)
  const mild = rare.filter((theme) => !theme.isSevere && theme.pattern !== null)
  const listed = [...severe, ...mild]
  const themes = listed.slice(0, shownRare).map(rareLine)
  const more = listed.length - themes.length
  return { kind: 'rare', technology, themes, more, others: rare.length - listed.length }
}

function rareLine({ pattern, incidents, isSevere }: RareTheme): RareLine {
  const theme = pattern && {
    name: pattern.name,
    failureClass: pattern.failureClass,
    criterion: pattern.criterion,
  }
  return {
    theme,
    isSevere,
    incidents: newestFirst(incidents).map((incident) => ({ ...withRole(incident), facts: incident.facts })),
  }
}

/** Incidents of a line of patterns, as they were told before. */
export type FormerCount = { readonly line: number; readonly name: string; readonly incidents: number }

/** What has become of patterns since they were told. */
export function changesBetween(before: readonly FormerCount[], now: readonly PatternCount[], since: Date): Changes {
  const former = new Map(before.map((one) => [one.line, one.incidents]))
  const sized = now.flatMap(({ line, name, incidents }) => {
    const from = former.get(line)
    return from === undefined ? [] : [{ name, from, to: incidents.length }]
  })
  const lines = new Set(now.map(({ line }) => line))
  return {
    since: since.toISOString().slice(0, 10),
    added: now.filter(({ line }) => !former.has(line)).map(({ name }) => name),
    grown: sized.filter(({ from, to }) => to > from),
    shrunk: sized.filter(({ from, to }) => to < from),
    gone: before.filter(({ line }) => !lines.has(line)).map(({ name }) => name),
    faded: now.filter(hasFaded).map(({ name }) => name),
  }
}

/** A pattern that had several incidents, but none in the last year of the record, to the day. */
function hasFaded({ incidents, halves }: PatternCount): boolean {
  const dates = incidents.flatMap(({ incidentDate }) => incidentDate ?? []).sort()
  return halves !== null && dates.length > 1 && (dates.at(-1) ?? '') <= yearBefore(halves.until)
}

const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`

/** The names of an opportunity's patterns, and the incidents that it would have prevented, as far as they count now. */
export type Reach = {
  readonly patterns: readonly string[]
  readonly prevented: readonly (Omit<Prevention, 'postmortemId'> & { readonly incident: Incident })[]
}

/** `report` is the fold that the opportunity was drawn from: its patterns live there, and in no later one. */
export function reachOf({ patternIds, preventions }: Proposal, report: Report): Reach {
  const incidents = new Map(
    [...report.patterns, ...report.rare].flatMap(({ incidents: own }) => own).map((one) => [one.postmortemId, one]),
  )
  return {
    patterns: everyPattern(report)
      .filter((pattern) => patternIds.includes(pattern.id))
      .map((pattern) => pattern.name),
    prevented: preventions.flatMap(({ postmortemId, ...said }) => {
      const incident = incidents.get(postmortemId)
      return incident ? [{ incident, ...said }] : []
    }),
  }
}

/** The message of one opportunity; `report` is the one that it was drawn from, as it counts now. */
export function opportunityContent(
  opportunity: Opportunity,
  report: Report,
  about: Pick<
    Extract<OpportunityContent, { kind: 'opportunity' }>,
    'technology' | 'place' | 'model' | 'decision' | 'unconfirmed' | 'measured' | 'kept'
  >,
): OpportunityContent {
  const { id, investment, mechanism, counterEvidence } = opportunity
  const { patterns, prevented } = reachOf(opportunity, report)
  return {
    kind: 'opportunity',
    opportunityId: id,
    ...about,
    investment,
    mechanism,
    patterns,
    prevents: prevented.map(({ incident, ...said }) => ({ ...linkOf(incident), ...said })),
    counterEvidence,
    inScope: report.ledger.inScope,
    sums: sumsOf(prevented.map(({ incident }) => incident)),
  }
}

/** Every fact that any of the incidents states, summed; those that leaders ask for first, known or not: time, customers, money. */
export function sumsOf(incidents: readonly { readonly facts: Facts }[]): FactSum[] {
  const stated = incidents.flatMap((incident) => Object.keys(incident.facts)).sort()
  const costs = stated.filter((fact) => moneyFact.test(fact))
  const asked = ['duration_minutes', 'customers_affected', ...(costs.length > 0 ? costs : ['money'])]
  const facts = [...new Set([...asked, ...stated])]
  return facts.map((fact) => ({ fact, ...sumOf(incidents, fact) }))
}

function lineOf({ id, name, failureClass, incidents, trend, halves }: PatternCount) {
  return { id, name, failureClass, incidents: incidents.length, trend, halves }
}

function newestFirst(incidents: readonly Incident[]): Incident[] {
  return [...incidents].sort((a, b) => (b.incidentDate ?? '').localeCompare(a.incidentDate ?? ''))
}

/** Causes before victims, and the severe before the rest: one quote each of different incidents. */
function strongestQuotes(incidents: readonly Incident[]): (IncidentLink & { quote: string })[] {
  const weight = { root_cause: 0, contributing: 1, affected: 2, mitigation: 3, mentioned: 3, ruled_out: 3 }
  return [...incidents]
    .sort((a, b) => weight[a.role] - weight[b.role] || (a.severity ?? '~').localeCompare(b.severity ?? '~'))
    .flatMap((incident) => {
      const quote = incident.sentences[0]?.quote
      return quote ? [{ ...linkOf(incident), quote }] : []
    })
    .slice(0, shownQuotes)
}

function linkOf({ postmortemId, title, url, incidentDate, severity }: Incident): IncidentLink {
  return { postmortemId, title, url, incidentDate, severity }
}

function withRole(incident: Incident) {
  return { ...linkOf(incident), role: incident.role }
}
