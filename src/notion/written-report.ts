import type { Changes, RareLine, ReportContent } from '../content.ts'
import {
  counted,
  factWords,
  failureClassWords,
  halvesWords,
  narrowedWords,
  noIncidentWords,
  othersWords,
  rareLegend,
  roleWords,
} from '../words.ts'
import { incidentItem, incidentList } from './written-incident.ts'
import { linked, plain } from './written-text.ts'

type Of<Kind extends ReportContent['kind']> = Extract<ReportContent, { kind: Kind }>

/** Notion takes a thousand blocks at once; what a pattern needs besides its incidents is within the rest. */
const mostIncidents = 600

export function reportSection(report: Of<'report'>): string[] {
  const { technology, incidents, roles, changes } = report
  const name = plain(technology.name, 80)
  const narrowed = narrowedWords(report)
  return [
    `**${counted(incidents, 'incident')}** on record ${incidents === 1 ? 'involves' : 'involve'} ${name}${narrowed === null ? '' : `: ${plain(narrowed, 300)}`}.`,
    ...incidentList(
      roles.map(({ role, incidents: count }) => `- ${roleWords[role]}: ${counted(count, 'incident')}`),
      0,
    ),
    ...changeBlocks(changes),
    '## Patterns',
    patternsWords(report),
  ]
}

function patternsWords(report: Of<'report'>): string {
  if (report.incidents === 0) return noIncidentWords(report)
  if (report.patterns.length === 0) return 'No failure among these incidents has recurred more than once.'
  return 'An incident that fits two patterns counts in both.'
}

export function patternSection(
  { pattern, place, quarters, incidents, more, quotes }: Of<'pattern'>,
  patterns: number,
): string[] {
  const shown = incidents.slice(0, Math.max(3, Math.floor(mostIncidents / patterns)))
  return [
    `### ${place}. ${plain(pattern.name, 150)}`,
    `**${counted(pattern.incidents, 'incident')}**, ${failureClassWords[pattern.failureClass]}. ${trend(pattern.trend, quarters)}`.trim(),
    ...(pattern.halves === undefined ? [] : [`**Trend:** ${halvesWords(pattern.halves)}.`]),
    `**What happens:** ${plain(pattern.description, 1_500)}`,
    `**Belongs here:** ${plain(pattern.criterion, 800)}`,
    ...incidentList(
      shown.map((incident) => incidentItem(incident, roleWords[incident.role])),
      more + incidents.length - shown.length,
    ),
    ...quotes.map((one) => `> “${plain(one.quote, 800)}” — ${linked(one.title, one.url)}`),
  ]
}

export function rareSection({ themes = [], more, others = 0 }: Of<'rare'>): string[] {
  const severe = themes.filter(({ isSevere }) => isSevere)
  const mild = themes.filter(({ isSevere }) => !isSevere)
  const rest = [
    ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : []),
    ...(others > 0 ? [othersWords(others)] : []),
  ]
  return [
    ...(severe.length > 0 ? ['## Rare, but severe', ...incidentList(severe.flatMap(rareItems), 0)] : []),
    ...(mild.length + rest.length > 0 ? ['## Also rare', ...incidentList(mild.flatMap(rareItems), 0)] : []),
    ...(rest.length > 0 ? [`Not listed: ${rest.join('; ')}.`] : []),
    `*${rareLegend}*`,
  ]
}

/** A theme and its incidents, or an incident without one, each an item. */
function rareItems({ theme, incidents }: RareLine): string[] {
  const items = incidents.map((incident) => {
    const facts = factWords(incident.facts).map((fact) => plain(fact, 60))
    return incidentItem(incident, [roleWords[incident.role], ...facts].join(' · '))
  })
  if (!theme) return items
  return [
    `- **${plain(theme.name, 150)}**: ${counted(incidents.length, 'incident')}, ${failureClassWords[theme.failureClass]}`,
    ...items,
  ]
}

function trend(counts: readonly number[], quarters: readonly string[]): string {
  const parts = quarters.flatMap((quarter, place) => (counts[place] ? [`${quarter} ${counts[place]}`] : []))
  return parts.length > 1 ? `By quarter: ${parts.join(', ')}.` : ''
}

function changeBlocks(changes: Changes | null): string[] {
  if (changes === null) return []
  const moved = ({ name, from, to }: Changes['grown'][number]): string => `${plain(name, 100)} (${from} → ${to})`
  const still = (name: string): string => plain(name, 100)
  const lines = [
    ['new', changes.added.map(still)],
    ['grown', changes.grown.map(moved)],
    ['shrunk', changes.shrunk.map(moved)],
    ['gone', changes.gone.map(still)],
    ['faded, without an incident for a year', (changes.faded ?? []).map(still)],
  ] as const
  const said = lines.flatMap(([what, names]) => (names.length > 0 ? [`- ${what}: ${names.join(', ')}`] : []))
  return said.length === 0 ? [] : [`Since the fold of ${changes.since}:`, said.join('\n')]
}
