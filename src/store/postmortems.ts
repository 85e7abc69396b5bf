import { z } from 'zod'
import type { Facts, Mapping, Problem, Summary } from '../domain.ts'
import { type Db, id, json, jsonb, rows, run, sql, storable } from './sql.ts'

export const postmortemStates = ['waiting', 'mapped', 'held', 'failed', 'unreadable', 'restricted'] as const
export type PostmortemState = (typeof postmortemStates)[number]

/** A document as it is stored: redacted, or without text when it may not or can not be read. */
export type StoredPostmortem = {
  readonly id: number
  readonly source: string
  readonly sourceId: string
  readonly revision: string
  readonly state: PostmortemState
  readonly reason: string | null
  readonly title: string
  readonly body: string | null
  readonly url: string | null
  readonly incidentDate: string | null
  readonly publishedOn: string | null
  readonly severity: string | null
  readonly ownerTeam: string | null
  readonly facts: Facts
  readonly summary: Summary | null
  readonly dropped: readonly Problem[]
  readonly answerKeys: readonly string[]
  readonly withdrawn: boolean
}

/** One that the map stages have read and that may be shown. */
export type MappedPostmortem = StoredPostmortem & {
  readonly state: 'mapped'
  readonly body: string
  readonly summary: Summary
}

const stored: z.ZodType<StoredPostmortem> = z.object({
  id,
  source: z.string(),
  sourceId: z.string(),
  revision: z.string(),
  state: z.enum(postmortemStates),
  reason: z.string().nullable(),
  title: z.string(),
  body: z.string().nullable(),
  url: z.string().nullable(),
  incidentDate: z.string().nullable(),
  publishedOn: z.string().nullable(),
  severity: z.string().nullable(),
  ownerTeam: z.string().nullable(),
  facts: json<Facts>(),
  summary: json<Summary | null>(),
  dropped: json<readonly Problem[]>(),
  answerKeys: z.array(z.string()),
  withdrawn: z.boolean(),
})

/** Records what the map stages found, unless the document has changed meanwhile. Resolves to whether it was recorded. */
export async function saveMapping(db: Db, postmortemId: number, revision: string, mapping: Mapping): Promise<boolean> {
  const isHeld = mapping.held.length > 0
  const reason = isHeld ? storable(mapping.held.map((problem) => problem.message).join('; ')) : null
  const touched = await run(
    db,
    sql`update postmortems set state = ${isHeld ? 'held' : 'mapped'}, reason = ${reason}, mapped_at = now(),
          summary = ${jsonb(mapping.summary)}, dropped = ${jsonb(mapping.dropped)},
          answer_keys = ${mapping.answerKeys}
        where id = ${postmortemId} and revision = ${revision}`,
  )
  return touched === 1
}

/** The job that maps this document was given up. */
export function markFailed(db: Db, postmortemId: number, revision: string, reason: string): Promise<number> {
  return run(
    db,
    sql`update postmortems set state = 'failed', reason = ${storable(reason)} where id = ${postmortemId} and revision = ${revision} and state in ('waiting', 'failed')`,
  )
}

/** Documents that failed or were held go back to waiting; resolves to what has to be mapped. */
export function reopen(db: Db): Promise<{ id: number; revision: string }[]> {
  return rows(
    db,
    z.object({ id, revision: z.string() }),
    sql`update postmortems set state = 'waiting', reason = null
        where withdrawn_at is null and (state in ('failed', 'held') or
          exists (select from digests where postmortem_id = postmortems.id and digests.state = 'held'))
        returning id, revision`,
  )
}

/** Whether a document may be shown as it was mapped. If so, nobody can withdraw or restrict it until the transaction ends. */
export async function holdMapped(tx: Db, postmortemId: number): Promise<boolean> {
  const held = sql`select from postmortems
    where id = ${postmortemId} and state = 'mapped' and withdrawn_at is null for share`
  return (await run(tx, held)) === 1
}

export function postmortemById(db: Db, postmortemId: number): Promise<StoredPostmortem | null> {
  return select(db, postmortemId, null)
}

/** The postmortem that a person means: by id, by its whole file name with or without ending, or by a part of that or its title. */
export function findPostmortem(db: Db, wanted: string): Promise<StoredPostmortem | null> {
  const name = wanted.trim()
  if (name === '') return Promise.resolve(null)
  return select(db, /^\d{1,15}$/.test(name) ? Number(name) : null, name)
}

async function select(db: Db, postmortemId: number | null, name: string | null): Promise<StoredPostmortem | null> {
  const part = name === null ? null : `%${name.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const found = await rows(
    db,
    stored,
    sql`select id, source, source_id as "sourceId", revision, state, reason, title, body, url,
          incident_date::text as "incidentDate", published_on::text as "publishedOn", severity,
          owner_team as "ownerTeam", facts, summary, dropped, answer_keys as "answerKeys", withdrawn_at is not null as withdrawn
        from postmortems
        where id = ${postmortemId}::bigint or source_id ilike ${part}::text or title ilike ${part}::text
        order by (id = ${postmortemId}::bigint) desc nulls last,
          (regexp_replace(source_id, '[.][a-z]+$', '') = ${name}::text or source_id = ${name}::text) desc nulls last,
          (source_id ilike ${part}::text) desc nulls last, id
        limit 1`,
  )
  return found[0] ?? null
}
