import type { Directory } from './directory.ts'
import { readPeople } from './person-lists.ts'
import { roleLabels } from './role-labels.ts'
import type { Sighting, Trust } from './sighting.ts'

const single = /^[*_\s]*(?:who|persons?|responders?|reporter|assignee|engineer)[*_\s]*$/i
const owner = new RegExp(`^[*_\\s]*(?:${roleLabels.sure}|${roleLabels.likely})[*_\\s]*$`, 'iu')

/** People in the cells under "Owner", "Who" and the like in a Markdown table. */
export function readOwnerColumns(text: string, directory: Directory): Sighting[] {
  return [...text.matchAll(/(?<=\n)[ \t>|:-]+(?=\r?\n)/g)].flatMap((delimiter) => {
    if (!/\|/.test(delimiter[0]) || !/-/.test(delimiter[0])) return []
    const header = text.slice(text.lastIndexOf('\n', delimiter.index - 2) + 1, delimiter.index - 1)
    const columns = cellsOf(header).map((cell) => trustIn(cell.text))
    return columns.every((trust) => trust === null)
      ? []
      : readCells(text, delimiter.index + delimiter[0].length, columns, directory)
  })
}

function trustIn(header: string): Trust | null {
  if (single.test(header)) return 'sure'
  return owner.test(header) ? 'likely' : null
}

function readCells(text: string, offset: number, columns: readonly (Trust | null)[], directory: Directory): Sighting[] {
  const sightings: Sighting[] = []
  const row = /\r?\n([^\n]*\|[^\n]*)/y
  for (let at = offset; ; at = row.lastIndex) {
    row.lastIndex = at
    const line = row.exec(text)
    if (line === null) return sightings
    const start = row.lastIndex - (line[1] ?? '').length
    for (const [column, cell] of cellsOf(line[1] ?? '').entries()) {
      const trust = columns[column] ?? null
      if (trust !== null) sightings.push(...readPeople(text, start + cell.start, trust, directory))
    }
  }
}

function cellsOf(line: string): { text: string; start: number }[] {
  return [...line.matchAll(/(?:\||^)[ \t]*([^|]*)/g)].map((cell) => ({
    text: cell[1] ?? '',
    start: cell.index + cell[0].length - (cell[1] ?? '').length,
  }))
}
