/** The cells of a table of the dialect, row by row. */
export function rowsIn(source: string): readonly (readonly string[])[] {
  return partsOf(source, /(?<!\\)<tr\b[^<>]*>/, '</tr>').map((row) => partsOf(row, /(?<!\\)<t[dh]\b[^<>]*>/, '</t'))
}

/** What stands between a tag and its end, for each of them. Searching for both at once takes forever where ends are missing. */
function partsOf(source: string, tag: RegExp, end: string): string[] {
  return source
    .split(tag)
    .slice(1)
    .map((part) => (part.includes(end) ? part.slice(0, part.indexOf(end)) : part).trim())
}

/**
 * Plain cells as a table of GitHub's Markdown, which must have a header: an empty one where there is none. Only that is as
 * wide as the widest row; shorter rows stay so, or one long row among many short ones would make millions of empty cells.
 */
export function tableLines(rows: readonly (readonly string[])[], hasHeader: boolean): string[] {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0)
  if (width === 0) return []
  const [header = [], ...body] = hasHeader ? rows : [[], ...rows]
  const line = (cells: readonly string[]): string => `| ${cells.map(fitting).join(' | ')} |`
  const whole = Array.from({ length: width }, (_, index) => header[index] ?? '')
  return [line(whole), `|${' --- |'.repeat(width)}`, ...body.map(line)]
}

/** A cell is one line, and a bar in it is no border. */
function fitting(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', '<br>')
}
