import type { Changes, Question, ReportContent } from '../content.ts'
import type { Named } from '../domain.ts'
import { auditWords } from '../pipeline/audit-words.ts'
import { filterOf, isUnfiltered } from '../pipeline/filter.ts'
import { everyPattern, type Report } from '../pipeline/fold.ts'
import { changesBetween, reportContents } from '../pipeline/report-contents.ts'
import { latestAudit } from '../store/audits.ts'
import { publishEdition } from '../store/editions.ts'
import { type Post, waitingQuestions } from '../store/posts.ts'
import { readReport, type StoredReport } from '../store/reports.ts'
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
  const contents = await contentsOf(workshop, stored, questionIn(root.shows, technology), root.key)
  const { answerKeys } = stored
  await writeAnswer(
    workshop,
    root,
    stored.id,
    [...contents].map(([name, shows]) => ({ name, shows, answerKeys })),
  )
}

/** What a one-pager says, counted now; and what has changed since an earlier one, where `key` names it among them. */
export async function contentsOf(
  workshop: Workshop,
  stored: StoredReport,
  question: Question,
  key: string | null = null,
): Promise<Map<string, ReportContent>> {
  const { pool } = workshop.database
  const { technology } = question
  const filter = filterOf(question)
  const report = await readReport(pool, technology, stored, filter)
  // One that is narrowed says nothing about change: another one would.
  const changes = key === null || !isUnfiltered(filter) ? null : await changesIn(pool, key, report)
  const kept = await keptMark(workshop, { technology: technology.id, opportunityId: null })
  const { costUsd, tokens, createdAt: foldedAt } = stored
  const audit = await auditOf(pool, stored.id)
  return reportContents(question, report, { changes, costUsd, tokens, foldedAt, kept, audit })
}

async function auditOf(pool: Db, reportId: number) {
  const audit = await latestAudit(pool, reportId)
  return audit && { on: audit.auditedAt.toISOString().slice(0, 10), words: auditWords(audit) }
}

async function changesIn(db: Db, key: string, report: Report): Promise<Changes | null> {
  const { technology } = report
  const patterns = everyPattern(report)
  const counts = patterns.map(({ line, name, incidents }) => ({ line, name, incidents: incidents.length }))
  const before = await publishEdition(db, { key, technology: technology.id, counts })
  return before && changesBetween(before.counts, patterns, before.publishedAt)
}

function questionIn(shows: Question, technology: Named): Question {
  const { refresh, askedBy, progress } = shows
  return { technology, ...filterOf(shows), refresh, askedBy, progress }
}
