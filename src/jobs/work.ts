import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss'
import { BusyError, PermanentError, UserError } from '../errors.ts'
import type { Job, Workshop } from './job.ts'
import { jobs } from './jobs.ts'
import { deadLetters, isWaiting } from './queue.ts'

/** Creates the queues; needed before jobs are sent. */
export async function createQueues(boss: PgBoss): Promise<void> {
  for (const { name, retryLimit, expireInSeconds, isExclusive } of jobs) {
    const options = {
      retryLimit,
      expireInSeconds,
      retryBackoff: true,
      retryDelay: 2,
      retryDelayMax: 600,
      heartbeatSeconds: 10,
      deadLetter: deadLetters,
      notify: true,
    }
    await boss.createQueue(name, { ...options, policy: isExclusive ? 'stately' : 'short' })
    await boss.updateQueue(name, options)
  }
}

/** Works all queues until the returned function is called; that one resolves when no job is running any more. */
export async function startWorkers(workshop: Workshop): Promise<() => Promise<void>> {
  for (const job of jobs) for (let worker = 0; worker < job.concurrency; worker++) await startWorker(workshop, job)
  return async () => {
    await Promise.all(jobs.map((job) => workshop.boss.offWork(job.name, { wait: true })))
  }
}

async function startWorker(workshop: Workshop, job: Job): Promise<void> {
  const { boss } = workshop
  const options = {
    includeMetadata: true,
    perJobResults: true,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: job.pollSeconds ?? 2,
  } as const
  const worker: string = await boss.work<object, object, typeof options>(job.name, options, async ([one]) => {
    const result = one ? [await settled(workshop, job, one)] : []
    // There may be more: without this a worker rests until its next poll. It wakes one worker, so each is started alone.
    boss.notifyWorker(worker)
    return result
  })
}

/**
 * The boundary where a job's errors end: recorded, tried again later with growing pauses, and given up at once when
 * trying again can't help.
 */
async function settled(workshop: Workshop, job: Job, one: JobWithMetadata<object>): Promise<JobResult> {
  const log = workshop.log.child({ job: job.name, id: one.id, attempt: one.retryCount + 1 })
  const started = performance.now()
  try {
    await job.run(workshop, one.data, one.signal)
    log.info({ milliseconds: Math.round(performance.now() - started) }, 'done')
    return { id: one.id, status: 'completed' }
  } catch (error) {
    if (error instanceof BusyError) return postponed(workshop, job, one, error)
    const reason = reasonOf(error)
    if (await hasSuccessor(workshop, job, one)) {
      log.warn(
        { milliseconds: Math.round(performance.now() - started), reason, given: 'to the next in line' },
        'failed',
      )
      return { id: one.id, status: 'completed', output: { reason } }
    }
    const isFinal = error instanceof PermanentError || error instanceof UserError || one.retryCount >= one.retryLimit
    log.warn(
      { milliseconds: Math.round(performance.now() - started), reason, given: isFinal ? 'up' : 'another try' },
      'failed',
    )
    if (isFinal) await job.onGivenUp(workshop, one.data, reason)
    return { id: one.id, status: isFinal ? 'deadletter' : 'failed', output: { reason } }
  }
}

/** Of an exclusive job one only can wait with the same key; it will do what this one could not. */
async function hasSuccessor({ database }: Workshop, job: Job, one: JobWithMetadata<object>): Promise<boolean> {
  return Boolean(job.isExclusive && one.singletonKey && (await isWaiting(database.pool, job.name, one.singletonKey)))
}

/** No room at the model is no failure: the job waits its turn in the queue, and its tries stay whole. */
async function postponed(
  workshop: Workshop,
  job: Job,
  one: JobWithMetadata<object>,
  { message, seconds }: BusyError,
): Promise<JobResult> {
  workshop.log.info({ job: job.name, id: one.id, seconds, reason: message }, 'postponed')
  await workshop.boss.send(job.name, one.data, {
    startAfter: withJitter(seconds),
    ...(one.singletonKey && { singletonKey: one.singletonKey }),
  })
  return { id: one.id, status: 'completed', output: { postponedSeconds: seconds } }
}

/** Jobs that were turned away together must not all come back together. */
function withJitter(seconds: number): number {
  return Math.ceil(seconds * (1 + Math.random() / 2))
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
