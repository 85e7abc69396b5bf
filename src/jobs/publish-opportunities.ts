import { isDeepStrictEqual } from 'node:util'
import type { Content, Decision, Measured, OpportunityContent } from '../content.ts'
import type { Named } from '../domain.ts'
import { filterOf } from '../pipeline/filter.ts'
import type { Report } from '../pipeline/fold.ts'
import { measuredOn } from '../pipeline/measured.ts'
import { opportunityContent } from '../pipeline/report-contents.ts'
import { aroundShipping } from '../store/around-shipping.ts'
import { transaction } from '../store/database.ts'
import { opportunitiesOf, opportunityById, type StoredOpportunity } from '../store/opportunities.ts'
import { type Post, postsOfOpportunity, waitingQuestions } from '../store/posts.ts'
import { readReport, reportById, type StoredReport } from '../store/reports.ts'
import type { Db } from '../store/sql.ts'
import type { Workshop } from './job.ts'
import { keptMark } from './kept-pages.ts'
import { sendDelivery } from './send-delivery.ts'
import { type Part, resave, writeAnswer } from './thread-answer.ts'

/** Answers all who wait for a technology's opportunities, and measures those that have shipped wherever they stand. */
export async function publishOpportunities(workshop: Workshop, technology: Named, stored: StoredReport): Promise<void> {
  const { pool } = workshop.database
  for (const root of await waitingQuestions(pool, 'opportunities', technology.id))
    await publishProposals(workshop, root, technology, stored)
  for (const { id, state } of await opportunitiesOf(pool, technology.id))
    if (state === 'shipped') await republishOpportunity(workshop, id)
}

/** Puts a technology's opportunities in place of the message that announced them. */
export async function publishProposals(
  workshop: Workshop,
  root: Post,
  technology: Named,
  stored: StoredReport,
): Promise<void> {
  if (root.shows.kind !== 'opportunities') return
  const { pool } = workshop.database
  const opportunities = await opportunitiesOf(pool, technology.id)
  const report = await readReport(pool, technology, stored, filterOf(root.shows))
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
  // Who decided while this was written could not see that it stands here, too.
  for (const now of await opportunitiesOf(pool, technology.id))
    if (!opportunities.some((known) => isDeepStrictEqual(known, now))) await republishOpportunity(workshop, now.id)
}

/** The fold that an opportunity was drawn from, as it counts now: its reach is told from there. */
export async function originOf(
  { database }: Pick<Workshop, 'database'>,
  { reportId }: StoredOpportunity,
  current: Report,
): Promise<Report> {
  const origin = await reportById(database.pool, reportId)
  return origin ? readReport(database.pool, current.technology, origin, current.filter) : current
}

async function opportunityPart(
  workshop: Workshop,
  technology: Named,
  opportunity: StoredOpportunity,
  place: number,
  current: Report,
): Promise<Part> {
  const report = await originOf(workshop, opportunity, current)
  const { id, answerKeys } = opportunity
  const shows = await proposalContent(workshop, opportunity, report, { technology, place })
  return { name: `opportunity:${id}`, answerKeys, opportunityId: id, shows }
}

/** What is said about one opportunity; `report` is the fold that it was drawn from, as it counts now. */
export async function proposalContent(
  workshop: Workshop,
  opportunity: StoredOpportunity,
  report: Report,
  about: { readonly technology: Named; readonly place: number },
): Promise<OpportunityContent> {
  const { id, model, unconfirmed } = opportunity
  const kept = await keptMark(workshop, { technology: about.technology.id, opportunityId: id })
  const measured = await measureOf(workshop, opportunity)
  const decision = decisionOn(opportunity)
  return opportunityContent(opportunity, report, { ...about, model, decision, unconfirmed, measured, kept })
}

function decisionOn(opportunity: StoredOpportunity): Decision {
  const { state, decidedBy, decidedAt, decisionReason, editedBy, shippedOn, shippedBy } = opportunity
  const on = decidedAt?.toISOString().slice(0, 10) ?? null
  const shipped = shippedOn === null ? null : { on: shippedOn, by: shippedBy }
  return { state, by: decidedBy, on, reason: decisionReason, editedBy, shipped }
}

/** What came of an opportunity as far as the record goes today; null until it has shipped. */
export async function measureOf(
  { database, now }: Pick<Workshop, 'database' | 'now'>,
  { technology, patternIds, shippedOn }: StoredOpportunity,
): Promise<Measured | null> {
  if (shippedOn === null) return null
  const today = now().toISOString().slice(0, 10)
  return measuredOn(today, await aroundShipping(database.pool, { technology, patternIds, shippedOn, today }))
}

/** A newer fold takes the place of a draft: wherever it stands, it says so. */
export async function showReplaced(tx: Db, { boss }: Workshop, opportunityId: number): Promise<void> {
  for (const post of await postsOfOpportunity(tx, opportunityId)) {
    if (post.shows.kind !== 'opportunity') continue
    await resave(tx, post, { ...post.shows, decision: { ...post.shows.decision, state: 'replaced' } })
    await sendDelivery(tx, boss, post.channel)
  }
}

/** Brings every message that shows an opportunity up to date with what people decided. */
export async function republishOpportunity(workshop: Workshop, opportunityId: number): Promise<void> {
  const { database, boss } = workshop
  const opportunity = await opportunityById(database.pool, opportunityId)
  if (!opportunity) return
  const { investment, mechanism, technology } = opportunity
  const kept = await keptMark(workshop, { technology, opportunityId })
  const measured = await measureOf(workshop, opportunity)
  const decision = decisionOn(opportunity)
  await transaction(database.pool, async (tx) => {
    for (const post of await postsOfOpportunity(tx, opportunityId)) {
      if (post.shows.kind !== 'opportunity') continue
      await resave(tx, post, { ...post.shows, investment, mechanism, decision, measured, kept })
      await sendDelivery(tx, boss, post.channel)
    }
  })
}
