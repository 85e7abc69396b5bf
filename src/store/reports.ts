import { z } from 'zod'
import type { Facts, Filter, Named, Pattern, Statement } from '../domain.ts'
import { failureClasses, roles } from '../domain.ts'
import { buildReport, type IncidentRow, type Report } from '../pipeline/fold.ts'
import type { Span } from '../pipeline/halves.ts'
import type { Membership } from '../pipeline/pipeline.ts'
import { counts, within } from './conditions.ts'
import { ledgerFor } from './ledger.ts'
import { type Db, id, json, one, rows, run, sql, storable } from './sql.ts'

export type StoredReport = {
  readonly id: number
  readonly basis: string
  readonly model: string
  readonly createdAt: Date
  /** The answers that it was folded from, with what they took when they were given. */
  readonly answerKeys: readonly string[]
  readonly costUsd: number
  readonly tokens: number
  /** Digests that fitted no theme when themes were proposed. */
  readonly others: number
}

const storedReport: z.ZodType<StoredReport> = z.object({
  id,
  basis: z.string(),
  model: z.string(),
  createdAt: z.date(),
  answerKeys: z.array(z.string()),
  costUsd: z.number(),
  tokens: z.coerce.number(),
  others: z.number(),
})

/** The latest fold of a technology, or null when it was never folded. */
export async function latestReport(db: Db, technology: string): Promise<StoredReport | null> {
  const found = await rows(
    db,
    storedReport,
    sql`select id, basis, model, created_at as "createdAt", answer_keys as "answerKeys", cost_usd as "costUsd", tokens, others
        from reports where technology = ${technology} order by id desc limit 1`,
  )
  return found[0] ?? null
}

export async function reportById(db: Db, reportId: number): Promise<StoredReport | null> {
  const found = await rows(
    db,
    storedReport,
    sql`select id, basis, model, created_at as "createdAt", answer_keys as "answerKeys", cost_usd as "costUsd", tokens, others
        from reports where id = ${reportId}`,
  )
  return found[0] ?? null
}

export type Folded = {
  readonly technology: string
  readonly basis: string
  readonly model: string
  readonly answerKeys: readonly string[]
}

/** A theme, who belongs to it, and the line of patterns that it continues; null begins one. */
export type KeptMembership = Membership & { readonly line: number | null }

/** Stores a fold with its patterns and their members. */
export async function saveReport(
  db: Db,
  { technology, basis, model, answerKeys }: Folded,
  memberships: readonly KeptMembership[],
): Promise<StoredReport> {
  const { id: reportId } = await one(
    db,
    z.object({ id }),
    sql`insert into reports (technology, basis, model) values (${technology}, ${basis}, ${model}) returning id`,
  )
  for (const { theme, memberIds, line } of memberships) {
    const pattern = await one(
      db,
      z.object({ id }),
      sql`insert into patterns (report_id, technology, name, criterion, failure_class, description, digest_ids, line)
          values (${reportId}, ${technology}, ${storable(theme.name)}, ${storable(theme.criterion)}, ${theme.failureClass},
            ${storable(theme.description)}, ${theme.digestIds}, ${line}) returning id`,
    )
    await run(
      db,
      sql`insert into pattern_members (pattern_id, digest_id) select ${pattern.id}, unnest(${memberIds}::bigint[])`,
    )
  }
  return noteAnswers(db, reportId, answerKeys)
}

/** Adds answers to those that a fold rests on, with what they took. */
export function noteAnswers(db: Db, reportId: number, answerKeys: readonly string[]): Promise<StoredReport> {
  return one(
    db,
    storedReport,
    sql`with keys as (
          select array(select distinct unnest(answer_keys || ${answerKeys}::text[]) order by 1) as all_keys
          from reports where id = ${reportId}
        )
        update reports set answer_keys = keys.all_keys,
          cost_usd = coalesce((select sum(cost_usd) from answers where key = any(keys.all_keys)), 0),
          tokens = coalesce((select sum(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens)
            from answers where key = any(keys.all_keys)), 0)
        from keys where id = ${reportId}
        returning id, basis, model, created_at as "createdAt", answer_keys as "answerKeys", cost_usd as "costUsd", tokens, others`,
  )
}

/** How many digests fitted no theme when themes were proposed. */
export function noteOthers(db: Db, reportId: number, others: number): Promise<number> {
  return run(db, sql`update reports set others = ${others} where id = ${reportId}`)
}

/** The patterns of a report with the ids of those members that count now, the largest first: a digest may be disputed or withdrawn. */
export function patternsOf(db: Db, reportId: number): Promise<Pattern[]> {
  const shape: z.ZodType<Pattern> = z.object({
    id,
    line: id,
    name: z.string(),
    criterion: z.string(),
    failureClass: z.enum(failureClasses),
    description: z.string(),
    digestIds: z.array(id),
    memberIds: z.array(id),
  })
  return rows(
    db,
    shape,
    sql`select t.id, coalesce(t.line, t.id) as line, t.name, t.criterion, t.failure_class as "failureClass", t.description, t.digest_ids as "digestIds",
          array_remove(array_agg(m.digest_id order by m.digest_id), null) as "memberIds"
        from patterns t left join (pattern_members m
            join digests d on d.id = m.digest_id
            join postmortems p on p.id = d.postmortem_id and ${counts})
            on m.pattern_id = t.id
        where t.report_id = ${reportId}
        group by t.id order by count(m.digest_id) desc, t.id`,
  )
}

/** A technology's report, narrowed to a filter, counted now from what is stored. */
export async function readReport(
  db: Db,
  technology: Named,
  { id: reportId, model }: StoredReport,
  filter: Filter,
): Promise<Report> {
  const patterns = await patternsOf(db, reportId)
  const onRecord = await sizesOf(db, reportId)
  const rows = await incidentRows(db, technology.id, reportId, filter)
  const span = await spanOf(db, technology.id, filter.since)
  const ledger = await ledgerFor(db, technology.id, reportId, filter)
  return buildReport({ technology, filter, model, patterns, onRecord, rows, span, ledger })
}

/** How many incidents each pattern of a fold has on record, by its id. */
async function sizesOf(db: Db, reportId: number): Promise<ReadonlyMap<number, number>> {
  const found = await rows(
    db,
    z.object({ id, incidents: z.number() }),
    sql`select t.id, count(*)::int as incidents
        from patterns t join pattern_members m on m.pattern_id = t.id
          join digests d on d.id = m.digest_id
          join postmortems p on p.id = d.postmortem_id and ${counts}
        where t.report_id = ${reportId} group by t.id`,
  )
  return new Map(found.map((row) => [row.id, row.incidents]))
}

/**
 * The days over which a technology's incidents can be compared. They begin with the window, but not before the day after
 * the technology's first incident: before it nobody knows whether it was in use, and that it happened is why the record
 * begins. They end with the latest incident of any technology: whatever came after, its postmortem is not on record yet.
 */
async function spanOf(db: Db, technology: string, since: string | null): Promise<Span | null> {
  const { from, until } = await one(
    db,
    z.object({ from: z.string().nullable(), until: z.string().nullable() }),
    sql`select greatest(${since}::date, (select min(p.incident_date) + 1 from digests d join postmortems p on p.id = d.postmortem_id
            where d.technology = ${technology} and ${counts}))::text as "from",
          (select max(incident_date) from postmortems
            where state = 'mapped' and withdrawn_at is null and incident_date <= current_date)::text as until`,
  )
  return from === null || until === null ? null : { from, until }
}

function incidentRows(db: Db, technology: string, reportId: number, filter: Filter): Promise<IncidentRow[]> {
  const shape: z.ZodType<IncidentRow> = z.object({
    patternId: id.nullable(),
    postmortemId: id,
    title: z.string(),
    url: z.string().nullable(),
    incidentDate: z.string().nullable(),
    quarter: z.string().nullable(),
    severity: z.string().nullable(),
    role: z.enum(roles),
    sentences: json<readonly Statement[]>(),
    facts: json<Facts>(),
  })
  return rows(
    db,
    shape,
    sql`select t.id as "patternId", p.id as "postmortemId", p.title, p.url, p.incident_date::text as "incidentDate",
          to_char(p.incident_date, 'YYYY"-Q"Q') as quarter, p.severity, d.role, d.sentences, p.facts
        from digests d
          join postmortems p on p.id = d.postmortem_id
          left join (pattern_members m join patterns t on t.id = m.pattern_id and t.report_id = ${reportId}) on m.digest_id = d.id
        where d.technology = ${technology} and ${counts}
          and ${within(filter)}
        order by p.incident_date nulls first, p.title collate "C", p.source_id collate "C", p.id, t.id`,
  )
}
