import { z } from 'zod'
import { type Db, rows, sql } from './sql.ts'

/** What the fold is asked for by those who wait. */
export function foldsAskedFor(db: Db): Promise<{ kind: 'report' | 'opportunities'; technology: string }[]> {
  return rows(
    db,
    z.object({ kind: z.enum(['report', 'opportunities']), technology: z.string() }),
    sql`select distinct shows ->> 'kind' as kind, shows -> 'technology' ->> 'id' as technology from posts
        where shows ->> 'kind' in ('report', 'opportunities') and shows -> 'progress' ->> 'state' = 'folding'`,
  )
}
