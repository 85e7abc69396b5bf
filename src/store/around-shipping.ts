import { z } from 'zod'
import type { AroundShipping } from '../pipeline/measured.ts'
import { counts } from './conditions.ts'
import { type Db, one, sql } from './sql.ts'

/**
 * Counts the incidents of an opportunity's patterns, as their lines go on in the technology's latest fold, before and after it
 * shipped. The record begins with the technology's first incident, which itself is not counted: that it happened is why the record
 * begins. It ends with the latest incident of any technology: what happened since is not written up yet, and days that nobody has
 * told of would count as quiet. An incident on the day of shipping is one before it.
 */
export function aroundShipping(
  db: Db,
  {
    technology,
    patternIds,
    shippedOn,
    today,
  }: {
    readonly technology: string
    readonly patternIds: readonly number[]
    readonly shippedOn: string
    readonly today: string
  },
): Promise<AroundShipping> {
  const shape: z.ZodType<AroundShipping> = z.object({
    patterns: z.number(),
    living: z.number(),
    began: z.string().nullable(),
    ended: z.string().nullable(),
    before: z.object({ count: z.number(), days: z.number() }),
    after: z.object({ count: z.number(), days: z.number() }),
    undated: z.number(),
  })
  return one(
    db,
    shape,
    sql`with lines as (select distinct coalesce(line, id) as line from patterns where id = any(${patternIds}::bigint[])),
          living as (
            select t.id from patterns t join lines on lines.line = coalesce(t.line, t.id)
            where t.report_id = (select max(id) from reports where technology = ${technology})
          ),
          incidents as (
            select p.id, p.incident_date as date, bool_or(m.digest_id is not null) as is_member
            from digests d
              join postmortems p on p.id = d.postmortem_id
              left join pattern_members m on m.digest_id = d.id and m.pattern_id in (select id from living)
            where d.technology = ${technology} and ${counts}
            group by p.id
          ),
          times as (
            select min(date) as began, ${shippedOn}::date as shipped,
              (select max(incident_date) from postmortems
                where state = 'mapped' and withdrawn_at is null and incident_date <= ${today}::date) as ended
            from incidents where date <= ${today}::date
          )
        select (select count(*) from lines)::int as patterns, (select count(*) from living)::int as living, began::text, ended::text,
          json_build_object('days', greatest(0, coalesce(shipped - began, 0)),
            'count', (select count(*) from incidents where is_member and date > began and date <= shipped)) as before,
          json_build_object('days', greatest(0, coalesce(ended - shipped, 0)),
            'count', (select count(*) from incidents where is_member and date > shipped and date <= ended)) as after,
          (select count(*) from incidents where is_member and date is null)::int as undated
        from times`,
  )
}
