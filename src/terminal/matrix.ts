import type { Crossings, Matrix } from '../pipeline/matrix.ts'
import { matrixTable } from '../pipeline/matrix-table.ts'
import {
  columnLabels,
  columnWords,
  counted,
  crossingsLegend,
  evidenceWords,
  failureClassWords,
  filterWords,
  narrowedWords,
} from '../words.ts'
import { bold, cyan, dim, nothingStored, plain, wrapped, yellow } from './print.ts'

/** All technologies by failure class, and the themes that cross them. */
export function matrixText(matrix: Matrix, crossings: Crossings): string {
  const { rows, totals, unfolded, behind } = matrix
  if (rows.length + unfolded.length === 0 && narrowedWords(matrix) === null) return nothingStored
  return [
    `${bold(cyan('All technologies'))}  ${dim(plain(filterWords(matrix)))}`,
    counted(totals.incidents, 'incident'),
    rows.length > 0 ? tableText(matrix) : 'No folded technology has an incident here.',
    ...advice('Not folded yet, and not in the table', unfolded),
    ...advice('Behind what is on record; asking folds them', behind),
    ...(unfolded.length + behind.length > 0
      ? [`npm run lode -- patterns all --refresh   ${dim('folds every technology anew')}`]
      : []),
    crossingsText(crossings),
  ].join('\n\n')
}

const nameWidth = 24

function rowName(name: string): string {
  const letters = [...plain(name)]
  return letters.length < nameWidth ? letters.join('') : `${letters.slice(0, nameWidth - 2).join('')}…`
}

function tableText(matrix: Matrix): string {
  const { columns, rows } = matrixTable(matrix)
  const line = (name: string, cells: readonly string[]): string =>
    [rowName(name).padEnd(nameWidth), ...cells.map((cell) => cell.padStart(5))].join('')
  const legend = columns.map((column) => `${columnLabels[column]}: ${columnWords[column]}`).join(', ')
  return [
    dim(
      line(
        '',
        columns.map((column) => columnLabels[column]),
      ),
    ),
    ...rows.map(({ name, numbers }) =>
      line(
        name,
        numbers.map((number) => (number === 0 ? '·' : String(number))),
      ),
    ),
    dim(wrapped(`${legend}. An incident in patterns of two classes counts in both; the last row counts each once.`)),
  ].join('\n')
}

function advice(what: string, technologies: readonly { readonly id: string; readonly name: string }[]): string[] {
  if (technologies.length === 0) return []
  const longest = Math.max(...technologies.map(({ name }) => plain(name).length))
  return [
    [
      yellow(what),
      ...technologies.map(
        ({ id, name }) => `   ${plain(name).padEnd(longest)}  ${dim(`npm run lode -- patterns ${plain(id)}`)}`,
      ),
    ].join('\n'),
  ]
}

function crossingsText({ crossings, more, scale }: Crossings): string {
  if (crossings.length === 0) return 'No theme crosses technologies.'
  const items = crossings.map(({ sides, failureClass, ...evidence }) =>
    [
      ...sides.map(
        ({ technology, pattern, incidents }) =>
          `   ${technology.name}: ${bold(plain(pattern))}  ${counted(incidents, 'incident')}`,
      ),
      `   ${dim(`${failureClassWords[failureClass]} · ${evidenceWords(evidence)}`)}`,
    ].join('\n'),
  )
  const rest = more > 0 ? [dim(`   and ${more} more`)] : []
  return [bold('Themes that cross technologies'), ...items, ...rest, dim(wrapped(crossingsLegend(scale)))].join('\n')
}
