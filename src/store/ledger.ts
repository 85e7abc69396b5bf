import { z } from 'zod'
import type { Filter, Ledger } from '../domain.ts'
import { within } from './conditions.ts'
import { type Db, one, rows, sql } from './sql.ts'

const counts = {
  found: z.number(),
  unreadable: z.number(),
  restricted: z.number(),
  withdrawn: z.number(),
  waiting: z.number(),
  failed: z.number(),
  noTechnology: z.number(),
  otherTechnology: z.number(),
  outsideFilter: z.number(),
  setAside: z.number(),
  heldBack: z.number(),
  disputed: z.number(),
  inScope: z.number(),
  themed: z.number(),
  other: z.number(),
} satisfies Record<keyof Ledger, z.ZodNumber>

/**
 * Where every document went, for one technology's report: each is in exactly one of the classes, in the order of the
 * cases below, so that they add up to `found`. `themed` and `other` add up to `inScope`.
 */
export function ledgerFor(db: Db, technology: string, reportId: number, filter: Filter): Promise<Ledger> {
  return one(
    db,
    z.object(counts),
    sql`
      with classified as materialized (
        select p.id, case
            when p.withdrawn_at is not null then 'withdrawn'
            when p.state in ('unreadable', 'restricted', 'waiting', 'failed') then p.state
            when p.state = 'held' or d.state = 'held' then 'held'
            when d.state is null and not exists (select from digests o where o.postmortem_id = p.id and o.state <> 'set_aside')
              then 'no technology'
            when d.state is null then 'other technology'
            when d.state = 'set_aside' then 'set aside'
            when d.id in (select id from disputed_digests) then 'disputed'
            when ${within(filter)}
              then 'in scope'
            else 'outside' end as class,
          exists (select from pattern_members m join patterns t on t.id = m.pattern_id
            where m.digest_id = d.id and t.report_id = ${reportId}) as is_themed
        from postmortems p left join digests d on d.postmortem_id = p.id and d.technology = ${technology}
      )
      select count(*)::int as found,
        (count(*) filter (where class = 'unreadable'))::int as unreadable,
        (count(*) filter (where class = 'restricted'))::int as restricted,
        (count(*) filter (where class = 'withdrawn'))::int as withdrawn,
        (count(*) filter (where class = 'waiting'))::int as waiting,
        (count(*) filter (where class = 'failed'))::int as failed,
        (count(*) filter (where class = 'no technology'))::int as "noTechnology",
        (count(*) filter (where class = 'other technology'))::int as "otherTechnology",
        (count(*) filter (where class = 'outside'))::int as "outsideFilter",
        (count(*) filter (where class = 'set aside'))::int as "setAside",
        (count(*) filter (where class = 'held'))::int as "heldBack",
        (count(*) filter (where class = 'disputed'))::int as disputed,
        (count(*) filter (where class = 'in scope'))::int as "inScope",
        (count(*) filter (where class = 'in scope' and is_themed))::int as themed,
        (count(*) filter (where class = 'in scope' and not is_themed))::int as other
      from classified`,
  )
}

/** Documents by state, withdrawn ones apart. */
export function stateCounts(db: Db): Promise<{ state: string; documents: number }[]> {
  return rows(
    db,
    z.object({ state: z.string(), documents: z.number() }),
    sql`select case when withdrawn_at is null then state else 'withdrawn' end as state, count(*)::int as documents
        from postmortems group by 1 order by 2 desc, 1`,
  )
}

/** A document, or one technology's part of it, that needs a person, with the reason. */
export type Trouble = {
  readonly postmortemId: number
  readonly sourceId: string
  readonly state: string
  readonly reason: string
}

export function troubles(db: Db): Promise<Trouble[]> {
  return rows(
    db,
    z.object({ postmortemId: z.coerce.number(), sourceId: z.string(), state: z.string(), reason: z.string() }),
    sql`select id as "postmortemId", source_id as "sourceId", state, reason from postmortems
          where reason is not null and withdrawn_at is null
        union all
        select p.id, p.source_id, 'held', d.technology || ': ' || (
            select string_agg(problem ->> 'message', '; ') from jsonb_array_elements(d.problems) problem)
          from digests d join postmortems p on p.id = d.postmortem_id where d.state = 'held' and p.withdrawn_at is null
        order by 3, 2`,
  )
}
