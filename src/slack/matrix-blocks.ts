import type { KnownBlock } from '@slack/types'
import { actions, context, header } from '../block-kit/blocks.ts'
import type { MessageBlock } from '../block-kit/chart-block.ts'
import { type Part, paragraph, preformatted, richText } from '../block-kit/rich-text.ts'
import type { Named } from '../domain.ts'
import type { Crossings, Matrix } from '../pipeline/matrix.ts'
import { type MatrixTable, matrixTable } from '../pipeline/matrix-table.ts'
import { safeCut } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'
import {
  columnLabels,
  columnWords,
  counted,
  crossingsLegend,
  evidenceWords,
  failureClassWords,
  filterWords,
} from '../words.ts'
import { brief, list } from './incident-blocks.ts'
import { bold, code, type Shown } from './message-blocks.ts'
import { askButtons } from './question-blocks.ts'

const shownRows = 25
const shownButtons = 10

/** Technologies by failure class, and those that are not or not fully among them. */
export function matrixBlocks(matrix: Matrix, picture: MessageBlock | undefined): Shown {
  const { rows, totals, behind, unfolded, countedOn } = matrix
  const heading = 'All technologies: failure patterns'
  const asks = askButtons('patterns', [...unfolded, ...behind].slice(0, shownButtons), ({ name }) => brief(name, 60))
  return {
    text: `${heading}: ${counted(totals.incidents, 'incident')}, ${filterWords(matrix)}`,
    blocks: [
      header(heading),
      richText(
        paragraph(
          `${counted(totals.incidents, 'incident')}, ${brief(filterWords(matrix), 300)} · counted on ${countedOn}`,
        ),
      ),
      ...(picture === undefined ? [] : [picture]),
      ...(rows.length > 0 ? tableBlocks(matrix) : [richText(paragraph('No folded technology has an incident here.'))]),
      ...notedBlocks('Not folded yet, and not in the table', unfolded),
      ...notedBlocks('Behind what is on record; asking folds them', behind),
      ...(asks.length > 0 ? [actions('questions', ...asks)] : []),
    ],
  }
}

function tableBlocks(matrix: Matrix): KnownBlock[] {
  const rows = matrix.rows.slice(0, shownRows)
  const table = matrixTable({ ...matrix, rows })
  const hidden = matrix.rows.length - rows.length
  const legend = table.columns.map((column) => `${columnLabels[column]}: ${columnWords[column]}`).join(' · ')
  const more =
    hidden > 0
      ? `${counted(hidden, 'technology', 'technologies')} more ${hidden === 1 ? 'is' : 'are'} only in the last row. `
      : ''
  return [
    richText(preformatted(tableText(table))),
    context(
      `${more}${legend}. An incident in patterns of two classes counts in both; the last row counts each incident once.`,
    ),
  ]
}

const nameWidth = 14
const numberWidth = 4

function tableText({ columns, rows }: MatrixTable): string {
  const lines = [
    { name: '', cells: columns.map((column) => columnLabels[column]) },
    ...rows.map(({ name, numbers }) => ({
      name,
      cells: numbers.map((number) => (number === 0 ? '·' : String(number))),
    })),
  ]
  return lines
    .map(({ name, cells }) =>
      [rowName(name).padEnd(nameWidth), ...cells.map((cell) => cell.padStart(numberWidth))].join(''),
    )
    .join('\n')
}

/** Cut between letters: names of one vendor would look the same if they were cut between words. */
function rowName(name: string): string {
  const line = oneLine(name)
  return line.length <= nameWidth ? line : `${line.slice(0, safeCut(line, nameWidth - 1)).trimEnd()}…`
}

function notedBlocks(
  heading: string,
  technologies: readonly (Named & { readonly incidents?: number })[],
): KnownBlock[] {
  if (technologies.length === 0) return []
  const parts = ({ id, name, incidents }: Named & { readonly incidents?: number }): Part[] => [
    `${brief(name, 80)}${incidents === undefined ? '' : `, ${counted(incidents, 'incident')} on record`}: `,
    code(`/patterns ${brief(id, 80)}`),
  ]
  return [richText(paragraph(bold(heading)), ...list(technologies, parts, { room: 2_500 }))]
}

/** Patterns of different technologies that are the same kind of failure, with what speaks for that. */
export function crossingsBlocks({ crossings, more, scale }: Crossings): Shown {
  const heading = 'Themes that cross technologies'
  if (crossings.length === 0) {
    const none = 'No theme crosses technologies: no two patterns of one failure class share an incident or read alike.'
    return { text: none, blocks: [richText(paragraph(none))] }
  }
  return {
    text: `${heading}: ${crossings.length + more}`,
    blocks: [
      richText(paragraph(bold(heading)), ...list(crossings, crossingParts, { room: 9_000, more })),
      context(crossingsLegend(scale)),
    ],
  }
}

function crossingParts(crossing: Crossings['crossings'][number]): Part[] {
  const sides = crossing.sides.flatMap(({ technology, pattern, incidents }, place): Part[] => [
    ...(place === 0 ? [] : [' and ']),
    `${brief(technology.name, 60)} `,
    bold(brief(pattern, 100)),
    ` (${incidents})`,
  ])
  return [...sides, ` · ${failureClassWords[crossing.failureClass]}: ${evidenceWords(crossing)}`]
}
