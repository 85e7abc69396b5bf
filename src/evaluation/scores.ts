import type { Label } from './labels.ts'

/** A share with its 95 % Wilson score interval. */
export type Share = {
  readonly hits: number
  readonly of: number
  readonly share: number
  readonly low: number
  readonly high: number
}

export type AttributionScores = {
  readonly documents: number
  readonly precision: Share
  readonly recall: Share
  readonly f1: number
  /** Technologies that are only mentioned, and were blamed. */
  readonly blamed: Share
  /** Documents with a causal technology for which none was named. */
  readonly falseNone: Share
}

/** Compares the technologies that were given a causal role with the labels, by slug. */
export function scoreAttribution(
  labels: readonly Label[],
  found: ReadonlyMap<string, readonly string[]>,
): AttributionScores {
  const judged = labels.filter((label) => found.has(label.slug))
  const pairs = judged.map((label) => ({ label, named: found.get(label.slug) ?? [] }))
  const hits = sum(pairs, ({ label, named }) => named.filter((id) => label.causal.includes(id)).length)
  const named = sum(pairs, (pair) => pair.named.length)
  const wanted = sum(pairs, ({ label }) => label.causal.length)
  const withCause = pairs.filter(({ label }) => label.causal.length > 0)
  return {
    documents: judged.length,
    precision: share(hits, named),
    recall: share(hits, wanted),
    f1: named + wanted === 0 ? 0 : (2 * hits) / (named + wanted),
    blamed: share(
      sum(pairs, (pair) => pair.named.filter((id) => pair.label.mentioned.includes(id)).length),
      sum(pairs, ({ label }) => label.mentioned.length),
    ),
    falseNone: share(withCause.filter((pair) => pair.named.length === 0).length, withCause.length),
  }
}

export type ThemeScore = {
  readonly theme: string
  readonly planted: number
  /** Members found together in the pattern that holds most of them, and that pattern's size. */
  readonly together: number
  readonly patternSize: number
  readonly pattern: string | null
}

/** For each labelled theme the pattern that has most of its members. `patterns` hold slugs. */
export function scoreThemes(
  labels: readonly Label[],
  patterns: readonly { readonly name: string; readonly slugs: readonly string[] }[],
): ThemeScore[] {
  const themes = Object.entries(
    Object.groupBy(
      labels.filter((label) => label.theme !== ''),
      (label) => label.theme,
    ),
  )
  return themes.map(([theme, members = []]) => {
    const planted = new Set(members.map((member) => member.slug))
    const scored = patterns
      .map((pattern) => ({ pattern, together: pattern.slugs.filter((slug) => planted.has(slug)).length }))
      .sort((a, b) => b.together - a.together || a.pattern.slugs.length - b.pattern.slugs.length)
    const best = scored[0]?.together ? scored[0] : null
    return {
      theme,
      planted: planted.size,
      together: best?.together ?? 0,
      patternSize: best?.pattern.slugs.length ?? 0,
      pattern: best?.pattern.name ?? null,
    }
  })
}

/** Wilson, "Probable inference" (1927): honest at small numbers and at 0 and 100 %. */
export function share(hits: number, of: number): Share {
  if (of === 0) return { hits, of, share: 0, low: 0, high: 1 }
  const z = 1.96
  const p = hits / of
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  return { hits, of, share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
