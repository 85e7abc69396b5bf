/** What is replaced, in order of precedence where two overlap. */
export const kinds = ['secret', 'email', 'card', 'ip', 'phone', 'money', 'person'] as const
export type Kind = (typeof kinds)[number]

/** A place in a text that no model may see. Matches with the same identity are the same value or person. */
export type Match = { readonly start: number; readonly end: number; readonly kind: Kind; readonly identity: string }

/** The matches of a pattern, or of its group `value` if it has one (then the pattern needs the `d` flag). */
export function matchesOf(
  text: string,
  pattern: RegExp,
  kind: Kind,
  isOne: (value: string, start: number) => boolean = () => true,
): Match[] {
  const matches: Match[] = []
  for (const found of text.matchAll(pattern)) {
    const [start, end] = found.indices?.groups?.value ?? [found.index, found.index + found[0].length]
    const value = text.slice(start, end)
    if (isOne(value, start)) matches.push({ start, end, kind, identity: value })
  }
  return matches
}

/**
 * Sorts matches and joins those that overlap: the result covers everything that any of them covered, so nothing of
 * a value stays behind, and is of the kind that takes precedence.
 */
export function settle(matches: readonly Match[]): Match[] {
  const settled: Match[] = []
  for (const match of matches.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = settled.at(-1)
    if (last === undefined || match.start >= last.end) settled.push(match)
    else settled[settled.length - 1] = joined(last, match)
  }
  return settled
}

function joined(a: Match, b: Match): Match {
  const winner = kinds.indexOf(b.kind) < kinds.indexOf(a.kind) ? b : a
  return { ...winner, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) }
}
