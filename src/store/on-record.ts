import { z } from 'zod'
import type { OnRecord } from '../pipeline/filter.ts'
import { type Db, one, sql } from './sql.ts'

/** The owner teams and severities that mapped postmortems state, the most frequent first. */
export function onRecord(db: Db): Promise<OnRecord> {
  return one(
    db,
    z.object({ teams: z.array(z.string()), severities: z.array(z.string()) }),
    sql`with mapped as (select owner_team, severity from postmortems where state = 'mapped' and withdrawn_at is null)
        select array(select owner_team from mapped where owner_team is not null group by 1 order by count(*) desc, 1) as teams,
          array(select severity from mapped where severity is not null group by 1 order by count(*) desc, 1) as severities`,
  )
}
