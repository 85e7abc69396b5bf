import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Finding } from '../domain.ts'
import { mapPostmortem } from '../pipeline/pipeline.ts'
import { saidBy } from '../pipeline/stages/patterns.ts'
import { forgetAnswers } from '../store/answers.ts'
import { transaction } from '../store/database.ts'
import { type EmbeddedFinding, saveFindings } from '../store/digests.ts'
import { markFailed, postmortemById, saveMapping } from '../store/postmortems.ts'
import type { Db } from '../store/sql.ts'
import { sendAssign } from './assign-digests.ts'
import { job, type Workshop } from './job.ts'
import { sendPublish } from './publish-digest.ts'
import { forgetDeadLetters, sendIn } from './queue.ts'

/** Beyond this nobody waits for a digest; the next try goes on from the answers that were kept. */
const hardStopMs = 120_000

/** Runs the map stages over one revision of a postmortem and stores what they found. */
export const mapPostmortemJob = job({
  name: 'map-postmortem',
  data: z.object({ postmortemId: z.int(), revision: z.string() }),
  retryLimit: 5,
  expireInSeconds: 300,
  concurrency: 16,
  run: async (workshop, { postmortemId, revision }, signal) => {
    const { database, ask, technologies, embedder } = workshop
    const postmortem = await postmortemById(database.pool, postmortemId)
    if (postmortem?.state !== 'waiting' || postmortem.revision !== revision || postmortem.body === null) return
    const { title, body, incidentDate } = postmortem
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(hardStopMs)])
    const mapping = await mapPostmortem(
      ask,
      { title, body, ...(incidentDate !== null && { incidentDate }) },
      technologies,
      {
        signal: bounded,
        postmortemId,
      },
    )
    const findings = await embedded(workshop, mapping.findings, bounded)
    const keys = [...mapping.answerKeys, ...mapping.findings.flatMap((finding) => finding.answerKeys)]
    await transaction(database.pool, async (tx) => {
      if (!(await saveMapping(tx, postmortemId, revision, mapping))) return forgetUnlessReadable(tx, postmortemId, keys)
      await saveFindings(tx, postmortemId, findings, embedder.name)
      await sendPublish(tx, workshop, postmortemId)
      for (const { technology, state } of findings)
        if (state === 'ready') await sendAssign(tx, workshop.boss, technology)
    })
    // An earlier try may have been given up; what it left behind is settled now.
    await forgetDeadLetters(workshop.boss, { postmortemId })
  },
  onGivenUp: async ({ database }, { postmortemId, revision }, reason) => {
    await markFailed(database.pool, postmortemId, revision, reason)
  },
})

/** What became restricted while it was read leaves no answer behind either. */
async function forgetUnlessReadable(tx: Db, postmortemId: number, keys: readonly string[]): Promise<void> {
  const now = await postmortemById(tx, postmortemId)
  if (now?.body === null) await forgetAnswers(tx, keys)
}

/** One queued job for each revision of a document, however often it is sent. */
export function mapKey(postmortemId: number, revision: string): string {
  return `${postmortemId}:${revision}`
}

export async function sendMap(tx: Db, boss: PgBoss, postmortemId: number, revision: string): Promise<void> {
  await sendIn(
    tx,
    boss,
    mapPostmortemJob.name,
    { postmortemId, revision },
    { singletonKey: mapKey(postmortemId, revision) },
  )
}

async function embedded(
  { embedder }: Workshop,
  findings: readonly Finding[],
  signal: AbortSignal,
): Promise<EmbeddedFinding[]> {
  const ready = findings.filter((finding) => finding.state === 'ready')
  const texts = ready.map(saidBy)
  const vectors = texts.length > 0 ? await embedder.embed(texts, signal) : []
  return findings.map((finding) => ({ ...finding, embedding: vectors[ready.indexOf(finding)] ?? null }))
}
