import { z } from 'zod'
import type { Facts } from '../domain.ts'
import { type Db, id, jsonb, lockFor, rows, run, shareLockFor, sql } from './sql.ts'

/** Figures of one incident in an incident database. `key` is the source's id or the address of its postmortem. */
export type IncidentFacts = { readonly key: string; readonly facts: Facts }

/** One form for all ways to name a document: of an address that ends with an id, as Notion's do after the title, the id. */
function plainKey(key: string): string {
  const [address = ''] = key.split(/[?#]/)
  return /[0-9a-f]{32}$/.exec(address.replaceAll('-', '').toLowerCase())?.[0] ?? key.replace(/\/+$/, '')
}

const lock = 'incident facts'

/** For an import, before anything else in its transaction: what is read meanwhile is stored before it or after it. */
export const holdFacts = (tx: Db): Promise<number> => lockFor(tx, lock)

/** For who stores a document, before anything else: kept figures neither miss it nor are laid over what it stated before. */
export const shareFacts = (tx: Db): Promise<number> => shareLockFor(tx, lock)

/** Keeps the figures of an incident in place of those that it had. They also count for postmortems that come later. */
export async function saveIncidentFacts(db: Db, { key, facts }: IncidentFacts): Promise<void> {
  await run(db, sql`delete from incident_facts where incident_key = ${plainKey(key)}`)
  await run(
    db,
    sql`insert into incident_facts (incident_key, name, value)
        select ${plainKey(key)}, name, value::float8 from jsonb_each_text(${jsonb(facts)}::jsonb) as given (name, value)`,
  )
}

/**
 * Lays kept figures over what postmortems state, or one of them: by the source's id, by the address, or by the id at the end
 * of an address whose title has changed since. Of several the latest import counts. Resolves to those that have changed by it.
 */
export async function applyIncidentFacts(db: Db, postmortemId: number | null = null): Promise<number[]> {
  const changed = await rows(
    db,
    z.object({ id }),
    sql`with known as (
          select p.id, p.stated_facts || coalesce(
            (select jsonb_object_agg(f.name, f.value order by f.imported_at, f.incident_key) from incident_facts f
             where f.incident_key in (p.source_id, replace(p.source_id, '-', ''), rtrim(p.url, '/'),
               substring(replace(split_part(p.url, '?', 1), '-', '') from '[0-9a-f]{32}$'))), '{}') as facts
          from postmortems p
          where (${postmortemId}::bigint is null or p.id = ${postmortemId}::bigint)
            and p.state not in ('unreadable', 'restricted')
        )
        update postmortems p set facts = known.facts from known
        where p.id = known.id and p.facts <> known.facts
        returning p.id`,
  )
  return changed.map((row) => row.id)
}

/** Of these keys, those that name no postmortem. */
export async function unmatchedKeys(db: Db, keys: readonly string[]): Promise<string[]> {
  const found = await rows(
    db,
    z.object({ key: z.string() }),
    sql`select given.key from unnest(${keys}::text[], ${keys.map(plainKey)}::text[]) as given (key, plain)
        left join (
          select unnest(array[source_id, replace(source_id, '-', ''), rtrim(url, '/'),
            substring(replace(split_part(url, '?', 1), '-', '') from '[0-9a-f]{32}$')]) as plain from postmortems
        ) known on known.plain = given.plain
        where known.plain is null order by given.key`,
  )
  return found.map((row) => row.key)
}
