import { z } from 'zod'
import type { Facts } from '../domain.ts'
import { applyIncidentFacts, shareFacts } from './incident-facts.ts'
import { type PostmortemState, postmortemStates } from './postmortems.ts'
import { type Db, id, jsonb, one, rows, run, sql } from './sql.ts'

/** What a source's new revision brings. Text must be redacted; without text there must be a reason. */
export type Revision = {
  readonly source: string
  readonly sourceId: string
  readonly revision: string
  readonly stamp?: string | null
  readonly title: string
  readonly url: string | null
  readonly incidentDate: string | null
  readonly publishedOn: string | null
  readonly severity: string | null
  readonly ownerTeam: string | null
  readonly facts: Facts
} & (
  | { readonly state: 'waiting'; readonly body: string; readonly reason: null }
  | { readonly state: 'unreadable' | 'restricted'; readonly body: null; readonly reason: string }
)

/** What is stored under a source's id. `stamp` is null for sources that have none. */
export type Known = {
  readonly id: number
  readonly revision: string
  readonly stamp: string | null
  readonly state: PostmortemState
  readonly withdrawn: boolean
}

/** The revision that is stored under a source's id, or null. `withdrawn` rows count as stored. */
export async function storedRevision(db: Db, source: string, sourceId: string): Promise<Known | null> {
  const shape: z.ZodType<Known> = z.object({
    id,
    revision: z.string(),
    stamp: z.string().nullable(),
    state: z.enum(postmortemStates),
    withdrawn: z.boolean(),
  })
  const found = await rows(
    db,
    shape,
    sql`select id, revision, stamp, state, withdrawn_at is not null as withdrawn from postmortems where source = ${source} and source_id = ${sourceId}`,
  )
  return found[0] ?? null
}

/** Stores a new or changed document under its source's id; a withdrawn one comes back. Resolves to its id. */
export async function saveRevision(db: Db, revision: Revision): Promise<number> {
  const { source, sourceId, state, reason, title, body, url, incidentDate, publishedOn, severity, ownerTeam, facts } =
    revision
  const { stamp = null } = revision
  await shareFacts(db)
  const saved = await one(
    db,
    z.object({ id }),
    sql`
      insert into postmortems (source, source_id, revision, state, reason, title, body, url, incident_date,
        published_on, severity, owner_team, facts, stated_facts, stamp)
      values (${source}, ${sourceId}, ${revision.revision}, ${state}, ${reason}, ${title}, ${body}, ${url},
        ${incidentDate}, ${publishedOn}, ${severity}, ${ownerTeam}, ${jsonb(facts)}, ${jsonb(facts)}, ${stamp})
      on conflict (source, source_id) do update set revision = excluded.revision, state = excluded.state,
        reason = excluded.reason, title = excluded.title, body = excluded.body, url = excluded.url,
        incident_date = excluded.incident_date, published_on = excluded.published_on, severity = excluded.severity,
        owner_team = excluded.owner_team, facts = excluded.facts, stated_facts = excluded.stated_facts, summary = null, dropped = '[]', withdrawn_at = null,
        stamp = excluded.stamp,
        seen_at = now()
      returning id`,
  )
  if (state === 'waiting') await applyIncidentFacts(db, saved.id)
  else await forgetText(db, saved.id)
  return saved.id
}

/**
 * Leaves nothing of what a tool's sources have under this id: restricted, and withdrawn until one of them publishes it again.
 * Resolves to the ids of those of which something was there.
 */
export async function forgetCopies(db: Db, tool: string, sourceId: string, reason: string): Promise<number[]> {
  const found = await rows(
    db,
    z.object({ id }),
    sql`update postmortems set state = 'restricted', reason = ${reason}, title = '', body = null, url = null,
          incident_date = null, published_on = null, severity = null, owner_team = null, facts = '{}', stated_facts = '{}', summary = null,
          dropped = '[]', revision = 'restricted', stamp = null, withdrawn_at = coalesce(withdrawn_at, now())
        where split_part(source, ':', 1) = ${tool} and source_id = ${sourceId} and state <> 'restricted' returning id`,
  )
  for (const row of found) await forgetText(db, row.id)
  return found.map((row) => row.id)
}

/** Leaves nothing of a document's text: its digests, the questions that held it, and folds, which hold digests of many. */
async function forgetText(db: Db, postmortemId: number): Promise<void> {
  await run(
    db,
    sql`delete from answers where stage in ('patterns', 'merge', 'assignment', 'opportunity', 'prevention', 'recheck')
          or postmortem_id = ${postmortemId}
          or key in (select unnest(answer_keys) from postmortems where id = ${postmortemId}
            union all select unnest(answer_keys) from digests where postmortem_id = ${postmortemId})`,
  )
  // Drafts that cite it are drawn anew; what people decided on stays for as long as it rests on something else.
  const cited = jsonb([{ postmortemId }])
  await run(db, sql`delete from opportunities where state = 'draft' and preventions @> ${cited}::jsonb`)
  await run(
    db,
    sql`delete from opportunities where preventions @> ${cited}::jsonb and jsonb_array_length(preventions) = 1`,
  )
  await run(
    db,
    sql`update opportunities set preventions = (
          select jsonb_agg(one) from jsonb_array_elements(preventions) one where one -> 'postmortemId' <> ${String(postmortemId)}::jsonb)
        where preventions @> ${cited}::jsonb`,
  )
  await run(db, sql`delete from digests where postmortem_id = ${postmortemId}`)
  await run(db, sql`update postmortems set answer_keys = '{}' where id = ${postmortemId}`)
}

/** Marks documents that their source no longer has. Resolves to those that were there before and are withdrawn now. */
export async function withdrawMissing(db: Db, source: string, sourceIds: readonly string[]): Promise<number[]> {
  const gone = await rows(
    db,
    z.object({ id }),
    sql`update postmortems set withdrawn_at = now()
        where source = ${source} and withdrawn_at is null and not (source_id = any(${sourceIds})) returning id`,
  )
  return gone.map((row) => row.id)
}

/** Ids under which a source had something, but not now. */
export async function missingIds(db: Db, source: string, sourceIds: readonly string[]): Promise<string[]> {
  const found = await rows(
    db,
    z.object({ sourceId: z.string() }),
    sql`select source_id as "sourceId" from postmortems
        where source = ${source} and withdrawn_at is null and not (source_id = any(${sourceIds})) order by id`,
  )
  return found.map((row) => row.sourceId)
}

/** Marks one document that its source no longer has or shows. Resolves to its id, or null when it was not there. */
export async function withdraw(db: Db, source: string, sourceId: string): Promise<number | null> {
  const gone = await rows(
    db,
    z.object({ id }),
    sql`update postmortems set withdrawn_at = now()
        where source = ${source} and source_id = ${sourceId} and withdrawn_at is null returning id`,
  )
  return gone[0]?.id ?? null
}

/** The document was read again and says the same. */
export function saveStamp(db: Db, postmortemId: number, stamp: string | null): Promise<number> {
  return run(db, sql`update postmortems set stamp = ${stamp} where id = ${postmortemId}`)
}

/** A tool's document is in one of its sources: where it was before it is withdrawn. Resolves to the ids of those. */
export async function withdrawCopies(db: Db, source: string, sourceId: string): Promise<number[]> {
  const found = await rows(
    db,
    z.object({ id }),
    sql`update postmortems set withdrawn_at = now()
        where split_part(source, ':', 1) = split_part(${source}, ':', 1) and source <> ${source}
          and source_id = ${sourceId} and withdrawn_at is null returning id`,
  )
  return found.map((row) => row.id)
}

/** Documents of a source that could not be read when they were looked at last. */
export async function unreadableIds(db: Db, source: string): Promise<string[]> {
  const found = await rows(
    db,
    z.object({ sourceId: z.string() }),
    sql`select source_id as "sourceId" from postmortems
        where source = ${source} and (state = 'unreadable' or stamp is null) and withdrawn_at is null order by id`,
  )
  return found.map((row) => row.sourceId)
}
