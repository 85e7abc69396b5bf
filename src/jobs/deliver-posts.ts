import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { BusyError, ChannelError, PermanentError } from '../errors.ts'
import type { Notifier, Outgoing } from '../ports.ts'
import {
  channelsWithWork,
  clearAttempt,
  giveUp,
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
    let delivered = 0
    for (let post = await nextPost(database.pool, channel); post; post = await nextPost(database.pool, channel)) {
      signal.throwIfAborted()
      try {
        if (!(await deliver(database.pool, notifier, post))) return
        delivered++
      } catch (error) {
        // Tries are counted for one message, not for the backlog of its channel.
        if (delivered === 0 || error instanceof BusyError) throw error
        throw new BusyError('a message could not be delivered', restSeconds, { cause: error })
      }
    }
  },
})

/** After a failure that followed a success. */
const restSeconds = 2

export function sendDelivery(tx: Db, boss: PgBoss, channel: string): Promise<void> {
  return sendIn(tx, boss, deliverPostsJob.name, { channel }, { singletonKey: channel })
}

/** After a restart, whatever was left is taken up again. */
export async function sendDeliveries({ database, boss }: Workshop): Promise<void> {
  for (const channel of await channelsWithWork(database.pool)) await sendDelivery(database.pool, boss, channel)
}

/** False: the channel can't be written to, and what waits for it waits on. */
async function deliver(db: Db, notifier: Notifier, post: Post): Promise<boolean> {
  try {
    await bringUpToDate(db, notifier, post)
    return true
  } catch (error) {
    if (!(error instanceof ChannelError) && !(error instanceof PermanentError)) throw error
    const isGivenUp = error instanceof PermanentError
    await recordTrouble(db, post.key, error.message, isGivenUp)
    return isGivenUp
  }
}

/**
 * One step towards a message that stands in its channel and says what it should. A call that was begun and not recorded
 * may have posted it: then it is looked for before anything is posted again, and brought up to date in the next step.
 */
async function bringUpToDate(db: Db, notifier: Notifier, post: Post): Promise<void> {
  const { key, channel, threadTs, shows, wanted, ts, attemptedAt } = post
  const message: Outgoing = { key, channel, threadTs, shows }
  if (ts !== null) {
    await notifier.update(message, ts)
    await recordPosted(db, key, ts, wanted)
    return
  }
  const found = attemptedAt && (await notifier.find(message, attemptedAt))
  if (found) {
    await recordPosted(db, key, found, 'whatever stood there when it was found')
    return
  }
  await markAttempted(db, key)
  const place = await posted(db, notifier, message)
  if (place === null) await giveUp(db, key)
  else await recordPosted(db, key, place.ts, place.isWhole ? wanted : 'a part of it')
}

/** Where an error says that nothing was posted, nobody has to look for it. */
async function posted(db: Db, notifier: Notifier, message: Outgoing): ReturnType<Notifier['post']> {
  try {
    return await notifier.post(message)
  } catch (error) {
    const kinds = [BusyError, ChannelError, PermanentError]
    if (kinds.some((kind) => error instanceof kind)) await clearAttempt(db, message.key)
    throw error
  }
}
