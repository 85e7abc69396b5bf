import { createHash } from 'node:crypto'
import type { SourceItem } from '../domain.ts'
import type { DocumentSource, Gone } from '../ports.ts'
import { redact } from '../redaction/redact.ts'
import { transaction } from '../store/database.ts'
import {
  forgetCopies,
  type Revision,
  saveRevision,
  saveStamp,
  storedRevision,
  withdraw,
  withdrawCopies,
} from '../store/revisions.ts'
import { hasNews } from '../store/source-news.ts'
import type { Workshop } from './job.ts'
import { mapKey, mapPostmortemJob, sendMap } from './map-postmortem.ts'
import { sendPublish } from './publish-digest.ts'
import { forgetDeadLetters, isPending } from './queue.ts'

/** Part of every revision: when redaction finds more, or the roster grows, every document is redacted anew. */
const redactionVersion = 1

function salted({ roster }: Workshop, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([text, redactionVersion, roster]))
    .digest('hex')
}

/** Whether what is stored under this id was read at this stamp. What could not be read is worth another look. */
export async function isKnown(workshop: Workshop, sourceId: string, stamp: string): Promise<boolean> {
  const known = await storedRevision(workshop.database.pool, workshop.source.name, sourceId)
  if (known?.stamp !== salted(workshop, stamp) || known.withdrawn || known.state === 'unreadable') return false
  await ensureMapped(workshop, known)
  return true
}

/**
 * What a source no longer has, or no longer publishes, is withdrawn, never deleted; of what is restricted besides, no word
 * stays. False: it was not there, or its tool has told of it since `listedAt`, so that it is read anew anyway.
 */
export function withdrawItem(
  workshop: Workshop,
  { sourceId, isRestricted }: Gone,
  listedAt: Date | null = null,
): Promise<boolean> {
  const { database, source } = workshop
  return transaction(database.pool, async (tx) => {
    if (listedAt && (await hasNews(tx, toolOf(source), sourceId, listedAt))) return false
    const withdrawn = await withdraw(tx, source.name, sourceId)
    const forgotten = isRestricted ? await forgetCopies(tx, toolOf(source), sourceId, restrictedReason) : []
    const touched = new Set([...(withdrawn === null ? [] : [withdrawn]), ...forgotten])
    for (const postmortemId of touched) await sendPublish(tx, workshop, postmortemId)
    return withdrawn !== null
  })
}

const restrictedReason = 'marked as restricted by its owners.'

/** Ids are the tool's, whichever of its sources they are found in. */
const toolOf = (source: DocumentSource): string => source.name.split(':')[0] ?? source.name

/**
 * Stores an item that is new or has changed, redacted, with the job that maps it; not if its tool has told of it since
 * `readAt`: whatever was sent for then reads it anew.
 */
export async function syncItem(
  workshop: Workshop,
  item: SourceItem,
  readAt: Date | null = null,
): Promise<'added' | 'changed' | 'unchanged'> {
  const { source, database, boss } = workshop
  const revision = salted(workshop, item.revision)
  const stamp = item.stamp === undefined ? null : salted(workshop, item.stamp)
  const known = await storedRevision(database.pool, source.name, item.sourceId)
  if (known?.revision === revision && !known.withdrawn) {
    await ensureMapped(workshop, known)
    if (known.stamp !== stamp) await saveStamp(database.pool, known.id, stamp)
    return 'unchanged'
  }
  if ('unreadable' in item && item.isPassing && known?.state === 'mapped' && !known.withdrawn) {
    // Without a stamp it is looked at again by every read.
    await saveStamp(database.pool, known.id, null)
    return 'unchanged'
  }
  const next = { ...(await revisionOf(workshop, item, revision)), stamp }
  const isStored = await transaction(database.pool, async (tx) => {
    if (readAt && (await hasNews(tx, toolOf(source), item.sourceId, readAt))) return false
    const postmortemId = await saveRevision(tx, next)
    if (source.live)
      for (const copy of await withdrawCopies(tx, source.name, item.sourceId)) await sendPublish(tx, workshop, copy)
    if (next.state === 'restricted')
      for (const copy of await forgetCopies(tx, toolOf(source), item.sourceId, restrictedReason))
        await sendPublish(tx, workshop, copy)
    if (next.state === 'waiting') await sendMap(tx, boss, postmortemId, revision)
    else await sendPublish(tx, workshop, postmortemId)
    return true
  })
  if (!isStored) return 'unchanged'
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
  if (document.restricted) return { ...base, ...nothing, state: 'restricted', reason: restrictedReason }
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
