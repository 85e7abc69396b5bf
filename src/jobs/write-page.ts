import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Question } from '../content.ts'
import { everything, type Named } from '../domain.ts'
import { named } from '../pipeline/digest-contents.ts'
import type { Library, Page, PagePlace } from '../ports.ts'
import { promptsBehind } from '../store/answers.ts'
import { transaction } from '../store/database.ts'
import { opportunityById } from '../store/opportunities.ts'
import { type ApprovedPage, markAttempt, markRemoved, type PageSubject, pageByKey, savePage } from '../store/pages.ts'
import { answeredReports } from '../store/posts.ts'
import { latestReport, readReport, reportById } from '../store/reports.ts'
import { job, type Workshop } from './job.ts'
import { keptMark, writePage } from './kept-pages.ts'
import { proposalContent, republishOpportunity } from './publish-opportunities.ts'
import { contentsOf } from './publish-report.ts'
import { sendDelivery } from './send-delivery.ts'
import { resave } from './thread-answer.ts'

/** Brings a kept page up to date with what it keeps; one that somebody removed stays away. */
export const writePageJob = job({
  name: writePage,
  data: z.object({ key: z.string() }),
  // What must be taken back from a page is not given up within a day.
  retryLimit: 150,
  expireInSeconds: 300,
  concurrency: 1,
  isExclusive: true,
  run: async (workshop, { key }) => {
    const { library, database } = workshop
    const known = await pageByKey(database.pool, key)
    if (!library || !known || known.isRemoved) return
    const page = await pageOf(workshop, known)
    const written = page && createHash('sha256').update(JSON.stringify(page)).digest('hex')
    if (!page || !written || written === known.written) return
    const place = await placed(workshop, library, page, known)
    if (place) await savePage(database.pool, key, { pageId: place.id, url: place.url, written })
    else await markRemoved(database.pool, key)
    if (place?.url !== known.url) await showKept(workshop, known)
  },
})

/** Null: somebody removed the page. One whose making nobody heard the end of is looked for before another is made. */
async function placed(
  { database, now }: Workshop,
  library: Library,
  page: Page,
  { key, pageId, attemptedAt }: ApprovedPage,
): Promise<PagePlace | null> {
  const former = pageId ?? (attemptedAt && (await library.find(page.title))?.id)
  if (former) return library.rewrite(page, former)
  await markAttempt(database.pool, key, now())
  return library.create(page)
}

/** What the page is to say now; null when there is nothing to say and no page yet. What it kept may be gone. */
async function pageOf(workshop: Workshop, subject: ApprovedPage): Promise<Page | null> {
  const { opportunityId, approvedAt } = subject
  const technology = named(subject.technology, workshop.technologies)
  const said = await (opportunityId === null
    ? onePager(workshop, technology)
    : proposal(workshop, technology, opportunityId))
  if (!said) return subject.pageId === null ? null : takenBack(subject)
  const { title, contents, answerKeys } = said
  return {
    title,
    contents: contents.map((content) => ('kept' in content ? { ...content, kept: null } : content)),
    approvedOn: approvedAt.toISOString().slice(0, 10),
    prompts: await promptsBehind(workshop.database.pool, answerKeys),
  }
}

function takenBack({ technology, opportunityId, approvedAt }: ApprovedPage): Page {
  const title = opportunityId === null ? `${technology}: failure patterns` : `Opportunity ${opportunityId}`
  const approvedOn = approvedAt.toISOString().slice(0, 10)
  return { title, contents: [{ kind: 'removed', why: 'restricted' }], approvedOn, prompts: [] }
}

type Said = Pick<Page, 'title' | 'contents'> & { readonly answerKeys: readonly string[] }

async function onePager(workshop: Workshop, technology: Named): Promise<Said | null> {
  const stored = await latestReport(workshop.database.pool, technology.id)
  if (!stored) return null
  const contents = await contentsOf(workshop, stored, questionAbout(technology))
  return {
    title: `${technology.name}: failure patterns`,
    contents: [...contents.values()],
    answerKeys: stored.answerKeys,
  }
}

async function proposal(workshop: Workshop, technology: Named, opportunityId: number): Promise<Said | null> {
  const { pool } = workshop.database
  const opportunity = await opportunityById(pool, opportunityId)
  const stored = opportunity && (await reportById(pool, opportunity.reportId))
  if (!opportunity || !stored) return null
  const report = await readReport(pool, technology, stored, everything)
  const content = await proposalContent(workshop, opportunity, report, { technology, place: opportunityId })
  const ledger = (await contentsOf(workshop, stored, questionAbout(technology))).get('ledger')
  return {
    title: `Opportunity ${opportunityId}: ${opportunity.investment}`,
    contents: [content, ...(ledger ? [ledger] : [])],
    answerKeys: [...opportunity.answerKeys, ...stored.answerKeys],
  }
}

/** About all incidents on record, whatever somebody narrowed it to. */
function questionAbout(technology: Named): Question {
  return { technology, ...everything, refresh: false, askedBy: '', progress: { state: 'done' } }
}

/** Messages about what is kept say where. */
export async function showKept(workshop: Workshop, { technology, opportunityId }: PageSubject): Promise<void> {
  if (opportunityId !== null) return republishOpportunity(workshop, opportunityId)
  const { database, boss } = workshop
  const kept = await keptMark(workshop, { technology, opportunityId })
  await transaction(database.pool, async (tx) => {
    for (const post of await answeredReports(tx, technology)) {
      if (post.shows.kind !== 'report') continue
      await resave(tx, post, { ...post.shows, kept })
      await sendDelivery(tx, boss, post.channel)
    }
  })
}
