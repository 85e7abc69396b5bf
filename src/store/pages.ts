import { z } from 'zod'
import { type Db, id, rows, run, sql } from './sql.ts'

/** What a page of the document tool keeps: a technology's one-pager, or one opportunity. */
export type PageSubject = { readonly technology: string; readonly opportunityId: number | null }

/** A page that somebody has approved. `pageId` and `url` are null until it was written. */
export type ApprovedPage = PageSubject & {
  readonly key: string
  readonly approvedAt: Date
  /** When a page was asked for whose fate nobody knows yet. */
  readonly attemptedAt: Date | null
  readonly pageId: string | null
  readonly url: string | null
  /** A hash of what stands there. */
  readonly written: string | null
  /** Somebody removed it in the document tool: it stays away. */
  readonly isRemoved: boolean
}

const approvedPage: z.ZodType<ApprovedPage> = z.object({
  key: z.string(),
  technology: z.string(),
  opportunityId: id.nullable(),
  approvedAt: z.date(),
  attemptedAt: z.date().nullable(),
  pageId: z.string().nullable(),
  url: z.string().nullable(),
  written: z.string().nullable(),
  isRemoved: z.boolean(),
})

export function pageKey({ technology, opportunityId }: PageSubject): string {
  return opportunityId === null ? `report:${technology}` : `opportunity:${opportunityId}`
}

/** A person wants this kept. Approved again, a page that was removed is written anew. */
export function approvePage(db: Db, subject: PageSubject, by: string): Promise<number> {
  const { technology, opportunityId } = subject
  return run(
    db,
    sql`insert into pages (key, technology, opportunity_id, approved_by)
        values (${pageKey(subject)}, ${technology}, ${opportunityId}, ${by})
        on conflict (key) do update set approved_by = excluded.approved_by, approved_at = now(), is_removed = false,
          page_id = null, url = null, written = null, attempted_at = null
          where pages.is_removed`,
  )
}

export async function pageByKey(db: Db, key: string): Promise<ApprovedPage | null> {
  const found = await rows(
    db,
    approvedPage,
    sql`select key, technology, opportunity_id as "opportunityId", approved_at as "approvedAt", attempted_at as "attemptedAt",
          page_id as "pageId", url, written, is_removed as "isRemoved" from pages where key = ${key}`,
  )
  return found[0] ?? null
}

/** The keys of all pages about a technology; of all there are where none is named. */
export async function pageKeys(db: Db, technology: string | null): Promise<string[]> {
  const found = await rows(
    db,
    z.object({ key: z.string() }),
    sql`select key from pages where not is_removed and (${technology}::text is null or technology = ${technology})
        order by key`,
  )
  return found.map(({ key }) => key)
}

/** Before a page is made: should nobody hear what became of it, it is looked for. */
export function markAttempt(db: Db, key: string, at: Date): Promise<number> {
  return run(db, sql`update pages set attempted_at = ${at} where key = ${key}`)
}

/** What stands in the document tool now. */
export function savePage(
  db: Db,
  key: string,
  { pageId, url, written }: { readonly pageId: string; readonly url: string; readonly written: string },
): Promise<number> {
  return run(
    db,
    sql`update pages set page_id = ${pageId}, url = ${url}, written = ${written}, attempted_at = null where key = ${key}`,
  )
}

export function markRemoved(db: Db, key: string): Promise<number> {
  return run(db, sql`update pages set is_removed = true where key = ${key}`)
}

/** The opportunities that people approved and that no page keeps yet. */
export async function unkeptOpportunities(db: Db): Promise<(PageSubject & { readonly by: string })[]> {
  const shape = z.object({ technology: z.string(), opportunityId: id, by: z.string() })
  return rows(
    db,
    shape,
    sql`select technology, id as "opportunityId", decided_by as by from opportunities
        where state in ('approved', 'shipped') and decided_by is not null
          and id not in (select opportunity_id from pages where opportunity_id is not null)
        order by id`,
  )
}
