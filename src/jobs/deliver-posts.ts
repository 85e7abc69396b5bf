import { z } from 'zod'
import { BusyError, ChannelError, PermanentError } from '../errors.ts'
import type { Notifier, Outgoing } from '../ports.ts'
import { databaseNow } from '../store/answers.ts'
import {
  clearAttempt,
  giveUp,
  markAttempted,
  nextPost,
  recordPosted,
  recordTrouble,
  unspeakable,
} from '../store/outbox.ts'
import { type Post, postByKey } from '../store/posts.ts'
import type { Db } from '../store/sql.ts'
import { forgetIncident } from './forget-incident.ts'
import { job, type Workshop } from './job.ts'
import { forgetDeadLetters } from './queue.ts'
import { deliverPosts, sendDelivery } from './send-delivery.ts'

/** Brings a channel to where it says what the outbox wants. One at a time for each channel, so that order is kept. */
export const deliverPostsJob = job({
  name: deliverPosts,
  data: z.object({ channel: z.string() }),
  retryLimit: 10,
  expireInSeconds: 6 * 3_600,
  concurrency: 4,
  isExclusive: true,
  run: async (workshop, { channel }, signal) => {
    const { notifier, database, boss } = workshop
    if (!notifier) return
    let delivered = 0
    for (let post = await nextPost(database.pool, channel); post; post = await nextPost(database.pool, channel)) {
      signal.throwIfAborted()
      if (!(await maySpeak(workshop, post))) continue
      try {
        if (!(await deliver(database.pool, notifier, post))) return
        delivered++
        if (post.isTroubled) await forgetDeadLetters(boss, { channel })
      } catch (error) {
        // Tries are counted for one message, not for the backlog of its channel.
        if (delivered === 0 || error instanceof BusyError) throw error
        throw new BusyError('a message could not be delivered', restSeconds, { cause: error })
      }
    }
  },
  onGivenUp: async ({ database, boss }, { channel }, reason) => {
    const stuck = await nextPost(database.pool, channel)
    if (!stuck) return
    // What was given up of this channel before is given up again, and need not be told twice.
    await forgetDeadLetters(boss, { channel })
    // It is reported and tried again with the next message of its channel; what is new goes on at once.
    await recordTrouble(database.pool, stuck.key, reason, false)
    const next = await nextPost(database.pool, channel)
    if (next && !next.isTroubled) await sendDelivery(database.pool, boss, channel)
  },
})

/** After a failure that followed a success. */
const restSeconds = 2

/**
 * False: it names a postmortem that became restricted after this was read and before it was written, and has been changed
 * or given up.
 */
async function maySpeak(workshop: Workshop, { key, wanted }: Post): Promise<boolean> {
  const { pool } = workshop.database
  const ids = await unspeakable(pool, key)
  for (const postmortemId of ids) await forgetIncident(workshop, postmortemId)
  if (ids.length > 0 && (await postByKey(pool, key))?.wanted === wanted)
    await recordTrouble(pool, key, 'It names a postmortem that may not be told of.', true)
  return ids.length === 0
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

/** For so long Slack may be at work on a call whose outcome nobody knows; then it has certainly ended, one way or the other. */
const outcomeSeconds = 30

/**
 * One step towards a message that stands in its channel and says what it should. A call that was begun and not recorded
 * may have posted it, or may yet: then it is looked for until it can't come any more, before anything is posted again,
 * and brought up to date in the next step.
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
  const openSeconds = attemptedAt ? outcomeSeconds - (await secondsSince(db, attemptedAt)) : 0
  if (openSeconds > 0) throw new Error('nobody knows yet what became of a message; it is looked for again')
  await markAttempted(db, key)
  const place = await posted(db, notifier, message)
  if (place === null) await giveUp(db, key)
  else await recordPosted(db, key, place.ts, place.isWhole ? wanted : 'a part of it')
}

/** By the database's clock, as its times are. */
async function secondsSince(db: Db, time: Date): Promise<number> {
  return ((await databaseNow(db)).getTime() - time.getTime()) / 1_000
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
