import pgvector from 'pgvector/pg'
import { z } from 'zod'
import type { Attribution, Digest, Dispute, Facts, Filter, Finding, Problem, Role, Statement } from '../domain.ts'
import { roles } from '../domain.ts'
import { counts, within } from './conditions.ts'
import { type Db, id, json, jsonb, one, rows, run, sql } from './sql.ts'

/** A finding with the vector of its digest; null unless it is ready. */
export type EmbeddedFinding = Finding & { readonly embedding: readonly number[] | null }

/** Replaces what is stored of a postmortem's technologies. Digests keep their ids for as long as they are found again. */
export async function saveFindings(
  db: Db,
  postmortemId: number,
  findings: readonly EmbeddedFinding[],
  embedder: string,
): Promise<void> {
  const found = findings.map((finding) => finding.technology)
  await run(db, sql`delete from digests where postmortem_id = ${postmortemId} and not (technology = any(${found}))`)
  for (const finding of findings) {
    const { technology, state, role, attribution, sentences, problems, answerKeys, embedding } = finding
    await run(
      db,
      sql`insert into digests (postmortem_id, technology, state, role, attribution, sentences, problems, answer_keys,
            embedding, embedder)
          values (${postmortemId}, ${technology}, ${state}, ${role}, ${jsonb(attribution)},
            ${jsonb(sentences)}, ${jsonb(problems)}, ${answerKeys},
            ${embedding && pgvector.toSql([...embedding])}::vector, ${embedding && embedder})
          on conflict (postmortem_id, technology) do update set state = excluded.state, role = excluded.role,
            attribution = excluded.attribution, sentences = excluded.sentences, problems = excluded.problems,
            answer_keys = excluded.answer_keys, embedding = excluded.embedding, embedder = excluded.embedder`,
    )
  }
}

/** The ready digests of a technology, oldest incident first, of postmortems that their source still has. */
export function digestsOf(db: Db, technology: string): Promise<Digest[]> {
  const shape: z.ZodType<Digest> = z.object({
    id,
    postmortemId: id,
    title: z.string(),
    url: z.string().nullable(),
    incidentDate: z.string().nullable(),
    severity: z.string().nullable(),
    technology: z.string(),
    role: z.enum(roles),
    sentences: json<readonly Statement[]>(),
    rootCauses: json<readonly Statement[]>(),
    preventiveActions: json<readonly Statement[]>(),
    facts: json<Facts>(),
  })
  return rows(
    db,
    shape,
    sql`select d.id, p.id as "postmortemId", p.title, p.url, p.incident_date::text as "incidentDate", p.severity,
          d.technology, d.role, d.sentences, p.summary -> 'rootCauses' as "rootCauses",
          p.summary -> 'preventiveActions' as "preventiveActions", p.facts
        from digests d join postmortems p on p.id = d.postmortem_id
        where d.technology = ${technology} and ${counts}
        order by p.incident_date nulls first, d.id`,
  )
}

/** How many digests of a technology a fold reads, or of its incidents since a day. */
export async function countDigests(db: Db, technology: string, filter: Filter): Promise<number> {
  const { digests } = await one(
    db,
    z.object({ digests: z.number() }),
    sql`select count(*)::int as digests from digests d join postmortems p on p.id = d.postmortem_id
        where d.technology = ${technology} and ${counts}
          and ${within(filter)}`,
  )
  return digests
}

/** A digest with the title and address of its postmortem; null once it is gone or its postmortem is withdrawn. */
export async function digestById(db: Db, digestId: number) {
  const found = await rows(
    db,
    z.object({
      id,
      postmortemId: id,
      title: z.string(),
      url: z.string().nullable(),
      sentences: json<readonly Statement[]>(),
    }),
    sql`select d.id, p.id as "postmortemId", p.title, p.url, d.sentences
        from digests d join postmortems p on p.id = d.postmortem_id
        where d.id = ${digestId} and d.state = 'ready' and p.state = 'mapped' and p.withdrawn_at is null`,
  )
  return found[0] ?? null
}

/** Those of these digests that are there; they stay until the transaction ends. */
export async function holdDigests(db: Db, digestIds: readonly number[]): Promise<number[]> {
  const held = await rows(
    db,
    z.object({ id }),
    sql`select id from digests where id = any(${digestIds}::bigint[]) order by id for key share`,
  )
  return held.map((row) => row.id)
}

/** What is stored of one postmortem's technologies, the most involved first. */
export type StoredFinding = {
  readonly id: number
  readonly technology: string
  readonly state: Finding['state']
  readonly role: Role | null
  readonly attribution: Attribution | null
  readonly sentences: readonly Statement[]
  readonly problems: readonly Problem[]
  readonly answerKeys: readonly string[]
  readonly dispute: Dispute | null
}

export function findingsOf(db: Db, postmortemId: number): Promise<StoredFinding[]> {
  const shape: z.ZodType<StoredFinding> = z.object({
    id,
    technology: z.string(),
    state: z.enum(['ready', 'set_aside', 'held']),
    role: z.enum(roles).nullable(),
    attribution: json<Attribution | null>(),
    sentences: json<readonly Statement[]>(),
    problems: json<readonly Problem[]>(),
    answerKeys: z.array(z.string()),
    dispute: z.enum(['open', 'upheld']).nullable(),
  })
  return rows(
    db,
    shape,
    sql`select id, technology, state, role, attribution, sentences, problems, answer_keys as "answerKeys",
          (select case when is_upheld then 'upheld' else 'open' end from disputed_digests x where x.id = digests.id) as dispute
        from digests where postmortem_id = ${postmortemId}
        order by array_position(array['root_cause', 'contributing', 'affected', 'mitigation', 'mentioned', 'ruled_out'], role),
          technology`,
  )
}

/** Technologies with the number of incidents that they have a ready digest in, most first. */
export function technologyCounts(db: Db): Promise<{ technology: string; incidents: number; causal: number }[]> {
  return rows(
    db,
    z.object({ technology: z.string(), incidents: z.number(), causal: z.number() }),
    sql`select d.technology, count(*)::int as incidents,
          count(*) filter (where d.role in ('root_cause', 'contributing'))::int as causal
        from digests d join postmortems p on p.id = d.postmortem_id
        where ${counts}
        group by d.technology order by incidents desc, d.technology`,
  )
}

/** Per mapped postmortem, the technologies that were given a causal role and passed the gate. */
export function verdicts(
  db: Db,
  source: string,
): Promise<{ postmortemId: number; sourceId: string; causal: string[] }[]> {
  return rows(
    db,
    z.object({ postmortemId: id, sourceId: z.string(), causal: z.array(z.string()) }),
    sql`select p.id as "postmortemId", p.source_id as "sourceId", array_remove(array_agg(d.technology order by d.technology), null) as causal
        from postmortems p left join digests d
          on d.postmortem_id = p.id and d.state = 'ready' and d.role in ('root_cause', 'contributing')
        where p.source = ${source} and p.withdrawn_at is null and p.state in ('mapped', 'held', 'failed') group by p.id order by p.id`,
  )
}
