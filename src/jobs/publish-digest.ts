import { z } from 'zod'
import type { Content } from '../content.ts'
import { conflictsIn } from '../pipeline/conflicts.ts'
import { digestContents, named } from '../pipeline/digest-contents.ts'
import { readNarrative } from '../pipeline/narrative.ts'
import { transaction } from '../store/database.ts'
import { findingsOf, type StoredFinding } from '../store/digests.ts'
import { recurrenceOf } from '../store/neighbours.ts'
import { holdMapped, type MappedPostmortem, postmortemById, type StoredPostmortem } from '../store/postmortems.ts'
import { type Post, postsOfPostmortem, savePost } from '../store/posts.ts'
import { patternRecurrenceOf } from '../store/recurrences.ts'
import type { Db } from '../store/sql.ts'
import { writeThread } from './digest-thread.ts'
import { forgetIncident } from './forget-incident.ts'
import { job, type Workshop } from './job.ts'
import { sendIn } from './queue.ts'
import { channelsFor, isNews } from './routing.ts'
import { sendDelivery } from './send-delivery.ts'
import { strikinglySimilarTo } from './similar-incidents.ts'

/** Writes a postmortem's thread, or brings it up to date with what is stored now. */
export const publishDigestJob = job({
  name: 'publish-digest',
  data: z.object({ postmortemId: z.int() }),
  retryLimit: 5,
  expireInSeconds: 300,
  concurrency: 2,
  // What was read first must not be written last.
  isExclusive: true,
  run: async (workshop, { postmortemId }) => {
    const postmortem = await postmortemById(workshop.database.pool, postmortemId)
    if (!postmortem) return
    const posts = await postsOfPostmortem(workshop.database.pool, postmortemId)
    if (isMapped(postmortem)) await publish(workshop, postmortem, posts)
    else if (postmortem.withdrawn || !['waiting', 'failed'].includes(postmortem.state))
      await takeBack(workshop, postmortem, posts)
  },
})

/** Nothing is announced where no channel is configured. */
export async function sendPublish(tx: Db, { boss, notifier }: Workshop, postmortemId: number): Promise<void> {
  if (notifier) await sendIn(tx, boss, publishDigestJob.name, { postmortemId }, { singletonKey: String(postmortemId) })
}

function isMapped(postmortem: StoredPostmortem): postmortem is MappedPostmortem {
  return postmortem.state === 'mapped' && !postmortem.withdrawn
}

async function publish(workshop: Workshop, postmortem: MappedPostmortem, posts: readonly Post[]): Promise<void> {
  const { database, boss, routing, now } = workshop
  const findings = await findingsOf(database.pool, postmortem.id)
  const blamed = findings.filter((finding) => finding.state === 'ready').map((finding) => finding.technology)
  const former = [...new Set(posts.map((post) => post.channel))]
  const announced = isNews(routing, postmortem.publishedOn ?? postmortem.incidentDate, now())
    ? channelsFor(routing, blamed, postmortem.ownerTeam)
    : []
  const channels = [...new Set([...former, ...announced])]
  if (channels.length === 0) return
  const contents = await contentsOf(workshop, postmortem, findings)
  const answers = answerKeysOf(postmortem, findings)
  await transaction(database.pool, async (tx) => {
    // Whoever has withdrawn or restricted it meanwhile has sent another job.
    if (!(await holdMapped(tx, postmortem.id))) return
    for (const channel of channels) {
      const own = posts.filter((post) => post.channel === channel)
      await writeThread(tx, { channel, postmortemId: postmortem.id, posts: own, contents, answers, today: now() })
      await sendDelivery(tx, boss, channel)
    }
  })
}

async function contentsOf(workshop: Workshop, postmortem: MappedPostmortem, findings: readonly StoredFinding[]) {
  const { database, technologies, modelName } = workshop
  const recurrence = await recurrenceOf(database.pool, postmortem.id)
  const patterns = await patternRecurrenceOf(database.pool, postmortem.id)
  const parts = {
    postmortem,
    conflicts: conflictsIn(readNarrative(postmortem.body), postmortem.facts),
    findings,
    recurrence: [
      ...patterns.map((pattern) => ({ of: 'pattern' as const, ...pattern })),
      ...recurrence.map(({ technology, ordinal, withinYear }) => ({
        of: 'technology' as const,
        name: named(technology, technologies).name,
        ordinal,
        withinYear,
      })),
    ],
    similar: await strikinglySimilarTo(workshop, postmortem.id),
    model: modelName,
  }
  return digestContents(parts, technologies)
}

function answerKeysOf(postmortem: MappedPostmortem, findings: readonly StoredFinding[]) {
  const { answerKeys } = postmortem
  return new Map<string, { answerKeys: readonly string[]; digestId?: number }>([
    ['digest', { answerKeys }],
    ['summary', { answerKeys }],
    ...findings.map(
      (finding) => [`finding:${finding.technology}`, { answerKeys: finding.answerKeys, digestId: finding.id }] as const,
    ),
  ])
}

/**
 * Strikes out what is withdrawn. Of what became restricted or unreadable no word stays; what an edit has made
 * unverifiable waits for a curator.
 */
async function takeBack(
  workshop: Workshop,
  { id, withdrawn, state }: StoredPostmortem,
  posts: readonly Post[],
): Promise<void> {
  const { database, boss } = workshop
  const why = state === 'restricted' ? 'restricted' : state === 'held' ? 'edited' : 'withdrawn'
  await transaction(database.pool, async (tx) => {
    for (const { key, channel, threadKey, shows } of posts) {
      const content: Content =
        withdrawn && state === 'mapped' && shows.kind === 'digest'
          ? { ...shows, isWithdrawn: true }
          : { kind: 'removed', why }
      await savePost(tx, { key, channel, postmortemId: id, shows: content, ...(threadKey && { threadKey }) })
    }
    for (const channel of new Set(posts.map((post) => post.channel))) await sendDelivery(tx, boss, channel)
  })
  await forgetIncident(workshop, id)
}
