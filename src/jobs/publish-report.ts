import type { Changes, Content, Decision, Question } from '../content.ts'
import type { Technology } from '../domain.ts'
import type { Report } from '../pipeline/fold.ts'
import { changesBetween, opportunityContent, reportContents } from '../pipeline/report-contents.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { transaction } from '../store/database.ts'
import { opportunitiesOf, opportunityById, type StoredOpportunity } from '../store/opportunities.ts'
import {
  type Post,
  postByKey,
  postsOfOpportunity,
  questionsNaming,
  repliesTo,
  savePost,
  waitingQuestions,
} from '../store/posts.ts'
import { patternsOf, readReport, reportBefore, reportById, type StoredReport } from '../store/reports.ts'
import type { Db } from '../store/sql.ts'
import { sendDelivery } from './deliver-posts.ts'
import type { Workshop } from './job.ts'

/** Answers all who wait for a technology's one-pager. */
export async function publishReports(workshop: Workshop, technology: Technology, stored: StoredReport): Promise<void> {
  for (const root of await waitingQuestions(workshop.database.pool, 'report', technology.id))
    await publishReport(workshop, root, technology, stored)
}

async function publishReport(
  workshop: Workshop,
  root: Post,
  technology: Technology,
  stored: StoredReport,
): Promise<void> {
  if (root.shows.kind !== 'report') return
  const { pool } = workshop.database
  const question = questionIn(root.shows)
  const report = await readReport(pool, technology, stored, question.since)
  const changes = await changesUpTo(pool, technology, stored)
  const { costUsd, tokens, createdAt: foldedAt, answerKeys } = stored
  const contents = reportContents(question, report, { changes, costUsd, tokens, foldedAt })
  await writeAnswer(
    workshop,
    root,
    stored.id,
    [...contents].map(([name, shows]) => ({ name, shows, answerKeys })),
  )
}

async function changesUpTo(db: Db, technology: Technology, stored: StoredReport): Promise<Changes | null> {
  const former = await reportBefore(db, technology.id, stored.id)
  if (!former) return null
  return changesBetween(await patternsOf(db, former.id), await patternsOf(db, stored.id), former.createdAt)
}

/** Answers all who wait for a technology's opportunities. */
export async function publishOpportunities(
  workshop: Workshop,
  technology: Technology,
  stored: StoredReport,
): Promise<void> {
  for (const root of await waitingQuestions(workshop.database.pool, 'opportunities', technology.id))
    await publishProposals(workshop, root, technology, stored)
}

async function publishProposals(
  workshop: Workshop,
  root: Post,
  technology: Technology,
  stored: StoredReport,
): Promise<void> {
  if (root.shows.kind !== 'opportunities') return
  const { pool } = workshop.database
  const opportunities = await opportunitiesOf(pool, technology.id)
  const report = await readReport(pool, technology, stored, null)
  const head: Content = {
    ...root.shows,
    progress: { state: 'done' },
    count: opportunities.length,
    incidents: report.ledger.inScope,
  }
  const replies: Part[] = []
  for (const [index, opportunity] of opportunities.entries())
    replies.push(await opportunityPart(workshop, technology, opportunity, index + 1, report))
  await writeAnswer(workshop, root, stored.id, [{ name: 'opportunities', answerKeys: [], shows: head }, ...replies])
}

type Part = {
  readonly name: string
  readonly shows: Content
  readonly answerKeys: readonly string[]
  readonly opportunityId?: number
}

/** Reach is counted from the fold that the opportunity was drawn from: its patterns live there. */
async function opportunityPart(
  { database }: Workshop,
  technology: Technology,
  opportunity: StoredOpportunity,
  place: number,
  current: Report,
): Promise<Part> {
  const origin = await reportById(database.pool, opportunity.reportId)
  const report = origin ? await readReport(database.pool, technology, origin, null) : current
  const { id, model, answerKeys } = opportunity
  const decision = decisionOn(opportunity)
  return {
    name: `opportunity:${id}`,
    answerKeys,
    opportunityId: id,
    shows: opportunityContent(opportunity, report, { technology, place, model, decision }),
  }
}

export function decisionOn(opportunity: StoredOpportunity): Decision {
  const { state, decidedBy, decidedAt, decisionReason, editedBy } = opportunity
  const on = decidedAt?.toISOString().slice(0, 10) ?? null
  return { state, by: decidedBy, on, reason: decisionReason, editedBy }
}

/** Brings every message that shows an opportunity up to date with what people decided. */
export async function republishOpportunity(workshop: Workshop, opportunityId: number): Promise<void> {
  const { database, boss } = workshop
  const opportunity = await opportunityById(database.pool, opportunityId)
  if (!opportunity) return
  const { investment, mechanism } = opportunity
  await transaction(database.pool, async (tx) => {
    for (const post of await postsOfOpportunity(tx, opportunityId)) {
      if (post.shows.kind !== 'opportunity') continue
      await resave(tx, post, { ...post.shows, investment, mechanism, decision: decisionOn(opportunity) })
      await sendDelivery(tx, boss, post.channel)
    }
  })
}

/** An incident is no longer what it was: the one-pagers that name it are counted anew. */
export async function recountReports(workshop: Workshop, postmortemId: number): Promise<void> {
  const { pool } = workshop.database
  for (const { key } of await questionsNaming(pool, postmortemId)) {
    const root = await postByKey(pool, key)
    const stored = root && root.reportId !== null ? await reportById(pool, root.reportId) : null
    if (!root || !stored || !('technology' in root.shows) || root.shows.technology === null) continue
    const technology = resolveTechnology(workshop.technologies, root.shows.technology.id)
    await publishReport(workshop, root, technology, stored)
    await publishProposals(workshop, root, technology, stored)
  }
}

function questionIn(shows: Question): Question {
  const { technology, since, refresh, askedBy, progress } = shows
  return { technology, since, refresh, askedBy, progress }
}

/** Puts an answer in place of the message that announced it, and its parts below; parts of a former answer go. */
async function writeAnswer(workshop: Workshop, root: Post, reportId: number, parts: readonly Part[]): Promise<void> {
  const { database, boss } = workshop
  await transaction(database.pool, async (tx) => {
    const [head, ...replies] = parts
    if (head) await resave(tx, root, head.shows, { answerKeys: head.answerKeys, reportId })
    const kept = new Set<string>()
    for (const { name, shows, answerKeys, opportunityId } of replies) {
      const key = `${root.key}:${name}`
      kept.add(key)
      const { channel } = root
      await savePost(tx, {
        key,
        channel,
        threadKey: root.key,
        isUrgent: true,
        answerKeys,
        reportId,
        shows,
        ...(opportunityId !== undefined && { opportunityId }),
      })
    }
    for (const post of await repliesTo(tx, root.key))
      if (!kept.has(post.key)) await resave(tx, post, { kind: 'removed', why: 'edited' })
    await sendDelivery(tx, boss, root.channel)
  })
}

/** The same message with other content. */
async function resave(
  tx: Db,
  post: Post,
  shows: Content,
  changed: { answerKeys?: readonly string[]; reportId?: number } = {},
): Promise<void> {
  const { key, channel, answerKeys, postmortemId, digestId, opportunityId, reportId } = post
  const links = Object.fromEntries(
    Object.entries({ postmortemId, digestId, opportunityId, reportId }).filter(([, id]) => id !== null),
  )
  await savePost(tx, { key, channel, isUrgent: true, answerKeys, ...links, shows, ...changed })
}
