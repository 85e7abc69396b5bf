import type { Opportunity } from '../domain.ts'
import { type Incident, type PatternCount, type Report, sumOf } from '../pipeline/fold.ts'
import { counted, failureClassWords, ledgerLine, modelLine, roleWords, trendBars, windowWords } from '../words.ts'
import { bold, cyan, dim, plain, wrapped, yellow } from './print.ts'

/** The one-pager of a technology. */
export function reportText(report: Report): string {
  const { technology, ledger, roles, since } = report
  const sections = [
    `${bold(cyan(technology.name))}  ${dim(windowWords(since))}`,
    roles.length > 0
      ? `${counted(ledger.inScope, 'incident')}: ${roles.map(({ role, incidents }) => `${roleWords[role]} in ${incidents}`).join(', ')}`
      : 'No incident on record involves it.',
    ...report.patterns.map((pattern, index) => patternText(pattern, index, report)),
    ...(report.rare.length > 0
      ? [[bold('Rare but severe'), ...report.rare.map((one) => incidentLine(one))].join('\n')]
      : []),
    `${bold('Ledger')}  ${ledgerLine(ledger)}`,
    dim(modelLine(report.model)),
  ]
  return sections.join('\n\n')
}

function patternText(pattern: PatternCount, index: number, { quarters }: Report): string {
  const [strongest] = pattern.incidents
  const quote = strongest?.sentences[0]?.quote
  return [
    `${bold(`${index + 1}. ${plain(pattern.name)}`)}  ${counted(pattern.incidents.length, 'incident')}`,
    `   ${dim(failureClassWords[pattern.failureClass])}   ${trendText(pattern.trend, quarters)}`,
    dim(wrapped(pattern.criterion, '   ')),
    ...pattern.incidents.map((incident) => incidentLine(incident)),
    ...(quote ? [dim(wrapped(`“${quote}”`, '     '))] : []),
  ].join('\n')
}

function incidentLine({ incidentDate, severity, title, postmortemId, role }: Incident): string {
  const facts = [incidentDate ?? 'undated', severity, roleWords[role]].filter((part) => part !== null)
  return `   • ${plain(title)}  ${dim(`${plain(facts.join(' · '))} · #${postmortemId}`)}`
}

/** Incidents per quarter as a row of bars, with the first and the last quarter. */
function trendText(trend: readonly number[], quarters: readonly string[]): string {
  const [first, last] = [quarters[0], quarters.at(-1)]
  if (first === undefined || last === undefined) return dim('undated')
  return `${dim(first)} ${cyan(trendBars(trend))} ${dim(last)}`
}

/** A technology's opportunities, with the reach that code computed from the incidents that they cite. */
export function opportunitiesText(technology: string, opportunities: readonly Opportunity[], report: Report): string {
  if (opportunities.length === 0)
    return `${bold(technology)}: no opportunity yet. They are drawn from patterns, and there are none.`
  const sections = opportunities.map((opportunity, index) => opportunityText(opportunity, index, report))
  return [bold(`Opportunities for ${technology}`), ...sections, dim(modelLine(report.model))].join('\n\n')
}

function opportunityText(opportunity: Opportunity, index: number, report: Report): string {
  const names = report.patterns
    .filter((pattern) => opportunity.patternIds.includes(pattern.id))
    .map((pattern) => plain(pattern.name))
  const claimed = new Set(opportunity.preventions.map((prevention) => prevention.postmortemId))
  const incidents = new Map(
    report.patterns.flatMap((pattern) => pattern.incidents).map((incident) => [incident.postmortemId, incident]),
  )
  const reached = [...incidents.values()].filter((incident) => claimed.has(incident.postmortemId))
  return [
    `${bold(`${index + 1}. ${plain(opportunity.investment)}`)}  ${dim(opportunity.state)}`,
    wrapped(opportunity.mechanism, '   '),
    `   ${dim('answers')} ${names.join(', ')}`,
    `   ${dim('reach')} ${reachText(reached, report.ledger.inScope)}`,
    ...reached.map((incident) => incidentLine(incident)),
    yellow(wrapped(`against: ${opportunity.counterEvidence}`, '   ')),
  ].join('\n')
}

function reachText(reached: readonly Incident[], inScope: number): string {
  const minutes = sumOf(reached, 'duration_minutes')
  const customers = sumOf(reached, 'customers_affected')
  const known = (fact: { total: number; stated: number }, noun: string): string =>
    fact.stated > 0
      ? `, ${fact.total.toLocaleString('en')} ${noun} (stated for ${fact.stated} of ${reached.length})`
      : `, ${noun} unknown`
  return `${reached.length} of ${counted(inScope, 'incident')}${known(minutes, 'minutes')}${known(customers, 'customers')}`
}
