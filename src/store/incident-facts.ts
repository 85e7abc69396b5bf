import { z } from 'zod'
import type { Facts } from '../domain.ts'
import { type Db, id, jsonb, rows, run, sql } from './sql.ts'

/** Figures of one incident in an incident database. `key` is the source's id or the address of its postmortem. */
export type IncidentFacts = { readonly key: string; readonly facts: Facts }

/** Keeps the figures of an incident in place of those that it had. They also count for postmortems that come later. */
export async function saveIncidentFacts(db: Db, { key, facts }: IncidentFacts): Promise<void> {
  await run(db, sql`delete from incident_facts where incident_key = ${key}`)
  await run(
    db,
    sql`insert into incident_facts (incident_key, name, value)
        select ${key}, name, value::float8 from jsonb_each_text(${jsonb(facts)}::jsonb) as given (name, value)`,
  )
}

/**
 * Puts kept figures into the postmortems that they are about, or into one: by the source's id, by the address, or by the id at
 * the end of an address whose title has changed since. Resolves to those that have
 * changed by it.
 */
export async function applyIncidentFacts(db: Db, postmortemId: number | null = null): Promise<number[]> {
  const changed = await rows(
    db,
    z.object({ id }),
    sql`with known as (
          select p.id, p.facts || jsonb_object_agg(f.name, f.value) as facts
          from postmortems p join incident_facts f on f.incident_key in (p.source_id, rtrim(p.url, '/'))
              or substring(replace(split_part(f.incident_key, '?', 1), '-', '') from '[0-9a-f]{32}$') = replace(p.source_id, '-', '')
          where ${postmortemId}::bigint is null or p.id = ${postmortemId}::bigint
          group by p.id
        )
        update postmortems p set facts = known.facts from known
        where p.id = known.id and p.facts <> known.facts and p.state not in ('unreadable', 'restricted')
        returning p.id`,
  )
  return changed.map((row) => row.id)
}

/** Of these keys, those that name no postmortem. */
export async function unmatchedKeys(db: Db, keys: readonly string[]): Promise<string[]> {
  const found = await rows(
    db,
    z.object({ key: z.string() }),
    sql`select key from unnest(${keys}::text[]) as key
        where not exists (select from postmortems p where key in (p.source_id, rtrim(p.url, '/'))
            or substring(replace(split_part(key, '?', 1), '-', '') from '[0-9a-f]{32}$') = replace(p.source_id, '-', ''))
        order by key`,
  )
  return found.map((row) => row.key)
}
