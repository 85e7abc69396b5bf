import type { Pattern } from '../domain.ts'
import type { Membership } from './pipeline.ts'

/** Patterns are the same from one fold to the next when they share so much of what both have. */
const least = 0.5

/**
 * Finds the pattern of a former fold that each theme continues: it keeps that one's line and name. Each line goes on once,
 * in the pattern that shares most with it.
 */
export function sameLine(
  before: readonly Pattern[],
  found: readonly Membership[],
): (Membership & { readonly line: number | null })[] {
  const pairs = found
    .flatMap((membership, index) =>
      before.map((former) => ({ index, former, shared: jaccard(former.memberIds, membership.memberIds) })),
    )
    .filter(({ shared }) => shared >= least)
    .sort((a, b) => b.shared - a.shared)
  const taken = new Set<Pattern>()
  const lines = new Map<number, Pattern>()
  for (const { index, former } of pairs) {
    if (taken.has(former) || lines.has(index)) continue
    taken.add(former)
    lines.set(index, former)
  }
  return found.map(({ theme, memberIds }, index) => {
    const former = lines.get(index)
    return { theme: former ? { ...theme, name: former.name } : theme, memberIds, line: former?.line ?? null }
  })
}

/** Shared members as a part of all that either has. */
export function jaccard(one: readonly number[], other: readonly number[]): number {
  const members = new Set(one)
  const shared = other.filter((id) => members.has(id)).length
  const all = one.length + other.length - shared
  return all === 0 ? 0 : shared / all
}
