import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { SourceItem } from '../domain.ts'
import { redact } from '../redaction/redact.ts'
import { transaction } from '../store/database.ts'
import { type Revision, saveRevision, storedRevision, withdrawMissing } from '../store/postmortems.ts'
import { job, type Workshop } from './job.ts'
import { mapKey, mapPostmortemJob, sendMap } from './map-postmortem.ts'
import { sendPublish } from './publish-digest.ts'
import { forgetDeadLetters, isPending } from './queue.ts'

/** Part of every revision: when redaction finds more, or the roster grows, every document is redacted anew. */
const redactionVersion = 1

/** Reads a source in the background. Its name is part of the job: whoever works it reads that source, not its own. */
export const syncSourceJob = job({
  name: 'sync-source',
  data: z.object({ source: z.string().optional() }),
  retryLimit: 3,
  expireInSeconds: 6 * 3_600,
  concurrency: 1,
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

/**
 * Reads the source and stores what is new or changed, redacted, each with the job that maps it. What the source no
 * longer has is withdrawn, never deleted.
 */
export async function syncSource(workshop: Workshop, signal?: AbortSignal): Promise<Synced> {
  const { source, database, boss } = workshop
  const seen: string[] = []
  const counts = { added: 0, changed: 0, unchanged: 0 }
  for await (const item of source.items(signal)) {
    signal?.throwIfAborted()
    seen.push(item.sourceId)
    counts[await syncItem(workshop, item)] += 1
  }
  await forgetDeadLetters(boss, { source: source.name })
  const withdrawn = await transaction(database.pool, async (tx) => {
    const gone = await withdrawMissing(tx, source.name, seen)
    for (const postmortemId of gone) await sendPublish(tx, workshop, postmortemId)
    return gone.length
  })
  return { ...counts, withdrawn }
}

async function syncItem(workshop: Workshop, item: SourceItem): Promise<'added' | 'changed' | 'unchanged'> {
  const { source, database, boss, roster } = workshop
  const revision = createHash('sha256')
    .update(JSON.stringify([item.revision, redactionVersion, roster]))
    .digest('hex')
  const known = await storedRevision(database.pool, source.name, item.sourceId)
  if (known?.revision === revision && !known.withdrawn) {
    await ensureMapped(workshop, known)
    return 'unchanged'
  }
  const next = await revisionOf(workshop, item, revision)
  await transaction(database.pool, async (tx) => {
    const postmortemId = await saveRevision(tx, next)
    if (next.state === 'waiting') await sendMap(tx, boss, postmortemId, revision)
    else await sendPublish(tx, workshop, postmortemId)
  })
  if (!known) return 'added'
  await forgetDeadLetters(boss, { postmortemId: known.id })
  return 'changed'
}

type Known = { readonly id: number; readonly revision: string; readonly state: string }

/** A waiting document whose job is gone, whatever took it, gets a new one. */
async function ensureMapped({ database, boss }: Workshop, { id, revision, state }: Known): Promise<void> {
  if (state !== 'waiting' || (await isPending(database.pool, mapPostmortemJob.name, mapKey(id, revision)))) return
  await sendMap(database.pool, boss, id, revision)
}

/** What is stored of an item. No text of a restricted document leaves this function, nor any that could not be redacted. */
async function revisionOf({ source, roster }: Workshop, item: SourceItem, revision: string): Promise<Revision> {
  const base = { source: source.name, sourceId: item.sourceId, revision }
  const nothing = {
    title: '',
    url: null,
    incidentDate: null,
    publishedOn: null,
    severity: null,
    ownerTeam: null,
    facts: {},
    body: null,
  }
  if ('unreadable' in item) return { ...base, ...nothing, state: 'unreadable', reason: item.unreadable }
  const { document } = item
  if (document.restricted)
    return { ...base, ...nothing, state: 'restricted', reason: 'marked as restricted by its owners.' }
  try {
    const { title, body } = await redact(document, roster)
    return {
      ...base,
      state: 'waiting',
      reason: null,
      title,
      body,
      url: document.url ?? null,
      incidentDate: document.incidentDate ?? null,
      publishedOn: document.publishedOn ?? null,
      severity: document.severity ?? null,
      ownerTeam: document.ownerTeam ?? null,
      facts: document.facts,
    }
  } catch (error) {
    // Redaction fails closed: the document is refused, and its owners see why.
    const reason = error instanceof Error ? error.message : String(error)
    return { ...base, ...nothing, state: 'unreadable', reason: `could not be redacted: ${reason}` }
  }
}
