import type { Pattern, Technology } from '../domain.ts'
import { chunks } from './batches.ts'
import { inParallel } from './in-parallel.ts'
import { jaccard } from './lines.ts'
import { foldPatterns } from './pipeline.ts'
import { shareInterval } from './rates.ts'
import { membersOf, nearestTo } from './representatives.ts'
import type { Ask, AskOptions } from './stage.ts'
import { recheck } from './stages/recheck.ts'
import type { PlacedDigest } from './themes.ts'
import { usable } from './usable.ts'

/** A measured share of so many things with its 95 % interval, from 0 to 1. */
export type Measure = { readonly share: number; readonly low: number; readonly high: number; readonly of: number }

/** How far a fold's patterns can be trusted: what no published system of its kind measures. */
export type Audit = {
  /** How much of each pattern's membership comes back when the digests are read in another order (mean best Jaccard). */
  readonly stability: Measure | null
  readonly shuffles: number
  /** Members that a blind look confirms. */
  readonly precision: Measure | null
  /** Of those that are most like the members without being any, how many the blind look would have taken in. */
  readonly missed: Measure | null
  readonly patterns: readonly AuditedPattern[]
}

export type AuditedPattern = {
  readonly name: string
  readonly members: number
  readonly stability: number | null
  readonly sampled: number
  readonly confirmed: number
}

export type AuditPlan = {
  readonly shuffles: number
  /** Members that are looked at once more, over all patterns; as many others besides. */
  readonly sample: number
  /** From 0 to 1; the same numbers give the same audit. */
  readonly random: () => number
}

const digestsPerCall = 10

/** Folds again in other orders, and holds members and others against their pattern's criterion without saying which is which. */
export async function auditPatterns(
  ask: Ask,
  technology: Technology,
  patterns: readonly Pattern[],
  placed: readonly PlacedDigest[],
  { shuffles, sample, random }: AuditPlan,
  options?: AskOptions,
): Promise<Audit> {
  const orders = Array.from({ length: shuffles }, () => shuffled(placed, random))
  const returns = patterns.map((): number[] => [])
  for (const order of orders) {
    const found = await foldPatterns(ask, technology, order, options)
    for (const [index, { memberIds }] of patterns.entries())
      returns[index]?.push(Math.max(0, ...found.map((one) => jaccard(memberIds, one.memberIds))))
  }
  const samples = sampled(patterns, placed, sample, random)
  const looks = await inParallel(samples, (one) => lookAgain(ask, technology, one, options))
  return {
    shuffles,
    stability: meanOver(returns.flat()),
    precision: shareOver(looks.flatMap(({ members }) => members)),
    missed: shareOver(looks.flatMap(({ others }) => others)),
    patterns: patterns.map(({ name, memberIds }, index) => ({
      name,
      members: memberIds.length,
      stability: meanOf(returns[index] ?? []),
      sampled: looks[index]?.members.length ?? 0,
      confirmed: looks[index]?.members.filter(Boolean).length ?? 0,
    })),
  }
}

/** Several audits as one: what was looked at is counted together, and each pattern's stability weighs the same. */
export function pooled(audits: readonly Audit[]): Audit {
  const patterns = audits.flatMap((audit) => audit.patterns)
  const shares = (measures: readonly (Measure | null)[]): Measure | null => {
    const known = measures.filter((measure) => measure !== null)
    const hits = known.reduce((sum, { share, of }) => sum + Math.round(share * of), 0)
    return shareOf(
      hits,
      known.reduce((sum, { of }) => sum + of, 0),
    )
  }
  return {
    shuffles: Math.max(0, ...audits.map(({ shuffles }) => shuffles)),
    stability: meanOver(patterns.flatMap(({ stability }) => stability ?? [])),
    precision: shares(audits.map(({ precision }) => precision)),
    missed: shares(audits.map(({ missed }) => missed)),
    patterns,
  }
}

type Sample = {
  readonly criterion: string
  readonly members: readonly PlacedDigest[]
  readonly others: readonly PlacedDigest[]
}

/** Some members of each pattern, by turns until the sample is full, and as many of the nearest others. */
function sampled(
  patterns: readonly Pattern[],
  placed: readonly PlacedDigest[],
  most: number,
  random: () => number,
): readonly Sample[] {
  const drawn = patterns.map((pattern) => shuffled(membersOf(pattern, placed), random))
  const counts = patterns.map(() => 0)
  for (let left = most, place = 0; left > 0 && drawn.some((members) => members.length > place); place++)
    for (const [index, members] of drawn.entries()) {
      if (left === 0 || members.length <= place) continue
      counts[index] = place + 1
      left -= 1
    }
  return patterns.map((pattern, index) => {
    const members = drawn[index]?.slice(0, counts[index]) ?? []
    const own = new Set(pattern.memberIds)
    const outside = placed.filter(({ item }) => !own.has(item.id))
    const others = nearestTo(membersOf(pattern, placed), outside).slice(0, members.length)
    return { criterion: pattern.criterion, members, others }
  })
}

type Looked = { readonly members: readonly boolean[]; readonly others: readonly boolean[] }

/** In the order of their ids, so that nothing tells members from others. What stays unanswered is left out of the count; both ways is no. */
async function lookAgain(
  ask: Ask,
  technology: Technology,
  { criterion, members, others }: Sample,
  options?: AskOptions,
): Promise<Looked> {
  const digests = [...members, ...others].map(({ item }) => item).sort((a, b) => a.id - b.id)
  const verdicts = new Map<number, boolean>()
  for (const some of chunks(digests, digestsPerCall)) {
    const said = await usable(ask, recheck, { technology, criterion, digests: some }, options)
    for (const { digestId, answer } of said?.verdicts ?? [])
      verdicts.set(digestId, answer === 'yes' && verdicts.get(digestId) !== false)
  }
  const known = (list: readonly PlacedDigest[]): boolean[] => list.flatMap(({ item }) => verdicts.get(item.id) ?? [])
  return { members: known(members), others: known(others) }
}

function shareOver(answers: readonly boolean[]): Measure | null {
  return shareOf(answers.filter(Boolean).length, answers.length)
}

function shareOf(hits: number, of: number): Measure | null {
  if (of === 0) return null
  const [low, high] = shareInterval(hits, of)
  return { share: hits / of, low, high, of }
}

/** The mean of values from 0 to 1. Such values vary at most as yes and no do, so that its interval is no narrower than theirs. */
function meanOver(values: readonly number[]): Measure | null {
  const share = meanOf(values)
  if (share === null) return null
  const sum = share * values.length
  const [low] = shareInterval(Math.floor(sum + rounding), values.length)
  const [, high] = shareInterval(Math.ceil(sum - rounding), values.length)
  return { share, low, high, of: values.length }
}

/** Shares are added up in binary fractions. */
const rounding = 1e-9

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** In random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const found = [...items]
  for (let last = found.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[found[last], found[other]] = [found[other] as Item, found[last] as Item]
  }
  return found
}
