import { z } from 'zod'
import { type IncidentLink, type OpportunityState, opportunityStates } from '../domain.ts'
import { counts } from './conditions.ts'
import { type Db, json, rows, sql } from './sql.ts'

export type PatternRecurrence = {
  readonly name: string
  readonly ordinal: number
  readonly withinYear: number
  /** The latest before it. */
  readonly earlier: readonly IncidentLink[]
  readonly opportunity: { readonly investment: string; readonly state: OpportunityState } | null
}

/**
 * The patterns that a postmortem's digests belong to, and which of their incidents it is: only those that happened before it
 * count. With what people decided to do about the pattern, or else what is proposed.
 */
export function patternRecurrenceOf(db: Db, postmortemId: number): Promise<PatternRecurrence[]> {
  const shape: z.ZodType<PatternRecurrence> = z.object({
    name: z.string(),
    ordinal: z.number(),
    withinYear: z.number(),
    earlier: json<readonly IncidentLink[]>(),
    opportunity: z.object({ investment: z.string(), state: z.enum(opportunityStates) }).nullable(),
  })
  return rows(
    db,
    shape,
    sql`with latest as (select max(id) as id from reports group by technology),
        members as (
          select t.id, coalesce(t.line, t.id) as line, t.name, p.id as postmortem_id, p.title, p.url, p.incident_date, p.severity,
            here.incident_date as here_date,
            row_number() over (partition by t.id order by p.incident_date desc nulls last, p.id desc) as place
          from digests own
            join postmortems here on here.id = own.postmortem_id
            join pattern_members mine on mine.digest_id = own.id
            join patterns t on t.id = mine.pattern_id and t.report_id in (select id from latest)
            join pattern_members m on m.pattern_id = t.id
            join digests d on d.id = m.digest_id
            join postmortems p on p.id = d.postmortem_id and ${counts}
          where own.postmortem_id = ${postmortemId} and own.state = 'ready'
            and own.id not in (select id from disputed_digests)
            and (coalesce(p.incident_date, '-infinity'), p.id) <= (coalesce(here.incident_date, '-infinity'), here.id)
        )
        select name, count(*)::int as ordinal,
          (count(*) filter (where incident_date > here_date - interval '1 year'))::int as "withinYear",
          coalesce(json_agg(json_build_object('postmortemId', postmortem_id, 'title', title, 'url', url,
              'incidentDate', incident_date, 'severity', severity) order by place)
            filter (where postmortem_id <> ${postmortemId} and place <= 4), '[]') as earlier,
          (select json_build_object('investment', o.investment, 'state', o.state) from opportunities o
            where o.state <> 'rejected' and exists (select from patterns q where q.id = any(o.pattern_ids) and coalesce(q.line, q.id) = members.line)
            order by array_position(array['shipped', 'approved', 'draft'], o.state), o.id desc limit 1) as opportunity
        from members group by id, line, name having count(*) > 1 order by 2 desc, 1 limit 2`,
  )
}
