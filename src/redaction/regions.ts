/** A stretch of a text. */
export type Region = { readonly start: number; readonly end: number }

/** Fenced blocks and inline code, in order. An unclosed fence reaches to the end, as in CommonMark. */
export function codeRegions(text: string): Region[] {
  const fences: Region[] = []
  let open: { start: number; fence: string } | null = null
  for (const line of text.matchAll(/[^\n]*\n?/g)) {
    const fence = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}|~{3,})/.exec(line[0])?.[1]
    if (fence === undefined) continue
    if (open === null) open = { start: line.index, fence }
    else if (fence.startsWith(open.fence)) {
      fences.push({ start: open.start, end: line.index + line[0].length })
      open = null
    }
  }
  if (open !== null) fences.push({ start: open.start, end: text.length })
  const isFenced = within(fences)
  const inline = regionsOf(text, /(?<!`)(`{1,2})(?!`)[^`\n]+\1(?!`)/g).filter(({ start }) => !isFenced(start))
  return [...fences, ...inline].toSorted((a, b) => a.start - b.start)
}

/** Addresses with a scheme, without the bracket, quote or full stop that ends them in prose. */
export function urlRegions(text: string): Region[] {
  return regionsOf(text, /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s<>"'`|\\\]]+/gi).map(({ start, end }) => {
    const trailing = /(?<![).,;:!?*_])[).,;:!?*_]+$/.exec(text.slice(start, end))
    return { start, end: end - (trailing?.[0].length ?? 0) }
  })
}

/** Tells whether an offset lies in one of the regions, which must be in order and apart. */
export function within(regions: readonly Region[]): (offset: number) => boolean {
  return (offset) => overlapping(regions, { start: offset, end: offset + 1 }).length > 0
}

/** Those of the regions, which must be in order and apart, that share a character with a region. */
export function overlapping(regions: readonly Region[], { start, end }: Region): Region[] {
  let low = 0
  let high = regions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((regions[middle]?.end ?? 0) <= start) low = middle + 1
    else high = middle
  }
  const found: Region[] = []
  for (let region = regions[low]; region !== undefined && region.start < end; region = regions[++low])
    found.push(region)
  return found
}

/** All matches of a pattern as regions. */
export function regionsOf(text: string, pattern: RegExp): Region[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
}
