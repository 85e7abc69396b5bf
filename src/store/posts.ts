import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Content } from '../content.ts'
import { type Db, id, json, jsonb, rows, run, sql } from './sql.ts'

/** A message to be. `threadKey` is our own message that begins its thread, `threadTs` somebody else's. */
export type Draft = {
  readonly key: string
  readonly channel: string
  readonly threadKey?: string
  readonly threadTs?: string
  /** Somebody waits for it: it goes before the backlog of its channel. */
  readonly isUrgent?: boolean
  readonly postmortemId?: number
  readonly digestId?: number
  readonly opportunityId?: number
  readonly reportId?: number
  /** The answers of models that it shows; what a vote on it is about. */
  readonly answerKeys?: readonly string[]
  readonly shows: Content
}

/** A message as the outbox knows it. `ts` is null until it is known to stand in its channel. */
export type Post = {
  readonly key: string
  readonly channel: string
  readonly threadKey: string | null
  /** The thread that it belongs to, once that is known. */
  readonly threadTs: string | null
  readonly digestId: number | null
  readonly opportunityId: number | null
  readonly postmortemId: number | null
  readonly reportId: number | null
  readonly answerKeys: readonly string[]
  readonly shows: Content
  readonly wanted: string
  readonly ts: string | null
  /** It could not be delivered so far. */
  readonly isTroubled: boolean
  /** When a call was begun whose outcome nobody knows. */
  readonly attemptedAt: Date | null
}

export const post: z.ZodType<Post> = z.object({
  key: z.string(),
  channel: z.string(),
  threadKey: z.string().nullable(),
  threadTs: z.string().nullable(),
  digestId: id.nullable(),
  opportunityId: id.nullable(),
  postmortemId: id.nullable(),
  reportId: id.nullable(),
  answerKeys: z.array(z.string()),
  shows: json<Content>(),
  wanted: z.string(),
  ts: z.string().nullable(),
  isTroubled: z.boolean(),
  attemptedAt: z.date().nullable(),
})

/**
 * Writes down what shall stand where, and what that rests on: the same words may come from other answers now. Resolves to
 * whether anything changed.
 */
export async function savePost(db: Db, draft: Draft): Promise<boolean> {
  const { key, channel, threadKey = null, threadTs = null, isUrgent = false, postmortemId = null, shows } = draft
  const { digestId = null, opportunityId = null, reportId = null, answerKeys = [] } = draft
  const text = jsonb(shows)
  const wanted = createHash('sha256').update(text).digest('hex')
  const touched = await run(
    db,
    sql`insert into posts (key, channel, thread_key, thread_ts, is_urgent, postmortem_id, digest_id, opportunity_id,
          report_id, answer_keys, shows, wanted)
        values (${key}, ${channel}, ${threadKey}, ${threadTs}, ${isUrgent}, ${postmortemId}, ${digestId},
          ${opportunityId}, ${reportId}, ${answerKeys}, ${text}, ${wanted})
        on conflict (key) do update set shows = excluded.shows, wanted = excluded.wanted, digest_id = excluded.digest_id,
          opportunity_id = excluded.opportunity_id, report_id = excluded.report_id, answer_keys = excluded.answer_keys,
          is_urgent = excluded.is_urgent, is_given_up = posts.is_given_up and posts.wanted = excluded.wanted,
          trouble = case when posts.wanted = excluded.wanted then posts.trouble end
        where posts.wanted <> excluded.wanted
          or (posts.digest_id, posts.opportunity_id, posts.report_id, posts.answer_keys) is distinct from
            (excluded.digest_id, excluded.opportunity_id, excluded.report_id, excluded.answer_keys)`,
  )
  return touched === 1
}

/** The message that stands at this place, if it is one of ours. */
export async function postAt(db: Db, channel: string, ts: string): Promise<Post | null> {
  const [found] = await rows(db, post, sql`select * from threaded_posts where channel = ${channel} and ts = ${ts}`)
  return found ?? null
}

export async function postByKey(db: Db, key: string): Promise<Post | null> {
  const [found] = await rows(db, post, sql`select * from threaded_posts where key = ${key}`)
  return found ?? null
}

/** A message as it is now; nobody else changes it until the transaction ends. */
export async function holdPost(tx: Db, key: string): Promise<Post | null> {
  await run(tx, sql`select from posts where key = ${key} for update`)
  return postByKey(tx, key)
}

export function postsOfPostmortem(db: Db, postmortemId: number): Promise<Post[]> {
  return rows(db, post, sql`select * from threaded_posts where "postmortemId" = ${postmortemId} order by seq`)
}

export function postsOfOpportunity(db: Db, opportunityId: number): Promise<Post[]> {
  return rows(db, post, sql`select * from threaded_posts where "opportunityId" = ${opportunityId} order by seq`)
}

export function repliesTo(db: Db, threadKey: string): Promise<Post[]> {
  return rows(db, post, sql`select * from threaded_posts where "threadKey" = ${threadKey} order by seq`)
}

/** Messages that stand in their channels and were posted within so many days, the newest first. */
export function postsWithin(db: Db, days: number): Promise<Post[]> {
  return rows(
    db,
    post,
    sql`select t.* from threaded_posts t join posts p on p.key = t.key
        where p.posted_at > now() - make_interval(days => ${days}) order by p.posted_at desc`,
  )
}

/** Roots of threads that ask the fold about a technology and wait for its answer. */
export function waitingQuestions(db: Db, kind: 'report' | 'opportunities', technology: string): Promise<Post[]> {
  return rows(
    db,
    post,
    sql`select * from threaded_posts
        where shows ->> 'kind' = ${kind} and shows -> 'technology' ->> 'id' = ${technology}
          and shows -> 'progress' ->> 'state' = 'folding'
        order by seq`,
  )
}

/** What the fold is asked for by those who wait. */
export function foldsAskedFor(db: Db): Promise<{ kind: 'report' | 'opportunities'; technology: string }[]> {
  return rows(
    db,
    z.object({ kind: z.enum(['report', 'opportunities']), technology: z.string() }),
    sql`select distinct shows ->> 'kind' as kind, shows -> 'technology' ->> 'id' as technology from posts
        where shows ->> 'kind' in ('report', 'opportunities') and shows -> 'progress' ->> 'state' = 'folding'`,
  )
}

/** Roots of threads that show a technology's one-pager. */
export function answeredReports(db: Db, technology: string): Promise<Post[]> {
  return rows(
    db,
    post,
    sql`select * from threaded_posts
        where shows ->> 'kind' = 'report' and shows -> 'technology' ->> 'id' = ${technology}
          and shows -> 'progress' ->> 'state' = 'done'
        order by seq`,
  )
}

/** Messages that name a postmortem anywhere in what they say, but those of its own thread. */
export function postsNaming(db: Db, postmortemId: number): Promise<Post[]> {
  return rows(
    db,
    post,
    sql`select * from threaded_posts
        where "postmortemId" is distinct from ${postmortemId}
          and jsonb_path_exists(shows, '$.**.postmortemId ? (@ == $id)', jsonb_build_object('id', ${postmortemId}::bigint))
        order by seq`,
  )
}
