import type { Digest, Pattern } from '../domain.ts'
import { meanOf } from './batches.ts'
import { isSevere } from './rare.ts'
import type { PlacedDigest } from './themes.ts'

/** Characters of incidents that one prompt holds, about 35,000 tokens. */
const mostCharacters = 140_000
/** Those of patterns, besides. */
const mostOfPatterns = 60_000

/** The patterns that a prompt shows: all while they fit, else those of most incidents. In the order in which they were given. */
export function largest(patterns: readonly Pattern[], most = mostOfPatterns): readonly Pattern[] {
  let left = most
  const shown = new Set<number>()
  for (const { id, name, criterion, description } of patterns.toSorted(bySize)) {
    left -= name.length + criterion.length + description.length + 90
    if (left >= 0) shown.add(id)
  }
  return patterns.filter(({ id }) => shown.has(id))
}

const bySize = (a: Pattern, b: Pattern): number => b.memberIds.length - a.memberIds.length || a.id - b.id

/**
 * The incidents that a prompt about patterns shows: all members while they fit. Beyond that each pattern in turn gives one, by turns
 * the next most typical (nearest to the mean of its members) and the next most typical of the severe ones, so that no pattern goes
 * without and what was worst is seen. In the order in which they were given.
 */
export function representatives(
  patterns: readonly Pattern[],
  members: readonly PlacedDigest[],
  most = mostCharacters,
): readonly Digest[] {
  let left = most
  const shown = new Set<number>()
  for (const { item } of inTurns(patterns.map((pattern) => ranked(membersOf(pattern, members))))) {
    if (shown.has(item.id) || sizeOf(item) > left) continue
    left -= sizeOf(item)
    shown.add(item.id)
  }
  return members.map(({ item }) => item).filter(({ id }) => shown.has(id))
}

/** Those nearest to what some have in common, the nearest first. Digests without a vector come last. */
export function nearestTo(some: readonly PlacedDigest[], others: readonly PlacedDigest[]): PlacedDigest[] {
  const middle = meanOf(some.filter(({ vector }) => vector.length > 0))
  return others
    .map((one) => ({ one, nearness: middle.reduce((sum, value, at) => sum + value * (one.vector[at] ?? 0), 0) }))
    .sort((a, b) => b.nearness - a.nearness || a.one.item.id - b.one.item.id)
    .map(({ one }) => one)
}

export function membersOf({ memberIds }: Pattern, digests: readonly PlacedDigest[]): PlacedDigest[] {
  const ids = new Set(memberIds)
  return digests.filter(({ item }) => ids.has(item.id))
}

function ranked(members: readonly PlacedDigest[]): PlacedDigest[] {
  const typical = nearestTo(members, members)
  return [...inTurns([typical, typical.filter(({ item }) => isSevere(item.severity))])]
}

/** The first of each list, then the second of each. */
function* inTurns<Item>(lists: readonly (readonly Item[])[]): Generator<Item> {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  for (let place = 0; place < longest; place++)
    for (const list of lists) {
      const item = list[place]
      if (item !== undefined) yield item
    }
}

/** What the prompt shows of an incident, and the tags around it. */
function sizeOf({ title, sentences, rootCauses, preventiveActions }: Digest): number {
  const texts = [...sentences, ...rootCauses, ...preventiveActions].map(({ text }) => text.length + 3)
  return texts.reduce((sum, length) => sum + length, title.length + 120)
}
