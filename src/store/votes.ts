import { z } from 'zod'
import { type Thumb, voteOf } from '../curation/thumbs.ts'
import type { VoteReason } from '../domain.ts'
import { type StageName, stageNames } from '../pipeline/stage.ts'
import type { Post } from './posts.ts'
import { type Db, rows, run, sql, storable } from './sql.ts'

/** One sign of a person on a message. `happenedAt` in seconds since 1970, by the clock of the chat tool. */
export type Reaction = {
  readonly postKey: string
  readonly voter: string
  readonly name: string
  readonly isPresent: boolean
  readonly happenedAt: number
}

/** Keeps the newest word on a sign, in whatever order the words arrive. */
export function saveReaction(db: Db, { postKey, voter, name, isPresent, happenedAt }: Reaction): Promise<number> {
  return run(
    db,
    sql`insert into reactions (post_key, voter, name, is_present, happened_at)
        values (${postKey}, ${voter}, ${name}, ${isPresent}, ${happenedAt})
        on conflict (post_key, voter, name) do update
          set is_present = excluded.is_present, happened_at = excluded.happened_at
          where reactions.happened_at < excluded.happened_at`,
  )
}

/** The newest word on every sign that was ever on a message. */
export function reactionsOn(db: Db, postKey: string): Promise<Omit<Reaction, 'postKey'>[]> {
  return rows(
    db,
    z.object({ voter: z.string(), name: z.string(), isPresent: z.boolean(), happenedAt: z.number() }),
    sql`select voter, name, is_present as "isPresent", happened_at as "happenedAt" from reactions
        where post_key = ${postKey} order by voter, name`,
  )
}

/** Computes a person's vote anew from everything that person has put on the message. Resolves to the vote, and whether it changed. */
export async function settleVote(
  db: Db,
  post: Post,
  voter: string,
  isCurator: boolean,
): Promise<{ vote: Thumb | null; isNew: boolean }> {
  const signs = (await reactionsOn(db, post.key)).filter((sign) => sign.voter === voter && sign.isPresent)
  const vote = voteOf(signs)
  if (vote === null) {
    await run(db, sql`delete from votes where post_key = ${post.key} and voter = ${voter}`)
    return { vote, isNew: false }
  }
  const { key, stage, promptHash, model } = await blamed(db, post, null)
  const touched = await run(
    db,
    sql`insert into votes (post_key, voter, vote, is_curator, digest_id, answer_key, stage, prompt_hash, model)
        values (${post.key}, ${voter}, ${vote}, ${isCurator}, ${post.digestId}, ${key}, ${stage}, ${promptHash}, ${model})
        on conflict (post_key, voter) do update set vote = excluded.vote, is_curator = excluded.is_curator,
          digest_id = excluded.digest_id, answer_key = excluded.answer_key, stage = excluded.stage,
          prompt_hash = excluded.prompt_hash, model = excluded.model, reason = null, words = null,
          settled = null, settled_by = null, settled_at = null, created_at = now()
          where votes.vote <> excluded.vote`,
  )
  return { vote, isNew: touched === 1 }
}

/**
 * Adds to a person's 👎 why it was given; the reason decides which stage is meant. It is about what stands there now, by
 * who the person is now. False: there is no 👎 any more.
 */
export async function saveReason(
  db: Db,
  post: Post,
  voter: { readonly id: string; readonly isCurator: boolean },
  { reason, words }: { readonly reason: VoteReason; readonly words: string },
): Promise<boolean> {
  const { key, stage, promptHash, model } = await blamed(db, post, reason)
  const touched = await run(
    db,
    sql`update votes set reason = ${reason}, words = ${words === '' ? null : storable(words)}, answer_key = ${key},
          stage = ${stage}, prompt_hash = ${promptHash}, model = ${model}, digest_id = ${post.digestId},
          is_curator = ${voter.isCurator}, settled = null, settled_by = null, settled_at = null
        where post_key = ${post.key} and voter = ${voter.id} and vote = 'down'`,
  )
  return touched === 1
}

type Blamed = {
  readonly key: string | null
  readonly stage: StageName | 'none'
  readonly promptHash: string | null
  readonly model: string | null
}

const shownStages: Readonly<Record<string, readonly StageName[]>> = {
  digest: ['classification', 'summarization'],
  summary: ['summarization'],
  finding: ['analyzer', 'attribution'],
  pattern: ['patterns', 'assignment'],
  report: ['patterns'],
  opportunity: ['opportunity'],
}

/** The answer that a vote is about: the last stage behind the message, unless the reason points to an earlier one. */
async function blamed(db: Db, { shows, answerKeys }: Post, reason: VoteReason | null): Promise<Blamed> {
  const likely = shownStages[shows.kind] ?? []
  const stages = reason === 'wrong_attribution' ? [...likely].sort((a, b) => rank(a) - rank(b)) : likely
  const found = await rows(
    db,
    z.object({ key: z.string(), stage: z.enum(stageNames), promptHash: z.string(), model: z.string() }),
    sql`select key, stage, prompt_hash as "promptHash", model from answers where key = any(${answerKeys})
        order by array_position(${stages}::text[], stage) nulls last limit 1`,
  )
  return found[0] ?? { key: null, stage: stages[0] ?? 'none', promptHash: null, model: null }
}

/** Roles are decided by attribution, and who is examined at all by classification. */
function rank(stage: StageName): number {
  return stage === 'attribution' || stage === 'classification' ? 0 : 1
}

/** Votes by the stage that they are about, with the reasons of the 👎. */
export function voteCounts(
  db: Db,
): Promise<{ stage: string; up: number; down: number; reasons: Partial<Record<VoteReason, number>> }[]> {
  return rows(
    db,
    z.object({
      stage: z.string(),
      up: z.number(),
      down: z.number(),
      reasons: z.custom<Partial<Record<VoteReason, number>>>((value) => typeof value === 'object'),
    }),
    sql`with reasoned as (
          select stage, vote, reason, count(*)::int as votes from votes group by 1, 2, 3
        )
        select stage, coalesce(sum(votes) filter (where vote = 'up'), 0)::int as up,
          coalesce(sum(votes) filter (where vote = 'down'), 0)::int as down,
          coalesce(jsonb_object_agg(reason, votes) filter (where reason is not null), '{}') as reasons
        from reasoned group by stage order by stage`,
  )
}
