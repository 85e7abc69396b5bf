import type { Planting } from './planted-digests.ts'

/** How well patterns give back what was planted. */
export type Reconstruction = {
  /** The mean over the planted themes of at least `fewest` members of F1 with the pattern that is most like each. */
  readonly macroF1: number
  readonly themes: number
  /** The share of all memberships that belong to the theme which most members of their pattern have. */
  readonly purity: number
  readonly patterns: number
  /** Each theme that was judged, the worst first. */
  readonly byTheme: readonly { readonly theme: string; readonly planted: number; readonly f1: number }[]
}

/** Compares patterns, as lists of digest ids, with what was planted. */
export function reconstruction(
  { digests, members }: Planting,
  patterns: readonly (readonly number[])[],
  fewest = 3,
): Reconstruction {
  const themesOf = new Map(digests.map(({ digest, themes }) => [digest.id, themes]))
  const byTheme = [...members]
    .filter(([, ids]) => ids.length >= fewest)
    .map(([theme, ids]) => ({ theme, planted: ids.length, f1: Math.max(0, ...patterns.map((own) => f1(ids, own))) }))
    .sort((a, b) => a.f1 - b.f1)
  const memberships = patterns.reduce((sum, own) => sum + own.length, 0)
  const pure = patterns.reduce((sum, own) => sum + largestTheme(own, themesOf), 0)
  return {
    macroF1: byTheme.reduce((sum, one) => sum + one.f1, 0) / Math.max(1, byTheme.length),
    themes: byTheme.length,
    purity: memberships === 0 ? 0 : pure / memberships,
    patterns: patterns.length,
    byTheme,
  }
}

function f1(wanted: readonly number[], found: readonly number[]): number {
  const known = new Set(wanted)
  const hits = found.filter((id) => known.has(id)).length
  return (2 * hits) / (wanted.length + found.length)
}

function largestTheme(ids: readonly number[], themesOf: ReadonlyMap<number, readonly string[]>): number {
  const counts = new Map<string, number>()
  for (const id of ids) for (const theme of themesOf.get(id) ?? []) counts.set(theme, (counts.get(theme) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}
