import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { isButtonSign } from '../curation/thumbs.ts'
import { BusyError } from '../errors.ts'
import { transaction } from '../store/database.ts'
import { forgetOldEvents } from '../store/inbox.ts'
import { type Post, postsWithin } from '../store/posts.ts'
import { reactionsOn } from '../store/votes.ts'
import { cast } from './cast-vote.ts'
import { job, type Workshop } from './job.ts'

/** Older messages are seldom voted on; each one read is a call. */
const reconciledDays = 30

/** Reads what stands on our messages, for thumbs that came or went while nobody listened. */
export const reconcileVotesJob = job({
  name: 'reconcile-votes',
  data: z.object({}),
  retryLimit: 2,
  expireInSeconds: 6 * 3_600,
  concurrency: 1,
  isExclusive: true,
  run: async (workshop, _, signal) => {
    const { database, notifier } = workshop
    if (!notifier) return
    await forgetOldEvents(database.pool)
    for (const post of await postsWithin(database.pool, reconciledDays)) {
      signal.throwIfAborted()
      await patiently(() => reconcile(workshop, post), signal)
    }
  },
})

/** Starting over would read the newest messages again and again, and never come to the others. */
async function patiently(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof BusyError)) throw error
      await wait(error.seconds * 1_000, undefined, { signal })
    }
  }
}

/** Of two words on one sign the newer one counts. Slack's times tell millionths of a second apart. */
const momentSeconds = 0.000001

/**
 * What is found counts as a moment newer than all that was known of the person before the reading began: so every event
 * of meanwhile is newer, and only Slack's own clock is asked.
 */
async function reconcile(workshop: Workshop, post: Post): Promise<void> {
  const { database, notifier } = workshop
  if (post.ts === null || !notifier) return
  const known = await reactionsOn(database.pool, post.key)
  const found = await notifier.reactionsOn(post.channel, post.ts)
  if (!found) return
  const believed = known.filter(({ name, isPresent }) => isPresent && !isButtonSign(name))
  const changed = [
    ...without(found, believed).map((one) => ({ ...one, isPresent: true })),
    ...without(believed, found).map((one) => ({ ...one, isPresent: false })),
  ]
  for (const { voter, name, isPresent } of changed) {
    const standing = await notifier.standingOf(voter)
    if (standing === 'stranger') continue
    const times = known.filter((one) => one.voter === voter).map((one) => one.happenedAt)
    const happenedAt = Math.max(Number(post.ts), ...times) + momentSeconds
    await transaction(database.pool, (tx) =>
      cast(tx, workshop, post, { id: voter, standing }, [{ name, isPresent, happenedAt }]),
    )
  }
}

type Put = { readonly voter: string; readonly name: string }

function without<Sign extends Put>(signs: readonly Sign[], others: readonly Put[]): Sign[] {
  return signs.filter(({ voter, name }) => !others.some((other) => other.voter === voter && other.name === name))
}
