import pgvector from 'pgvector/pg'
import { z } from 'zod'
import { type Role, roles, type Statement } from '../domain.ts'
import { type Db, id, json, rows, sql } from './sql.ts'

/** An incident that reads alike. `likeness` is the cosine of two digests. */
export type Neighbour = {
  readonly postmortemId: number
  readonly title: string
  readonly url: string | null
  readonly incidentDate: string | null
  readonly severity: string | null
  readonly technology: string
  readonly role: Role
  readonly sentences: readonly Statement[]
  readonly likeness: number
}

const neighbour: z.ZodType<Neighbour> = z.object({
  postmortemId: id,
  title: z.string(),
  url: z.string().nullable(),
  incidentDate: z.string().nullable(),
  severity: z.string().nullable(),
  technology: z.string(),
  role: z.enum(roles),
  sentences: json<readonly Statement[]>(),
  likeness: z.number(),
})

/** Which incidents are looked for: no less alike than `least`, and only earlier ones if they must be in the past. */
export type Wanted = { readonly least: number; readonly limit: number; readonly isPast: boolean }

/** Incidents whose digests read most like those of a postmortem, each once, the most alike first. */
export function similarTo(db: Db, postmortemId: number, { least, limit, isPast }: Wanted): Promise<Neighbour[]> {
  return rows(
    db,
    neighbour,
    sql`with own as (
          select d.embedding, d.embedder, p.incident_date from digests d join postmortems p on p.id = d.postmortem_id
          where d.postmortem_id = ${postmortemId} and d.state = 'ready'
        ),
        alike as (
          select distinct on (p.id) p.id as "postmortemId", p.title, p.url, p.incident_date::text as "incidentDate",
            p.severity, d.technology, d.role, d.sentences, 1 - (d.embedding <=> own.embedding) as likeness
          from own join digests d on d.embedder = own.embedder and d.state = 'ready' and d.postmortem_id <> ${postmortemId}
            join postmortems p on p.id = d.postmortem_id and p.state = 'mapped' and p.withdrawn_at is null
          where d.id not in (select id from disputed_digests)
            and (not ${isPast}::boolean or p.incident_date is null or own.incident_date is null
              or p.incident_date <= own.incident_date)
          order by p.id, d.embedding <=> own.embedding, d.id
        )
        select * from alike where likeness >= ${least} order by likeness desc, "postmortemId" limit ${limit}`,
  )
}

/** Incidents whose digests read most like a text that was embedded by the same embedder. */
export function similarToText(
  db: Db,
  { vector, embedder }: { readonly vector: readonly number[]; readonly embedder: string },
  least: number,
  limit: number,
): Promise<Neighbour[]> {
  const wanted = pgvector.toSql([...vector])
  return rows(
    db,
    neighbour,
    sql`with alike as (
          select distinct on (p.id) p.id as "postmortemId", p.title, p.url, p.incident_date::text as "incidentDate",
            p.severity, d.technology, d.role, d.sentences, 1 - (d.embedding <=> ${wanted}::vector) as likeness
          from digests d join postmortems p on p.id = d.postmortem_id and p.state = 'mapped' and p.withdrawn_at is null
          where d.embedder = ${embedder} and d.state = 'ready' and d.id not in (select id from disputed_digests)
          order by p.id, d.embedding <=> ${wanted}::vector, d.id
        )
        select * from alike where likeness >= ${least} order by likeness desc, "postmortemId" limit ${limit}`,
  )
}

/** The postmortem at an address, as people paste it. */
export async function postmortemAt(db: Db, url: string): Promise<number | null> {
  const found = await rows(
    db,
    z.object({ id }),
    sql`select id from postmortems where rtrim(url, '/') = rtrim(${url}, '/') and state = 'mapped' and withdrawn_at is null
        order by id limit 1`,
  )
  return found[0]?.id ?? null
}

/** How often a technology was hit up to an incident, itself included: on record, and in the twelve months before. */
export function recurrenceOf(
  db: Db,
  postmortemId: number,
): Promise<{ technology: string; ordinal: number; withinYear: number }[]> {
  return rows(
    db,
    z.object({ technology: z.string(), ordinal: z.number(), withinYear: z.number() }),
    sql`select own.technology, count(*)::int as ordinal,
          (count(*) filter (where p.incident_date > here.incident_date - interval '1 year'))::int as "withinYear"
        from digests own
          join postmortems here on here.id = own.postmortem_id
          join digests d on d.technology = own.technology and d.state = 'ready'
          join postmortems p on p.id = d.postmortem_id and p.state = 'mapped' and p.withdrawn_at is null
        where own.postmortem_id = ${postmortemId} and own.state = 'ready' and own.role in ('root_cause', 'contributing')
          and d.id not in (select id from disputed_digests)
          and (coalesce(p.incident_date, '-infinity'), p.id) <= (coalesce(here.incident_date, '-infinity'), here.id)
        group by own.technology having count(*) > 1 order by 2 desc, 1`,
  )
}
