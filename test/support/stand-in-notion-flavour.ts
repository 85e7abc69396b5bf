/**
 * Markdown as people write it in files, in the dialect that Notion gives back: no empty lines, tables and line breaks as
 * tags, tabs for depth, bare addresses as links, and a backslash before every character that could mean something.
 */
export function notionFlavoured(markdown: string): string {
  const lines: string[] = []
  let fence: string | undefined
  let table: string[] = []
  for (const line of [...markdown.replaceAll('\r\n', '\n').split('\n'), '']) {
    const [, mark] = /^\s*(```+|~~~+)/.exec(line) ?? []
    const isTableRow = fence === undefined && /^\s*\|.*\|\s*$/.test(line)
    if (!isTableRow) lines.push(...tableOf(table.splice(0)))
    if (isTableRow) table = [...table, line.trim()]
    else if (fence !== undefined || mark !== undefined) lines.push(line)
    else if (line.trim() !== '') lines.push(blockLine(line))
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence)))
      fence = fence === undefined ? mark : undefined
  }
  return lines.join('\n')
}

function blockLine(line: string): string {
  const [, indent = '', marker = '', rest = ''] =
    /^([ \t]*)((?:#{1,6}|[-*+] \[[ xX]\]|[-*+]|\d+[.)]|>)(?=\s)\s*)?(.*)$/.exec(line) ?? []
  const depth = marker === '' ? 0 : Math.round(indent.replaceAll('\t', '    ').length / 3)
  return '\t'.repeat(depth) + usualMarker(marker.trim()) + inline(rest)
}

function usualMarker(marker: string): string {
  if (marker === '') return ''
  if (/^#{5,6}$/.test(marker)) return '#### '
  return `${marker.replace(/^[*+]/, '-').replace(')', '.').toLowerCase()} `
}

function tableOf(rows: readonly string[]): string[] {
  if (rows.length === 0) return []
  const cells = rows.filter((row) => !/^\|[\s:|-]+\|$/.test(row)).map(cellsOf)
  const lines = cells.flatMap((row) => ['<tr>', ...row.map((cell) => `<td>${inline(cell)}</td>`), '</tr>'])
  return [`<table header-row="${cells.length < rows.length}">`, ...lines, '</table>']
}

function cellsOf(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

/** Code, links and what is escaped already stay as they are. */
function inline(text: string): string {
  const kept = /(`+[^`]*`+|!?\[[^\]]*\]\([^)]*\)|<https?:\/\/[^>]+>|\\.|https?:\/\/[^\s)>\]]*[^\s)>\].,;:!?])/
  return text
    .split(kept)
    .map((part, index) => {
      if (index % 2 === 0) return part.replaceAll(/[~$<>{}|^]/g, '\\$&')
      const [, address] = /^<?(https?:\/\/[^>]+)>?$/.exec(part) ?? []
      return address === undefined ? part : `[${address}](${address})`
    })
    .join('')
}
