import type { Technology } from '../domain.ts'
import type { Workshop } from '../jobs/job.ts'
import { jobs } from '../jobs/jobs.ts'
import { listDeadLetters, pendingJobs } from '../jobs/queue.ts'
import { named } from '../pipeline/digest-contents.ts'
import type { CurationItem, HomeContent, ReplyContent } from '../reply-content.ts'
import { heldBack, latestDigests, latestReports, openDisputes } from '../store/curation.ts'
import { stateCounts } from '../store/ledger.ts'
import { channelTroubles } from '../store/outbox.ts'
import { voteCounts } from '../store/votes.ts'
import type { Front } from './front.ts'

const shownItems = 10

/** Documents, jobs, and what needs somebody. */
export async function statusContent({ database, boss }: Workshop): Promise<Extract<ReplyContent, { kind: 'status' }>> {
  const { pool } = database
  const letters = await listDeadLetters(boss)
  const votes = await voteCounts(pool)
  const [disputes, held] = [await openDisputes(pool), await heldBack(pool)]
  return {
    kind: 'status',
    documents: await stateCounts(pool),
    pending: await pendingJobs(
      pool,
      jobs.map((job) => job.name),
    ),
    givenUp: letters.map(({ job, reason }) => ({ job, reason })),
    channelTroubles: await channelTroubles(pool),
    waitingForCurators: disputes.length + held.length,
    votes: {
      up: votes.reduce((sum, { up }) => sum + up, 0),
      down: votes.reduce((sum, { down }) => sum + down, 0),
    },
  }
}

/** What waits for a curator. Others see it, too, but can't decide. */
export async function curationContent(
  { workshop, access }: Front,
  person: string,
): Promise<Extract<ReplyContent, { kind: 'curation' }>> {
  const { database, technologies } = workshop
  const disputes = await openDisputes(database.pool)
  const held = await heldBack(database.pool)
  const items = [
    ...disputes.map((one) => disputedItem(one, technologies)),
    ...held.map((one) => heldItem(one, technologies)),
  ]
  return {
    kind: 'curation',
    items: items.slice(0, shownItems),
    more: Math.max(0, items.length - shownItems),
    mayDecide: (await access.standingOf(person)) === 'curator',
  }
}

export async function homeContent(front: Front, person: string): Promise<HomeContent> {
  const { database, technologies } = front.workshop
  const latest = await latestDigests(database.pool, shownItems)
  const reports = await latestReports(database.pool, shownItems)
  return {
    status: await statusContent(front.workshop),
    latest: latest.map(({ technologies: involved, ...link }) => ({
      ...link,
      technologies: involved.map(({ technology, role }) => ({ ...named(technology, technologies), role })),
    })),
    reports: reports.map(({ technology, ...counts }) => ({ ...named(technology, technologies), ...counts })),
    curation: await curationContent(front, person),
    votes: await voteCounts(database.pool),
  }
}

function disputedItem(
  { digestId, technology, role, by, words, ...postmortem }: Awaited<ReturnType<typeof openDisputes>>[number],
  technologies: readonly Technology[],
): CurationItem {
  return { kind: 'disputed', digestId, postmortem, technology: named(technology, technologies), role, by, words }
}

function heldItem(
  { technology, gates, ...postmortem }: Awaited<ReturnType<typeof heldBack>>[number],
  technologies: readonly Technology[],
): CurationItem {
  return { kind: 'held', postmortem, technology: technology === null ? null : named(technology, technologies), gates }
}
