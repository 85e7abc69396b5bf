import type { KnownBlock } from '@slack/types'
import { context } from '../block-kit/blocks.ts'
import { type Part, paragraph, richText } from '../block-kit/rich-text.ts'
import type { RareLine, ReportContent } from '../content.ts'
import { counted, factWords, failureClassWords, othersWords, rareLegend, roleWords } from '../words.ts'
import { brief, incidentLine, list } from './incident-blocks.ts'
import { bold, type Shown, thumbs } from './message-blocks.ts'

/** What is too rare to recur: the severe first, then the themes that are not, then how many incidents are neither. */
export function rareBlocks({
  technology,
  themes = [],
  more,
  others = 0,
}: Extract<ReportContent, { kind: 'rare' }>): Shown {
  const severe = themes.filter(({ isSevere }) => isSevere)
  const mild = themes.filter(({ isSevere }) => !isSevere)
  const rest = mild.length + more + others
  const counts = [
    ...(severe.length > 0 ? [`${severe.length} severe`] : []),
    ...(rest > 0 ? [`${rest} ${severe.length > 0 ? 'more' : 'not severe'}`] : []),
  ]
  return {
    text: `Rare: ${counts.join(', ')}, ${brief(technology.name, 80)}`,
    blocks: [
      ...section('Rare, but severe', severe, mild.length > 0 ? 0 : more),
      ...section('Also rare', mild, more),
      ...(others > 0
        ? [richText(paragraph(`${severe.length + mild.length > 0 ? 'And ' : ''}${othersWords(others)}.`))]
        : []),
      context(rareLegend),
      ...(themes.some(({ theme }) => theme !== null) ? [thumbs()] : []),
    ],
  }
}

function section(heading: string, themes: readonly RareLine[], more: number): KnownBlock[] {
  if (themes.length === 0) return []
  return [richText(paragraph(bold(heading)), ...list(themes, themeParts, { room: 4_500, more }))]
}

/** A theme of more is not rare. */
const mostIncidents = 2

function themeParts({ theme, incidents }: RareLine): Part[] {
  const lines = incidents
    .slice(0, mostIncidents)
    .map((incident) =>
      incidentLine(incident, roleWords[incident.role], ...factWords(incident.facts).map((fact) => brief(fact, 60))),
    )
  const name = theme
    ? [
        [
          bold(brief(theme.name, 100)),
          ` — ${counted(incidents.length, 'incident')} · ${failureClassWords[theme.failureClass]}`,
        ],
      ]
    : []
  return [...name, ...lines].flatMap((parts, place): Part[] => (place === 0 ? parts : ['\n', ...parts]))
}
