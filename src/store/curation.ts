import { z } from 'zod'
import type { IncidentLink } from '../domain.ts'
import { type Gate, gates, type Role, roles } from '../domain.ts'
import { counts } from './conditions.ts'
import { type Db, id, rows, run, sql } from './sql.ts'

const link = {
  postmortemId: id,
  title: z.string(),
  url: z.string().nullable(),
  incidentDate: z.string().nullable(),
  severity: z.string().nullable(),
}

/** A digest that a curator says blames the wrong technology, and that nobody has settled. */
export type Dispute = IncidentLink & {
  readonly digestId: number
  readonly technology: string
  readonly role: Role
  readonly by: readonly string[]
  readonly words: readonly string[]
}

export function openDisputes(db: Db): Promise<Dispute[]> {
  return rows(
    db,
    z.object({
      ...link,
      digestId: id,
      technology: z.string(),
      role: z.enum(roles),
      by: z.array(z.string()),
      words: z.array(z.string()),
    }),
    sql`select d.id as "digestId", p.id as "postmortemId", p.title, p.url, p.incident_date::text as "incidentDate",
          p.severity, d.technology, d.role, array_agg(v.voter order by v.created_at) as by,
          coalesce(array_agg(v.words order by v.created_at) filter (where v.words is not null), '{}') as words
        from votes v join digests d on d.id = v.digest_id join postmortems p on p.id = d.postmortem_id
        where v.is_curator and v.vote = 'down' and v.reason = 'wrong_attribution' and v.settled is null
          and p.withdrawn_at is null and d.state = 'ready' and (v.answer_key is null or v.answer_key = any(d.answer_keys))
        group by d.id, p.id order by min(v.created_at)`,
  )
}

/** What the gate has held back: a technology's part, or the whole postmortem (`technology` null). */
export type HeldBack = IncidentLink & { readonly technology: string | null; readonly gates: readonly Gate[] }

export function heldBack(db: Db): Promise<HeldBack[]> {
  return rows(
    db,
    z.object({ ...link, technology: z.string().nullable(), gates: z.array(z.enum(gates)) }),
    sql`select p.id as "postmortemId", p.title, p.url, p.incident_date::text as "incidentDate", p.severity,
          d.technology, array(select distinct problem ->> 'gate' from jsonb_array_elements(d.problems) problem) as gates
        from digests d join postmortems p on p.id = d.postmortem_id
        where d.state = 'held' and p.withdrawn_at is null
        union all
        select p.id, p.title, p.url, p.incident_date::text, p.severity, null, '{}'
        from postmortems p where p.state = 'held' and p.withdrawn_at is null
        order by 1`,
  )
}

/** Settles every open dispute about a digest. Resolves to how many there were. */
export function settleDispute(
  db: Db,
  digestId: number,
  { outcome, by }: { readonly outcome: 'upheld' | 'dismissed'; readonly by: string },
): Promise<number> {
  return run(
    db,
    sql`update votes set settled = ${outcome}, settled_by = ${by}, settled_at = now()
        where digest_id = ${digestId} and is_curator and reason = 'wrong_attribution' and settled is null`,
  )
}

/** The postmortems that were mapped last, with the technologies that they blame or hit. */
export function latestDigests(
  db: Db,
  limit: number,
): Promise<(IncidentLink & { technologies: { technology: string; role: Role }[] })[]> {
  return rows(
    db,
    z.object({ ...link, technologies: z.array(z.object({ technology: z.string(), role: z.enum(roles) })) }),
    sql`select p.id as "postmortemId", p.title, p.url, p.incident_date::text as "incidentDate", p.severity,
          coalesce((select jsonb_agg(jsonb_build_object('technology', d.technology, 'role', d.role) order by d.id)
            from digests d where d.postmortem_id = p.id and d.state = 'ready'), '[]') as technologies
        from postmortems p where p.state = 'mapped' and p.withdrawn_at is null
        order by p.mapped_at desc, p.id desc limit ${limit}`,
  )
}

/** The latest fold of every technology that has one, the largest first. */
export function latestReports(
  db: Db,
  limit: number,
): Promise<{ technology: string; patterns: number; incidents: number; foldedOn: string }[]> {
  return rows(
    db,
    z.object({ technology: z.string(), patterns: z.number(), incidents: z.number(), foldedOn: z.string() }),
    sql`with latest as (select distinct on (technology) id, technology, created_at from reports order by technology, id desc)
        select r.technology, count(distinct t.id)::int as patterns, count(distinct m.digest_id)::int as incidents,
          to_char(r.created_at, 'YYYY-MM-DD') as "foldedOn"
        from latest r left join patterns t on t.report_id = r.id
          left join (pattern_members m
            join digests d on d.id = m.digest_id
            join postmortems p on p.id = d.postmortem_id and ${counts})
            on m.pattern_id = t.id
        group by r.id, r.technology, r.created_at order by 3 desc, 1 limit ${limit}`,
  )
}
