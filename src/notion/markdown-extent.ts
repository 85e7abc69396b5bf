import { isInline } from './markdown-tags.ts'

/**
 * Tells where the block that begins at a line ends: at its fence or closing tag, or before the next line as deep as it.
 * Takes time in proportion to the lines, also where nothing is ever closed.
 */
export function blockEnds(lines: readonly string[]): (at: number) => number {
  const tagEnds = endsOfTags(lines)
  return (at) => {
    const first = lines[at] ?? ''
    const fence = fenceOf(first)
    if (fence !== null) return endOfFence(lines, at, fence)
    if (first.trim() === '') return at + 1
    if (first.trim() === '$$') return endAfter(lines, at, (line) => line === '$$') ?? at + 1
    return tagEnds.get(at) ?? endOfBelow(lines, at)
  }
}

function endOfBelow(lines: readonly string[], at: number): number {
  const depth = depthOf(lines[at] ?? '')
  let end = at + 1
  while (end < lines.length) {
    const line = lines[end] ?? ''
    if (line.trim() !== '' && depthOf(line) <= depth) break
    const fence = fenceOf(line)
    end = fence === null ? end + 1 : endOfFence(lines, end, fence)
  }
  return end
}

/** Where the tags that begin a line are closed, by their lines; those that never are have no end. */
function endsOfTags(lines: readonly string[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>()
  const open = new Map<string, number[]>()
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const fence = fenceOf(line)
    const end = fence === null ? at + 1 : endOfFence(lines, at, fence)
    for (const { 0: whole, 1: slash, 2: name = '', index } of fence === null ? tagsIn(line) : []) {
      const sameName = open.get(name) ?? []
      open.set(name, sameName)
      const isFirst = line.slice(0, index).trim() === ''
      if (!slash && !whole.endsWith('/>')) sameName.push(isFirst ? at : -1)
      const opened = slash ? sameName.pop() : undefined
      if (opened !== undefined && opened >= 0 && !ends.has(opened)) ends.set(opened, end)
    }
    at = end
  }
  return ends
}

/** The tags around blocks, but for those in code. */
function tagsIn(line: string): RegExpExecArray[] {
  if (!line.includes('<')) return []
  const tags = [...line.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length)).matchAll(tag)]
  return tags.filter(([, , name = '']) => !isInline(name))
}

const tag = /(?<!\\)<(\/?)([a-z][\w-]*)(?:\s+[\w-]+="[^"]*")*\s*\/?>/g

/** A fence that is never closed holds the rest. */
function endOfFence(lines: readonly string[], at: number, fence: string): number {
  return endAfter(lines, at, (line) => line.startsWith(fence) && /^(?:`+|~+)$/.test(line)) ?? lines.length
}

function endAfter(lines: readonly string[], at: number, isLast: (line: string) => boolean): number | null {
  for (let end = at + 1; end < lines.length; end += 1) if (isLast((lines[end] ?? '').trim())) return end + 1
  return null
}

/** The fence that a line opens. */
export function fenceOf(line: string): string | null {
  return /^\s*(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? null
}

/** How many tabs a line begins with. */
export function depthOf(line: string): number {
  return /^\t*/.exec(line)?.[0].length ?? 0
}
