import type { Content, Progress, Question } from '../content.ts'
import { everything, type Filter, type Named } from '../domain.ts'
import { filterOf, isSameFilter, isUnfiltered } from '../pipeline/filter.ts'
import type { Ask } from '../pipeline/stage.ts'
import { transaction } from '../store/database.ts'
import { countDigests } from '../store/digests.ts'
import { foldsAskedFor, postByKey, savePost, waitingQuestions } from '../store/posts.ts'
import { type Db, lockFor } from '../store/sql.ts'
import type { Workshop } from './job.ts'
import { hasten, isActive, isPending, sendIn } from './queue.ts'
import { sendDelivery } from './send-delivery.ts'

/** The jobs that answer, by what is asked. */
export const foldJobs = { report: 'fold-patterns', opportunities: 'fold-opportunities' } as const

export type Asked = {
  readonly kind: 'report' | 'opportunities'
  readonly technology: Named
  readonly filter: Filter
  readonly refresh: boolean
  readonly askedBy: string
  readonly channel: string
  /** A thread that somebody else began, where the question was asked. */
  readonly threadTs: string | null
  /** Names this question for ever: a second delivery of it changes nothing. */
  readonly id: string
}

/**
 * What will happen: a thread of its own, or the one that somebody in the channel waits for already. `digests` are those
 * of the window that was asked for.
 */
export type Taken = { readonly digests: number; readonly isShared: boolean }

/** Writes a question down with the job that answers it. */
export async function takeQuestion(workshop: Workshop, asked: Asked): Promise<Taken> {
  const { kind, technology, filter, refresh, askedBy, channel, threadTs, id } = asked
  const folded = await countDigests(workshop.database.pool, technology.id, everything)
  const digests = isUnfiltered(filter) ? folded : await countDigests(workshop.database.pool, technology.id, filter)
  return transaction(workshop.database.pool, async (tx) => {
    // Two who ask at the same moment must see each other.
    await lockFor(tx, `${kind} ${technology.id} ${channel}`)
    if (await postByKey(tx, `${kind}:${id}`)) return { digests, isShared: false }
    const waiting = await waitingQuestions(tx, kind, technology.id)
    const isShared = waiting.some(
      ({ channel: where, threadTs: thread, shows }) => where === channel && thread === threadTs && isSame(shows, asked),
    )
    if (isShared) {
      // A job that was lost with its worker's last try told nobody.
      if (!(await isPending(tx, foldJobs[kind], technology.id))) await sendFold(tx, workshop, kind, technology.id)
      return { digests, isShared }
    }
    const progress: Progress = { state: 'folding', digests: folded, answers: 0 }
    const question: Question = { technology, ...filter, refresh, askedBy, progress }
    const shows =
      kind === 'report'
        ? { kind, ...question, incidents: 0, roles: [], quarters: [], patterns: [], changes: null }
        : { kind, ...question, count: 0, incidents: 0 }
    await savePost(tx, { key: `${kind}:${id}`, channel, isUrgent: true, shows, ...(threadTs !== null && { threadTs }) })
    await sendFold(tx, workshop, kind, technology.id)
    // A fold that has begun tells those who wait at its next answer only, which may be long.
    if (await isActive(tx, foldJobs[kind], technology.id)) await sendDelivery(tx, workshop.boss, channel)
    return { digests, isShared }
  })
}

/** One that waits already may have been put off while nobody waited for it. */
async function sendFold(tx: Db, { boss }: Workshop, kind: Asked['kind'], technology: string): Promise<void> {
  const options = { singletonKey: technology, priority: 1 }
  if (!(await sendIn(tx, boss, foldJobs[kind], { technology }, options))) await hasten(tx, foldJobs[kind], technology)
}

/** Who wants it anew is not served by an answer that may be the stored one. */
function isSame(shows: Content, { filter, refresh }: Asked): boolean {
  return 'refresh' in shows && isSameFilter(filterOf(shows), filter) && (shows.refresh || !refresh)
}

/** Tells all who wait how far the answer is. */
export async function tellProgress(
  { database, boss }: Workshop,
  kind: Asked['kind'],
  technology: string,
  progress: Progress,
): Promise<void> {
  await transaction(database.pool, async (tx) => {
    for (const { key, channel, shows } of await waitingQuestions(tx, kind, technology)) {
      if (shows.kind !== kind) continue
      await savePost(tx, { key, channel, isUrgent: true, shows: { ...shows, progress } })
      await sendDelivery(tx, boss, channel)
    }
  })
}

/** Tells those who wait for a job that is gone: when a worker is killed in its last try, the queue gives it up by itself. */
export async function tellOfLostFolds(workshop: Workshop): Promise<void> {
  const { pool } = workshop.database
  for (const { kind, technology } of await foldsAskedFor(pool))
    if (!(await isPending(pool, foldJobs[kind], technology)))
      await tellProgress(workshop, kind, technology, { state: 'failed', reason: 'the worker was lost' })
}

/** A workshop that tells those who wait how many answers there are. Remembered ones come too fast to be told. */
export function tellingProgress(workshop: Workshop, kind: 'report' | 'opportunities', technology: string): Workshop {
  let answers = 0
  const ask: Ask = async (stage, input, options) => {
    const digests = await countDigests(workshop.database.pool, technology, everything)
    const tell = () => tellProgress(workshop, kind, technology, { state: 'folding', digests, answers })
    if (answers === 0) await tell()
    const answer = await workshop.ask(stage, input, options)
    answers += 1
    if (answer.calls > 0) await tell()
    return answer
  }
  return { ...workshop, ask }
}
