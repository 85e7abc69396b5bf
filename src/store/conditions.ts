import type { Filter } from '../domain.ts'
import { type Query, sql } from './sql.ts'

/**
 * Whether a digest counts: nothing is held back, its source still has its postmortem, nobody may not see it, and no curator
 * calls its attribution wrong. For a query in which `d` is its row of `digests` and `p` its postmortem's.
 */
export const counts = sql`d.state = 'ready' and p.state = 'mapped' and p.withdrawn_at is null
    and d.id not in (select id from disputed_digests)`

/** Whether a filter lets an incident through; for a query in which `p` is its row of `postmortems`. */
export function within({ since, team, severities }: Filter): Query {
  return sql`(p.incident_date >= ${since}::date or ${since}::date is null)
    and (lower(p.owner_team) = lower(${team}::text) or ${team}::text is null)
    and (lower(p.severity) in (select lower(unnest(${severities}::text[]))) or cardinality(${severities}::text[]) = 0)`
}
