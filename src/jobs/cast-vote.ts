import { buttonSign, type Thumb } from '../curation/thumbs.ts'
import type { VoteReason } from '../domain.ts'
import type { Standing } from '../ports.ts'
import type { Post } from '../store/posts.ts'
import { type Db, lockFor } from '../store/sql.ts'
import { type Reaction, saveReaction, saveReason, settleVote } from '../store/votes.ts'
import type { Workshop } from './job.ts'
import { sendPublish } from './publish-digest.ts'

export type Voter = { readonly id: string; readonly standing: Standing }

/** Takes in signs of a person on a message and computes the vote anew. True: it has just become a 👎. */
export async function cast(
  tx: Db,
  workshop: Workshop,
  post: Post,
  voter: Voter,
  signs: readonly Pick<Reaction, 'name' | 'isPresent' | 'happenedAt'>[],
): Promise<boolean> {
  // Two signs that arrive together must see each other.
  await lockFor(tx, `${post.key} ${voter.id}`)
  for (const sign of signs) await saveReaction(tx, { postKey: post.key, voter: voter.id, ...sign })
  const { vote, isNew } = await settleVote(tx, post, voter.id, voter.standing === 'curator')
  await showDispute(tx, workshop, post, voter)
  return vote === 'down' && isNew
}

/** One of the two buttons under a message is pressed, the other is not. */
export function castByButton(
  tx: Db,
  workshop: Workshop,
  post: Post,
  voter: Voter,
  { thumb, at }: { readonly thumb: Thumb; readonly at: number },
): Promise<boolean> {
  const other = thumb === 'up' ? 'down' : 'up'
  return cast(tx, workshop, post, voter, [
    { name: buttonSign(thumb), isPresent: true, happenedAt: at },
    { name: buttonSign(other), isPresent: false, happenedAt: at },
  ])
}

/** Why a 👎 was given. False: it was taken back meanwhile. */
export async function explain(
  tx: Db,
  workshop: Workshop,
  post: Post,
  voter: Voter,
  why: { readonly reason: VoteReason; readonly words: string },
): Promise<boolean> {
  await lockFor(tx, `${post.key} ${voter.id}`)
  const isSaved = await saveReason(tx, post, { id: voter.id, isCurator: voter.standing === 'curator' }, why)
  await showDispute(tx, workshop, post, voter)
  return isSaved
}

/** A curator's word may take a digest out of the patterns, or bring it back: its thread says so. */
async function showDispute(tx: Db, workshop: Workshop, { digestId, postmortemId }: Post, voter: Voter): Promise<void> {
  if (voter.standing === 'curator' && digestId !== null && postmortemId !== null)
    await sendPublish(tx, workshop, postmortemId)
}
