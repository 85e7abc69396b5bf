import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { BusyError, ChannelError, PermanentError } from '../errors.ts'
import type { Notifier, Outgoing } from '../ports.ts'
import {
  channelsWithWork,
  clearAttempt,
  markAttempted,
  nextPost,
  type Post,
  recordPosted,
  recordTrouble,
} from '../store/posts.ts'
import type { Db } from '../store/sql.ts'
import { job, type Workshop } from './job.ts'
import { sendIn } from './queue.ts'

/** Brings a channel to where it says what the outbox wants. One at a time for each channel, so that order is kept. */
export const deliverPostsJob = job({
  name: 'deliver-posts',
  data: z.object({ channel: z.string() }),
  retryLimit: 10,
  expireInSeconds: 6 * 3_600,
  concurrency: 4,
  isExclusive: true,
  run: async ({ notifier, database }, { channel }, signal) => {
    if (!notifier) return
    for (let post = await nextPost(database.pool, channel); post; post = await nextPost(database.pool, channel)) {
      signal.throwIfAborted()
      if (!(await delivered(database.pool, notifier, post))) return
    }
  },
})

export function sendDelivery(tx: Db, boss: PgBoss, channel: string): Promise<void> {
  return sendIn(tx, boss, deliverPostsJob.name, { channel }, { singletonKey: channel })
}

/** After a restart, whatever was left is taken up again. */
export async function sendDeliveries({ database, boss }: Workshop): Promise<void> {
  for (const channel of await channelsWithWork(database.pool)) await sendDelivery(database.pool, boss, channel)
}

/** False: the channel can't be written to, and what waits for it waits on. */
async function delivered(db: Db, notifier: Notifier, post: Post): Promise<boolean> {
  try {
    const ts = await standing(db, notifier, post)
    await recordPosted(db, post.key, ts, post.wanted)
    return true
  } catch (error) {
    if (error instanceof BusyError) await clearAttempt(db, post.key)
    if (!(error instanceof ChannelError) && !(error instanceof PermanentError)) throw error
    const isGivenUp = error instanceof PermanentError
    await recordTrouble(db, post.key, error.message, isGivenUp)
    return isGivenUp
  }
}

/**
 * Makes the message stand in its channel. A call that was begun and not recorded may have posted it: then it is looked
 * for before anything is posted again.
 */
async function standing(db: Db, notifier: Notifier, post: Post): Promise<string> {
  const { key, channel, threadTs, shows, ts, attemptedAt } = post
  const message: Outgoing = { key, channel, threadTs, shows }
  const known = ts ?? (attemptedAt && (await notifier.find(message, attemptedAt)))
  if (known) {
    await notifier.update(message, known)
    return known
  }
  await markAttempted(db, key)
  return notifier.post(message)
}
