import { z } from 'zod'
import type { SourceItem } from '../domain.ts'
import { BusyError, UserError } from '../errors.ts'
import type { LiveSource, Reading } from '../ports.ts'
import { databaseNow } from '../store/answers.ts'
import { transaction } from '../store/database.ts'
import { missingIds, unreadableIds, withdrawMissing } from '../store/revisions.ts'
import { lastRead, saveRead } from '../store/source-reads.ts'
import { job, type Workshop } from './job.ts'
import { sendPublish } from './publish-digest.ts'
import { forgetDeadLetters } from './queue.ts'
import { isKnown, syncItem, withdrawItem } from './sync-item.ts'

/** Reads a source in the background. Its name is part of the job: whoever works it reads that source, not its own. */
export const syncSourceJob = job({
  name: 'sync-source',
  data: z.object({ source: z.string().optional() }),
  retryLimit: 3,
  expireInSeconds: 6 * 3_600,
  concurrency: 2,
  isExclusive: true,
  run: async (workshop, { source }, signal) => {
    await syncSource(source === undefined ? workshop : { ...workshop, source: workshop.sourceNamed(source) }, signal)
  },
})

/** What became of a source's documents since it was last read. */
export type Synced = {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly withdrawn: number
}

/** A source that tells what changed is read whole this seldom: what it forgot to tell comes to light. */
const wholeEveryMs = 6 * 3_600_000

/** Clocks differ by less, and so does what a source calls the time of a change. To list again what is known costs little. */
const overlapMs = 3_600_000

/**
 * Reads the source, or what has changed in it since it was last read, and stores what is new. It may stop anywhere: what
 * was stored is not read again.
 */
export async function syncSource(workshop: Workshop, signal?: AbortSignal): Promise<Synced> {
  const { source, database, boss, now } = workshop
  const started = now()
  const last = source.live && (await lastRead(database.pool, source.name))
  const isWhole = !source.live || !last || started.getTime() - last.listedAt.getTime() > wholeEveryMs
  const reading = await readingOf(workshop, signal)
  const synced =
    isWhole || !source.live
      ? await readWhole(workshop, reading)
      : await readChanges(workshop, source.live, new Date(last.readUntil.getTime() - overlapMs), reading)
  await forgetDeadLetters(boss, { source: source.name })
  await saveRead(database.pool, source.name, { readUntil: started, listedAt: isWhole ? started : last.listedAt })
  return synced
}

/** What is read, and since when, all of it and each item, by the database's clock. */
type NotedReading = Reading & { readonly began: Date; readonly readAt: Map<string, Date> }

async function readingOf(workshop: Workshop, signal: AbortSignal | undefined): Promise<NotedReading> {
  const readAt = new Map<string, Date>()
  return {
    began: await databaseNow(workshop.database.pool),
    readAt,
    isKnown: async (id, stamp) => {
      if (await isKnown(workshop, id, stamp)) return true
      if (!readAt.has(id)) readAt.set(id, await databaseNow(workshop.database.pool))
      return false
    },
    ...(signal && { signal }),
  }
}

/** Stores an item as it was when its reading began. */
async function store(workshop: Workshop, item: SourceItem, { readAt }: NotedReading) {
  const began = readAt.get(item.sourceId) ?? null
  readAt.delete(item.sourceId)
  return syncItem(workshop, item, began)
}

async function readWhole(workshop: Workshop, reading: NotedReading): Promise<Synced> {
  const { source, database } = workshop
  const seen: string[] = []
  const counts = { added: 0, changed: 0, unchanged: 0, withdrawn: 0 }
  for await (const item of source.items(reading)) {
    reading.signal?.throwIfAborted()
    if ('is' in item && item.is === 'gone')
      counts.withdrawn += Number(await withdrawItem(workshop, item, reading.began))
    else {
      seen.push(item.sourceId)
      counts['is' in item ? item.is : await store(workshop, item, reading)] += 1
    }
  }
  if (source.live) {
    // Each is looked at by itself: it may be restricted besides, and the listing may have been wrong.
    await syncEach(workshop, source.live, await missingIds(database.pool, source.name, seen), counts, reading.signal)
    return counts
  }
  const withdrawn = await transaction(database.pool, async (tx) => {
    const gone = await withdrawMissing(tx, source.name, seen)
    for (const postmortemId of gone) await sendPublish(tx, workshop, postmortemId)
    return gone.length
  })
  return { ...counts, withdrawn }
}

/** What could not be read before is tried again, whether it changed or not. */
async function readChanges(workshop: Workshop, live: LiveSource, since: Date, reading: NotedReading): Promise<Synced> {
  const counts = { added: 0, changed: 0, unchanged: 0, withdrawn: 0 }
  const seen = new Set<string>()
  for await (const item of live.changes(since, reading)) {
    reading.signal?.throwIfAborted()
    seen.add(item.sourceId)
    if ('revision' in item) counts[await store(workshop, item, reading)] += 1
    else if (item.is === 'unchanged') counts.unchanged += 1
    else if (await withdrawItem(workshop, item, reading.began)) counts.withdrawn += 1
  }
  const again = (await unreadableIds(workshop.database.pool, workshop.source.name)).filter((id) => !seen.has(id))
  await syncEach(workshop, live, again, counts, reading.signal)
  return counts
}

/** When so many in a row fail, it is not the items. */
const mostFailures = 3

/** One that can't be looked at now keeps no other from it; the next read tries again. */
async function syncEach(
  workshop: Workshop,
  live: LiveSource,
  sourceIds: readonly string[],
  counts: Record<keyof Synced, number>,
  signal: AbortSignal | undefined,
): Promise<void> {
  let failed = 0
  for (const sourceId of sourceIds) {
    signal?.throwIfAborted()
    try {
      const became = await syncOne(workshop, live, sourceId, signal)
      if (became) counts[became] += 1
      failed = 0
    } catch (error) {
      failed += 1
      if (signal?.aborted || error instanceof UserError || error instanceof BusyError || failed > mostFailures)
        throw error
      workshop.log.warn({ source: workshop.source.name, sourceId }, 'could not be looked at; the next read tries again')
    }
  }
}

/** Brings one item up to date with its source. Null: it was not there, neither before nor now, or is read anew anyway. */
export async function syncOne(
  workshop: Workshop,
  live: LiveSource,
  sourceId: string,
  signal?: AbortSignal,
): Promise<keyof Synced | null> {
  const began = await databaseNow(workshop.database.pool)
  const item = await live.item(sourceId, signal)
  if ('revision' in item) return syncItem(workshop, item, began)
  return (await withdrawItem(workshop, item, began)) ? 'withdrawn' : null
}
