import { z } from 'zod'
import { type Role, roles, type Statement } from '../domain.ts'
import { counts } from './conditions.ts'
import { type Db, id, json, rows, sql } from './sql.ts'
import { type Asked, nearestCandidates } from './vector-index.ts'

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

/** Incidents whose digests read most like those of a postmortem, each once, the most alike first. Needs a transaction. */
export async function similarTo(tx: Db, postmortemId: number, wanted: Wanted): Promise<Neighbour[]> {
  const own = await rows(
    tx,
    z.object({ vector: z.string(), embedder: z.string(), incidentDate: z.string().nullable() }),
    sql`select d.embedding::text as vector, d.embedder, p.incident_date::text as "incidentDate"
        from digests d join postmortems p on p.id = d.postmortem_id
        where d.postmortem_id = ${postmortemId} and d.state = 'ready' and d.embedding is not null`,
  )
  const [first] = own
  if (!first) return []
  return nearest(tx, wanted, {
    // While another embedder takes over, a postmortem may have vectors of both for a moment.
    vectors: own.filter(({ embedder }) => embedder === first.embedder).map(({ vector }) => vector),
    embedder: first.embedder,
    exceptId: postmortemId,
    until: wanted.isPast ? first.incidentDate : null,
  })
}

/** Incidents whose digests read most like a text that was embedded by the same embedder. Needs a transaction. */
export function similarToText(
  tx: Db,
  { vector, embedder }: { readonly vector: readonly number[]; readonly embedder: string },
  least: number,
  limit: number,
): Promise<Neighbour[]> {
  const asked = { vectors: [JSON.stringify(vector)], embedder, exceptId: null, until: null }
  return nearest(tx, { least, limit }, asked)
}

/** All are compared, or those that the index says are near. Vectors are parameters: stored ones would be read for each comparison. */
async function nearest(tx: Db, { least, limit }: Omit<Wanted, 'isPast'>, asked: Asked): Promise<Neighbour[]> {
  const { vectors, embedder, exceptId, until } = asked
  const candidates = await nearestCandidates(tx, asked)
  return rows(
    tx,
    neighbour,
    sql`with compared as (
          select d.id, d.postmortem_id, d.embedding <=> own.vector as distance
          from unnest(${vectors}::vector[]) own(vector) cross join digests d
            join postmortems p on p.id = d.postmortem_id
          where d.embedder = ${embedder} and ${counts} and d.embedding is not null
            and d.postmortem_id is distinct from ${exceptId}::bigint
            and (${until}::date is null or p.incident_date is null or p.incident_date <= ${until}::date)
            and (${candidates}::bigint[] is null or d.id = any(${candidates}::bigint[]))
        ),
        alike as (
          select distinct on (postmortem_id) id, postmortem_id, distance from compared where distance <= 1 - ${least}::float8
          order by postmortem_id, distance, id
        )
        select p.id as "postmortemId", p.title, p.url, p.incident_date::text as "incidentDate", p.severity, d.technology,
          d.role, d.sentences, 1 - distance as likeness
        from (select * from alike order by distance, postmortem_id limit ${limit}) found
          join digests d on d.id = found.id join postmortems p on p.id = found.postmortem_id
        order by distance, p.id`,
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
          join digests d on d.technology = own.technology
          join postmortems p on p.id = d.postmortem_id
        where own.postmortem_id = ${postmortemId} and own.state = 'ready' and own.role in ('root_cause', 'contributing')
          and ${counts} and own.id not in (select id from disputed_digests)
          and (coalesce(p.incident_date, '-infinity'), p.id) <= (coalesce(here.incident_date, '-infinity'), here.id)
        group by own.technology having count(*) > 1 order by 2 desc, 1`,
  )
}
