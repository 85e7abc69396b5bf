import { z } from 'zod'
import { type Post, post } from './posts.ts'
import { type Db, id, rows, run, sql, storable } from './sql.ts'

/**
 * The next message of a channel that does not stand there as it should. Replies wait for what they reply to, and what
 * could not be delivered before for all that is new.
 */
export async function nextPost(db: Db, channel: string): Promise<Post | null> {
  const [next] = await rows(
    db,
    post,
    sql`select * from threaded_posts
        where channel = ${channel} and wanted is distinct from shown and not "isGivenUp" and "mayStand"
        order by "isTroubled", "isUrgent" desc, seq limit 1`,
  )
  return next ?? null
}

/** A call is about to be made; if nothing is recorded after it, its outcome is unknown. */
export function markAttempted(db: Db, key: string): Promise<number> {
  return run(db, sql`update posts set attempted_at = now() where key = ${key}`)
}

/** The call did certainly not post anything. */
export function clearAttempt(db: Db, key: string): Promise<number> {
  return run(db, sql`update posts set attempted_at = null where key = ${key}`)
}

/** The message stands in its channel and says what `shown` is the hash of. */
export function recordPosted(db: Db, key: string, ts: string, shown: string): Promise<number> {
  return run(
    db,
    sql`update posts set ts = ${ts}, shown = ${shown}, posted_at = coalesce(posted_at, now()), attempted_at = null,
          trouble = null
        where key = ${key}`,
  )
}

/** Why a message can't stand in its channel. It is tried again with the next one for that channel, unless given up. */
export function recordTrouble(db: Db, key: string, trouble: string, isGivenUp: boolean): Promise<number> {
  return run(db, sql`update posts set trouble = ${storable(trouble)}, is_given_up = ${isGivenUp} where key = ${key}`)
}

/** There is nothing left that this message could be a reply to, and nobody need be told. */
export function giveUp(db: Db, key: string): Promise<number> {
  return run(db, sql`update posts set is_given_up = true, trouble = null where key = ${key}`)
}

/** Channels with messages that should stand there and don't. */
export async function channelsWithWork(db: Db): Promise<string[]> {
  const found = await rows(
    db,
    z.object({ channel: z.string() }),
    sql`select distinct channel from posts where wanted is distinct from shown and not is_given_up order by 1`,
  )
  return found.map((row) => row.channel)
}

/** Channels that can't be written to, with the reason and how many messages wait. */
export function channelTroubles(db: Db): Promise<{ channel: string; reason: string; messages: number }[]> {
  return rows(
    db,
    z.object({ channel: z.string(), reason: z.string(), messages: z.number() }),
    sql`select channel, max(trouble) as reason, (count(*) filter (where wanted is distinct from shown))::int as messages
        from posts where channel in (select channel from posts where trouble is not null)
          and wanted is distinct from shown
        group by channel order by channel`,
  )
}

/** Messages that were given up are tried again. */
export function reopenPosts(db: Db): Promise<number> {
  return run(db, sql`update posts set is_given_up = false where is_given_up`)
}

/** Postmortems that a message of another thread names although nothing may be told of them any longer. */
export async function unspeakable(db: Db, key: string): Promise<number[]> {
  const found = await rows(
    db,
    z.object({ id }),
    sql`select distinct p.id from posts o
          cross join jsonb_path_query(o.shows, '$.**.postmortemId') as named
          join postmortems p on p.id = named::bigint
        where o.key = ${key} and o.postmortem_id is distinct from p.id
          and (p.state in ('restricted', 'unreadable') or p.withdrawn_at is not null)`,
  )
  return found.map((row) => row.id)
}
