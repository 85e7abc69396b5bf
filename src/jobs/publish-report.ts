import type { Changes, Question, ReportContent } from '../content.ts'
import type { Named } from '../domain.ts'
import { changesBetween, reportContents } from '../pipeline/report-contents.ts'
import { type Post, waitingQuestions } from '../store/posts.ts'
import { patternsOf, readReport, reportBefore, type StoredReport } from '../store/reports.ts'
import type { Db } from '../store/sql.ts'
import type { Workshop } from './job.ts'
import { keptMark } from './kept-pages.ts'
import { writeAnswer } from './thread-answer.ts'

/** Answers all who wait for a technology's one-pager; those who want it anew wait for a fold that was. */
export async function publishReports(
  workshop: Workshop,
  technology: Named,
  stored: StoredReport,
  isAnew: boolean,
): Promise<void> {
  for (const root of await waitingQuestions(workshop.database.pool, 'report', technology.id))
    if (isAnew || !('refresh' in root.shows && root.shows.refresh))
      await publishReport(workshop, root, technology, stored)
}

/** Puts a one-pager in place of the message that announced it. */
export async function publishReport(
  workshop: Workshop,
  root: Post,
  technology: Named,
  stored: StoredReport,
): Promise<void> {
  if (root.shows.kind !== 'report') return
  const contents = await contentsOf(workshop, stored, questionIn(root.shows, technology))
  const { answerKeys } = stored
  await writeAnswer(
    workshop,
    root,
    stored.id,
    [...contents].map(([name, shows]) => ({ name, shows, answerKeys })),
  )
}

/** What a one-pager says, counted now. */
export async function contentsOf(
  workshop: Workshop,
  stored: StoredReport,
  question: Question,
): Promise<Map<string, ReportContent>> {
  const { pool } = workshop.database
  const { technology, since } = question
  const report = await readReport(pool, technology, stored, since)
  const changes = await changesUpTo(pool, technology, stored)
  const kept = await keptMark(workshop, { technology: technology.id, opportunityId: null })
  const { costUsd, tokens, createdAt: foldedAt } = stored
  return reportContents(question, report, { changes, costUsd, tokens, foldedAt, kept })
}

async function changesUpTo(db: Db, technology: Named, stored: StoredReport): Promise<Changes | null> {
  const former = await reportBefore(db, technology.id, stored.id)
  if (!former) return null
  return changesBetween(await patternsOf(db, former.id), await patternsOf(db, stored.id), former.createdAt)
}

function questionIn(shows: Question, technology: Named): Question {
  const { since, refresh, askedBy, progress } = shows
  return { technology, since, refresh, askedBy, progress }
}
