import type { Kept } from '../content.ts'
import { transaction } from '../store/database.ts'
import { approvePage, type PageSubject, pageByKey, pageKey, pageKeys, unkeptOpportunities } from '../store/pages.ts'
import type { Db } from '../store/sql.ts'
import type { Workshop } from './job.ts'
import { sendIn } from './queue.ts'

/** Whoever sends this job need not know what it does. */
export const writePage = 'write-page'

/** Somebody who may approve wants this kept beside the postmortems; where nothing is kept, nothing happens. */
export async function keep(tx: Db, workshop: Workshop, subject: PageSubject, by: string): Promise<void> {
  if (!workshop.library) return
  await approvePage(tx, subject, by)
  await sendPage(tx, workshop, pageKey(subject))
}

/** What the kept pages about a technology say may have changed; those about all, where none is named. */
export async function sendPages(tx: Db, workshop: Workshop, technology: string | null): Promise<void> {
  if (!workshop.library) return
  for (const key of await pageKeys(tx, technology)) await sendPage(tx, workshop, key)
}

/** At the start: what was approved before pages were kept gets its page, and every page is looked at. */
export async function keepWhatIsApproved(workshop: Workshop): Promise<void> {
  const { pool } = workshop.database
  await transaction(pool, async (tx) => {
    for (const { by, ...subject } of await unkeptOpportunities(tx)) await keep(tx, workshop, subject, by)
    await sendPages(tx, workshop, null)
  })
}

/** How far the keeping is, as messages say it; null where nothing is kept. */
export async function keptMark({ database, library }: Workshop, subject: PageSubject): Promise<Kept | null> {
  if (!library) return null
  const page = await pageByKey(database.pool, pageKey(subject))
  if (page && !page.isRemoved) return { state: 'kept', where: library.name, url: page.url }
  return subject.opportunityId === null ? { state: 'offered', where: library.name } : null
}

async function sendPage(tx: Db, { boss }: Workshop, key: string): Promise<void> {
  await sendIn(tx, boss, writePage, { key }, { singletonKey: key })
}
