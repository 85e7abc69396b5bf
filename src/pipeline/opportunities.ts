import type { Digest, Pattern, Prevention, Proposal, Technology } from '../domain.ts'
import { chunks } from './batches.ts'
import { inParallel } from './in-parallel.ts'
import { largest, membersOf, nearestTo, representatives } from './representatives.ts'
import type { Ask, AskOptions } from './stage.ts'
import { opportunity } from './stages/opportunity.ts'
import { prevention } from './stages/prevention.ts'
import type { PlacedDigest } from './themes.ts'
import { usable } from './usable.ts'

/** A proposal with the preventions that the incidents themselves confirm. It claimed `unconfirmed` more. */
export type ConfirmedProposal = Proposal & { readonly unconfirmed: number }

/** Incidents that are held against an investment in one call: few enough to be weighed one by one. */
const incidentsPerCall = 10
/** Incidents that are held against an investment without being claimed, of its patterns' members those nearest to the claimed ones. */
const mostUnclaimed = 20
const unclaimed = 'The proposal did not name it; held against the investment like the others, it fits.'

/**
 * Proposes investments against patterns. Which incidents each would have prevented is decided by a check that does not know what the
 * proposal claims: all that it claims, and some that it does not, are held against it. Proposals that nothing confirms are dropped.
 * However many patterns and members there are, the prompt's budget bounds what is shown and claimed, and so the calls.
 */
export async function foldOpportunities(
  ask: Ask,
  technology: Technology,
  known: readonly Pattern[],
  placed: readonly PlacedDigest[],
  options?: AskOptions,
): Promise<readonly ConfirmedProposal[]> {
  const patterns = largest(known)
  const memberIds = new Set(patterns.flatMap((pattern) => pattern.memberIds))
  const members = placed.filter(({ item }) => memberIds.has(item.id))
  if (members.length === 0) return []
  const digests = representatives(patterns, members)
  const { output } = await ask(opportunity, { technology, patterns, digests }, options)
  const confirmed: ConfirmedProposal[] = []
  for (const proposal of output.proposals) {
    const candidates = candidatesFor(proposal, patterns, members)
    const quotes = await check(ask, technology, proposal, candidates, options)
    confirmed.push(asConfirmed(proposal, candidates, quotes))
  }
  return confirmed.filter((proposal) => proposal.preventions.length > 0)
}

/** The incidents that a proposal claims, then the nearest other members of its patterns. */
function candidatesFor(
  { preventions, patternIds }: Proposal,
  patterns: readonly Pattern[],
  members: readonly PlacedDigest[],
): Digest[] {
  const ids = new Set(preventions.map((one) => one.postmortemId))
  const claimed = members.filter(({ item }) => ids.has(item.postmortemId))
  const own = patterns.filter(({ id }) => patternIds.includes(id)).flatMap((pattern) => membersOf(pattern, members))
  const others = [...new Set(own)].filter(({ item }) => !ids.has(item.postmortemId))
  return [...claimed, ...nearestTo(claimed, others).slice(0, mostUnclaimed)].map(({ item }) => item)
}

/** The words that confirm a prevention, by postmortem. In the order of their ids: nothing tells which were claimed. */
async function check(
  ask: Ask,
  technology: Technology,
  { investment, mechanism }: Proposal,
  candidates: readonly Digest[],
  options?: AskOptions,
): Promise<ReadonlyMap<number, string>> {
  const inOrder = candidates.toSorted((a, b) => a.id - b.id)
  const batches = chunks(inOrder, incidentsPerCall)
  const answers = await inParallel(batches, (incidents) =>
    usable(ask, prevention, { technology, investment, mechanism, incidents }, options),
  )
  // An answer that stays unusable confirms nothing.
  const verdicts = answers.flatMap((answer) => answer?.verdicts ?? [])
  const denied = new Set(verdicts.filter(({ answer }) => answer === 'no').map(({ postmortemId }) => postmortemId))
  return new Map(
    verdicts
      .filter(({ postmortemId }) => !denied.has(postmortemId))
      .map(({ postmortemId, quote }) => [postmortemId, quote]),
  )
}

function asConfirmed(
  proposal: Proposal,
  candidates: readonly Digest[],
  quotes: ReadonlyMap<number, string>,
): ConfirmedProposal {
  const reasons = new Map(proposal.preventions.map(({ postmortemId, why }) => [postmortemId, why]))
  const preventions = candidates.flatMap(({ postmortemId }): Prevention[] => {
    const quote = quotes.get(postmortemId)
    return quote === undefined ? [] : [{ postmortemId, why: reasons.get(postmortemId) ?? unclaimed, quote }]
  })
  const unconfirmed = [...reasons.keys()].filter((id) => !quotes.has(id)).length
  return { ...proposal, preventions, unconfirmed }
}
