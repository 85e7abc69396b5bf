import type { Opportunity } from '../domain.ts'
import type { Incident, PatternCount, Report } from '../pipeline/fold.ts'
import type { RareTheme } from '../pipeline/rare.ts'
import { type Reach, sumsOf } from '../pipeline/report-contents.ts'
import {
  counted,
  factWords,
  failureClassWords,
  filterWords,
  halvesWords,
  ledgerLine,
  modelLine,
  noIncidentWords,
  othersWords,
  roleWords,
  sumWords,
  trendBars,
} from '../words.ts'
import { bold, cyan, dim, nothingStored, plain, wrapped, yellow } from './print.ts'

/** The one-pager of a technology. */
export function reportText(report: Report): string {
  const { technology, ledger, roles, filter } = report
  const none = ledger.found === 0 ? nothingStored : noIncidentWords(filter)
  const sections = [
    `${bold(cyan(technology.name))}  ${dim(plain(filterWords(filter)))}`,
    roles.length > 0
      ? `${counted(ledger.inScope, 'incident')}: ${roles.map(({ role, incidents }) => `${roleWords[role]} in ${incidents}`).join(', ')}`
      : none,
    ...report.patterns.map((pattern, index) => patternText(pattern, index, report)),
    ...rareTexts(report),
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
    `   ${dim(halvesWords(pattern.halves))}`,
    dim(wrapped(pattern.criterion, '   ')),
    ...pattern.incidents.map((incident) => incidentLine(incident)),
    ...(quote ? [dim(wrapped(`“${quote}”`, '     '))] : []),
  ].join('\n')
}

/** What is rare: the severe, then the themes that are not, then how many incidents are neither. */
function rareTexts({ rare }: Report): string[] {
  const severe = rare.filter((theme) => theme.isSevere)
  const mild = rare.filter((theme) => !theme.isSevere && theme.pattern !== null)
  const others = rare.length - severe.length - mild.length
  const also = [...mild.map(rareText), ...(others > 0 ? [`   ${othersWords(others)}`] : [])]
  return [
    ...(severe.length > 0 ? [[bold('Rare but severe'), ...severe.map(rareText)].join('\n')] : []),
    ...(also.length > 0 ? [[bold('Also rare'), ...also].join('\n')] : []),
  ]
}

function rareText({ pattern, incidents }: RareTheme): string {
  const theme = pattern
    ? [
        `   ${plain(pattern.name)}  ${dim(`${counted(incidents.length, 'incident')} · ${failureClassWords[pattern.failureClass]}`)}`,
      ]
    : []
  return [...theme, ...incidents.map((one) => incidentLine(one, factWords(one.facts)))].join('\n')
}

function incidentLine(
  { incidentDate, severity, title, postmortemId, role }: Incident,
  more: readonly string[] = [],
): string {
  const facts = [incidentDate ?? 'undated', severity, roleWords[role], ...more].filter((part) => part !== null)
  return `   • ${plain(title)}  ${dim(`${plain(facts.join(' · '))} · #${postmortemId}`)}`
}

/** Incidents per quarter as a row of bars, with the first and the last quarter. */
function trendText(trend: readonly number[], quarters: readonly string[]): string {
  const [first, last] = [quarters[0], quarters.at(-1)]
  if (first === undefined || last === undefined) return dim('undated')
  return `${dim(first)} ${cyan(trendBars(trend))} ${dim(last)}`
}

/** An opportunity with its reach and what came of it. `measured` is null until it has shipped. */
export type TrackedOpportunity = Opportunity & {
  readonly reach: Reach
  readonly shippedOn: string | null
  readonly unconfirmed: number
  readonly measured: { readonly on: string; readonly words: string } | null
}

/** A technology's opportunities, with the reach that code computed from the incidents that they cite. */
export function opportunitiesText(
  technology: string,
  opportunities: readonly TrackedOpportunity[],
  report: Report,
): string {
  if (opportunities.length === 0)
    return `${bold(technology)}: no opportunity yet. They are drawn from patterns, and there are none.`
  const sections = opportunities.map((opportunity, index) => opportunityText(opportunity, index, report))
  return [bold(`Opportunities for ${technology}`), ...sections, dim(modelLine(report.model))].join('\n\n')
}

function opportunityText(opportunity: TrackedOpportunity, index: number, { ledger }: Report): string {
  const { state, shippedOn, measured, unconfirmed, reach } = opportunity
  return [
    `${bold(`${index + 1}. ${plain(opportunity.investment)}`)}  ${dim(shippedOn === null ? state : `${state} ${shippedOn}`)}`,
    wrapped(opportunity.mechanism, '   '),
    ...(reach.patterns.length > 0 ? [`   ${dim('answers')} ${reach.patterns.map(plain).join(', ')}`] : []),
    `   ${dim('reach')} ${reachText(reach, ledger.inScope)}`,
    ...reach.prevented.flatMap(({ incident, quote }) => [
      incidentLine(incident),
      ...(quote ? [dim(wrapped(`“${quote}”`, '     '))] : []),
    ]),
    ...(unconfirmed > 0
      ? [dim(`   claimed, but not confirmed by their own text: ${counted(unconfirmed, 'incident')}`)]
      : []),
    ...(measured ? [wrapped(`${measured.words} Counted on ${measured.on}.`, '   ')] : []),
    yellow(wrapped(`against: ${opportunity.counterEvidence}`, '   ')),
  ].join('\n')
}

/** Sums of facts only, and what no incident states. */
function reachText({ prevented }: Reach, inScope: number): string {
  const known = sumsOf(prevented.map(({ incident }) => incident)).map((sum) => plain(sumWords(sum, prevented.length)))
  return [`${prevented.length} of ${counted(inScope, 'incident')}`, ...known].join(', ')
}
