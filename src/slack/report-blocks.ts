import type { Button, KnownBlock } from '@slack/types'
import { actions, context, header } from '../block-kit/blocks.ts'
import type { MessageBlock } from '../block-kit/chart-block.ts'
import { button } from '../block-kit/elements.ts'
import { type Part, paragraph, richText } from '../block-kit/rich-text.ts'
import type { PatternLine, ReportContent } from '../content.ts'
import { everything, type Role } from '../domain.ts'
import { counted, failureClassWords, filterWords, halvesLegend, noIncidentWords, trendBars } from '../words.ts'
import { actionIds, questionValue } from './action-ids.ts'
import { changesBlocks } from './changes-blocks.ts'
import { brief, list } from './incident-blocks.ts'
import { keptParts } from './kept-blocks.ts'
import { bold, type Shown, series } from './message-blocks.ts'
import { askedBlock, questionOf, unansweredBlocks } from './question-blocks.ts'

type Report = Extract<ReportContent, { kind: 'report' }>

/** The message that begins a technology's one-pager; before it is done, how far it is. */
export function reportBlocks(report: Report, picture: MessageBlock | undefined): Shown {
  const { progress, technology, incidents, patterns } = report
  const name = brief(technology.name, 80)
  if (progress.state !== 'done') return unansweredBlocks(report, progress, 'patterns')
  return {
    text: `${name}: ${counted(patterns.length, 'pattern')} in ${counted(incidents, 'incident')}, ${filterWords(report)}`,
    blocks: [
      header(`${name}: failure patterns`),
      askedBlock(report, incidents),
      ...(incidents > 0 ? [richText(paragraph(...roleParts(name, report)))] : []),
      ...(picture === undefined ? [] : [picture]),
      ...patternList(report),
      ...changesBlocks(report.changes),
      actions(
        'questions',
        button({ text: 'Opportunities', actionId: actionIds.askOpportunities, value: questionOf(report) }),
        button({ text: 'Fold again', actionId: actionIds.foldAgain, value: questionOf(report) }),
        ...keepButton(report),
      ),
      ...(keptParts(report.kept).length > 0 ? [richText(paragraph(...keptParts(report.kept)))] : []),
    ],
  }
}

function keepButton({ kept, technology }: Report): Button[] {
  if (kept?.state !== 'offered') return []
  return [
    button({
      text: `Keep in ${kept.where}`,
      actionId: actionIds.keep,
      value: questionValue(technology.id, everything),
    }),
  ]
}

const roleClauses: Readonly<Record<Role, string>> = {
  root_cause: 'was the root cause of ',
  contributing: 'contributed to ',
  affected: 'was affected in ',
  mitigation: 'was part of the mitigation in ',
  mentioned: 'is only mentioned in ',
  ruled_out: 'was ruled out in ',
}

/** "DynamoDB was the root cause of 12 incidents, contributed to 20 and was affected in 9." */
function roleParts(name: string, { roles }: Report): Part[] {
  const clauses = roles
    .slice(0, 6)
    .map(({ role, incidents }, place): Part[] => [
      roleClauses[role],
      bold(place === 0 ? counted(incidents, 'incident') : incidents.toLocaleString('en')),
    ])
  return [`${name} `, ...series(clauses), '.']
}

function patternList(report: Report): KnownBlock[] {
  const { patterns, rareThemes = 0, quarters, incidents } = report
  if (incidents === 0) return [richText(paragraph(noIncidentWords(report)))]
  const apart =
    rareThemes > 0
      ? `${counted(rareThemes, 'theme')} of one or two incidents ${rareThemes === 1 ? 'stands' : 'stand'} apart below. `
      : ''
  if (patterns.length === 0)
    return [richText(paragraph(`No failure among these incidents has recurred more than once. ${apart}`.trim()))]
  const lines = list(patterns, (pattern) => lineParts(pattern, quarters), { room: 3_500 })
  const span = quarters.length > 1 ? `Bars: incidents per quarter, ${shownQuarters(quarters).join(' to ')}. ` : ''
  const halves = patterns.find((pattern) => pattern.halves)?.halves
  const compared = halves ? `${halvesLegend(halves)} ` : ''
  return [
    richText(paragraph(bold(counted(patterns.length, 'pattern'))), ...lines),
    context(
      `${span}${compared}${apart}An incident that fits two patterns counts in both. Each pattern has its own reply below.`,
    ),
  ]
}

/** A phone shows about as many bars behind a name. */
const latestQuarters = 12
const shownQuarters = (quarters: readonly string[]): string[] =>
  [quarters.slice(-latestQuarters)[0], quarters.at(-1)].flatMap((quarter) => quarter ?? [])

function lineParts({ name, incidents, failureClass, trend, halves }: PatternLine, quarters: readonly string[]): Part[] {
  const bars = quarters.length > 1 ? ` · ${trendBars(trend.slice(-latestQuarters))}` : ''
  const change = halves === undefined ? '' : ` · ${halves?.trend ?? 'too few to say'}`
  const known = `${counted(incidents, 'incident')} · ${failureClassWords[failureClass]}${bars}${change}`
  return [bold(brief(name, 100)), ` — ${known}`]
}
