/** The cells of a table of the dialect, row by row. */
export function rowsIn(source: string): readonly (readonly string[])[] {
  return [...source.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<(td|th)\b[^>]*>([\s\S]*?)<\/\1>/g)].map(([, , cell = '']) => cell.trim()),
  )
}

/** Plain cells as a table of GitHub's Markdown, which must have a header: an empty one where there is none. */
export function tableLines(rows: readonly (readonly string[])[], hasHeader: boolean): string[] {
  const width = Math.max(0, ...rows.map((row) => row.length))
  if (width === 0) return []
  const [header = [], ...body] = hasHeader ? rows : [[], ...rows]
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, index) => fitting(cells[index] ?? '')).join(' | ')} |`
  return [line(header), `|${' --- |'.repeat(width)}`, ...body.map(line)]
}

/** A cell is one line, and a bar in it is no border. */
function fitting(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', '<br>')
}
