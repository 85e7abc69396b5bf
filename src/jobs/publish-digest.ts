import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Content, DigestContent } from '../content.ts'
import { conflictsIn } from '../pipeline/conflicts.ts'
import { digestContents, named } from '../pipeline/digest-contents.ts'
import { readNarrative } from '../pipeline/narrative.ts'
import { transaction } from '../store/database.ts'
import { findingsOf, type StoredFinding } from '../store/digests.ts'
import { recurrenceOf, similarTo } from '../store/neighbours.ts'
import { type MappedPostmortem, postmortemById, type StoredPostmortem } from '../store/postmortems.ts'
import { type Post, postsOfPostmortem, savePost } from '../store/posts.ts'
import type { Db } from '../store/sql.ts'
import { sendDelivery } from './deliver-posts.ts'
import { job, type Workshop } from './job.ts'
import { recountReports } from './publish-report.ts'
import { sendIn } from './queue.ts'
import { channelsFor, isNews } from './routing.ts'
import { shownNeighbours } from './similar-incidents.ts'

/** Less alike than this is not worth a reader's time. */
const leastLikeness = 0.5
const neighboursAtMost = 3

/** Writes a postmortem's thread, or brings it up to date with what is stored now. */
export const publishDigestJob = job({
  name: 'publish-digest',
  data: z.object({ postmortemId: z.int() }),
  retryLimit: 5,
  expireInSeconds: 300,
  concurrency: 2,
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
    for (const channel of channels) {
      const own = posts.filter((post) => post.channel === channel)
      await writeThread(tx, { channel, postmortemId: postmortem.id, posts: own, contents, answers, today: now() })
      await sendDelivery(tx, boss, channel)
    }
  })
}

async function contentsOf(
  { database, technologies, modelName }: Workshop,
  postmortem: MappedPostmortem,
  findings: readonly StoredFinding[],
) {
  const neighbours = await similarTo(database.pool, postmortem.id, leastLikeness, neighboursAtMost)
  const recurrence = await recurrenceOf(database.pool, postmortem.id)
  const parts = {
    postmortem,
    conflicts: conflictsIn(readNarrative(postmortem.body), postmortem.facts),
    findings,
    recurrence: recurrence.map(({ technology, ordinal, withinYear }) => ({
      of: 'technology' as const,
      name: named(technology, technologies).name,
      ordinal,
      withinYear,
    })),
    similar: shownNeighbours(neighbours, technologies),
    model: modelName,
  }
  return digestContents(parts, technologies)
}

type Thread = {
  readonly channel: string
  readonly postmortemId: number
  readonly posts: readonly Post[]
  readonly contents: ReadonlyMap<string, DigestContent>
  readonly answers: ReadonlyMap<string, { readonly answerKeys: readonly string[]; readonly digestId?: number }>
  readonly today: Date
}

/** What the thread says no more is taken back; an edit that changes anything is noted on the message that begins it. */
async function writeThread(tx: Db, { channel, postmortemId, posts, contents, answers, today }: Thread): Promise<void> {
  const root = `digest:${postmortemId}:${channel}`
  const former = new Map(posts.map((post) => [post.key, post.shows]))
  const keyed = new Map(
    [...contents].map(([name, content]) => [name === 'digest' ? root : `${root}:${name}`, { name, content }]),
  )
  const isEdited = [...keyed].some(([key, { content }]) => former.has(key) && !saysTheSame(former.get(key), content))
  const gone = posts.filter((post) => !keyed.has(post.key) && post.shows.kind !== 'removed')
  for (const [key, { name, content }] of keyed) {
    const updatedOn = isEdited || gone.length > 0 ? today.toISOString().slice(0, 10) : updatedOnOf(former.get(root))
    const shows = content.kind === 'digest' ? { ...content, updatedOn } : content
    await savePost(tx, {
      key,
      channel,
      postmortemId,
      shows,
      ...(key !== root && { threadKey: root }),
      ...answers.get(name),
    })
  }
  for (const { key, threadKey } of gone)
    await savePost(tx, {
      key,
      channel,
      postmortemId,
      shows: { kind: 'removed', why: 'edited' },
      ...(threadKey && { threadKey }),
    })
}

/** Neighbours come and go with other incidents: that is no edit. */
function saysTheSame(former: Content | undefined, content: DigestContent): boolean {
  if (content.kind === 'similar') return true
  if (content.kind === 'digest' && former?.kind === 'digest')
    return isDeepStrictEqual({ ...former, updatedOn: null, recurrence: [] }, { ...content, recurrence: [] })
  return isDeepStrictEqual(former, content)
}

function updatedOnOf(root: Content | undefined): string | null {
  return root?.kind === 'digest' ? root.updatedOn : null
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
  await recountReports(workshop, id)
}
