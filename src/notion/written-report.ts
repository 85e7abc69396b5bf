import type { Changes, ReportContent } from '../content.ts'
import { counted, failureClassWords, halvesWords, narrowedWords, roleWords } from '../words.ts'
import { incidentItem, incidentList } from './written-incident.ts'
import { linked, plain } from './written-text.ts'

type Of<Kind extends ReportContent['kind']> = Extract<ReportContent, { kind: Kind }>

/** Notion takes a thousand blocks at once; what a pattern needs besides its incidents is within the rest. */
const mostIncidents = 600

export function reportSection(report: Of<'report'>): string[] {
  const { technology, incidents, roles, patterns, changes } = report
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
    patterns.length === 0
      ? 'No pattern: no failure among these incidents has recurred.'
      : 'An incident that fits two patterns counts in both.',
  ]
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

export function rareSection({ incidents, more }: Of<'rare'>): string[] {
  return [
    '## Rare, but severe',
    'These fit no pattern.',
    ...incidentList(
      incidents.map((incident) => incidentItem(incident, roleWords[incident.role])),
      more,
    ),
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
