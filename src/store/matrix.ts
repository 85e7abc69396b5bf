import { z } from 'zod'
import { type Filter, failureClasses } from '../domain.ts'
import type { MatrixCount, PatternPair } from '../pipeline/matrix.ts'
import { counts, within } from './conditions.ts'
import { type Db, rows, sql } from './sql.ts'

/** Incidents by technology and failure class of the patterns that they belong to in each technology's latest fold. */
export function matrixCounts(db: Db, filter: Filter): Promise<MatrixCount[]> {
  const shape: z.ZodType<MatrixCount> = z.object({
    technology: z.string().nullable(),
    failureClass: z.enum(failureClasses).nullable(),
    isUnthemed: z.boolean(),
    incidents: z.number(),
  })
  return rows(
    db,
    shape,
    sql`with latest as (select technology, max(id) as id from reports group by technology),
        scoped as (
          select d.id, d.technology, d.postmortem_id
          from digests d join postmortems p on p.id = d.postmortem_id join latest l on l.technology = d.technology
          where ${counts}
            and ${within(filter)}
        ),
        placed as (
          select s.technology, s.postmortem_id, t.failure_class
          from scoped s left join (pattern_members m join patterns t on t.id = m.pattern_id and t.report_id in (select id from latest))
            on m.digest_id = s.id
        )
        select technology, failure_class as "failureClass", grouping(failure_class) = 0 and failure_class is null as "isUnthemed",
          count(distinct postmortem_id)::int as incidents
        from placed group by cube (technology, failure_class) order by 1, 2`,
  )
}

/**
 * Pairs that share an incident, or whose digests of different incidents are at least so alike on average. The average of all
 * cosines between two sets of unit vectors is the product of their sums over the number of pairs; those of one and the same
 * incident are taken out, for they are alike because one document tells of both. Centres of unit length would be nearer to
 * each other than any two digests, and the embedder's scale is that of digests.
 */
export function patternPairs(db: Db, filter: Filter, leastLikeness: number): Promise<PatternPair[]> {
  const shape: z.ZodType<PatternPair> = z.object({
    failureClass: z.enum(failureClasses),
    oneTechnology: z.string(),
    onePattern: z.string(),
    oneIncidents: z.number(),
    otherTechnology: z.string(),
    otherPattern: z.string(),
    otherIncidents: z.number(),
    shared: z.number(),
    likeness: z.number().nullable(),
  })
  return rows(
    db,
    shape,
    sql`with members as (
          select t.id, t.technology, t.name, t.failure_class, d.postmortem_id, d.embedding, d.embedder
          from patterns t join pattern_members m on m.pattern_id = t.id join digests d on d.id = m.digest_id
            join postmortems p on p.id = d.postmortem_id
          where t.report_id in (select max(id) from reports group by technology)
            and ${counts} and d.embedding is not null
            and ${within(filter)}
        ),
        sums as (
          select id, technology, name, failure_class, embedder, count(*)::int as incidents, sum(embedding) as total
          from members group by 1, 2, 3, 4, 5
        ),
        common as (
          select a.id as one, b.id as other, count(*)::int as incidents, sum(-(a.embedding <#> b.embedding)) as likeness
          from members a join members b on b.postmortem_id = a.postmortem_id and b.technology > a.technology
            and b.failure_class = a.failure_class and b.embedder = a.embedder
          group by 1, 2
        ),
        pairs as (
          select a.failure_class as "failureClass", a.technology as "oneTechnology", a.name as "onePattern",
            a.incidents as "oneIncidents", b.technology as "otherTechnology", b.name as "otherPattern",
            b.incidents as "otherIncidents", coalesce(common.incidents, 0) as shared,
            (-(a.total <#> b.total) - coalesce(common.likeness, 0))
              / nullif(a.incidents * b.incidents - coalesce(common.incidents, 0), 0) as likeness
          from sums a join sums b on b.technology > a.technology and b.failure_class = a.failure_class
            and b.embedder = a.embedder left join common on common.one = a.id and common.other = b.id
        )
        select * from pairs where shared > 0 or likeness >= ${leastLikeness}
        order by shared desc, likeness desc nulls last, "oneTechnology", "onePattern", "otherTechnology", "otherPattern"`,
  )
}
