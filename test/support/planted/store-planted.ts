import pgvector from 'pgvector/pg'
import type { Digest } from '../../../src/domain.ts'
import type { Embedder } from '../../../src/ports.ts'
import { type Db, jsonb, run, sql } from '../../../src/store/sql.ts'

const atOnce = 500

/** Stores digests under their own ids, each with a postmortem of the same id, in an empty database. */
export async function storePlanted(db: Db, embedder: Embedder, digests: readonly Digest[]): Promise<void> {
  for (let start = 0; start < digests.length; start += atOnce) {
    const some = digests.slice(start, start + atOnce)
    const vectors = await embedder.embed(some.map(({ sentences }) => sentences.map(({ text }) => text).join('\n')))
    const ids = some.map(({ id }) => id)
    await run(
      db,
      sql`insert into postmortems (id, source, source_id, revision, state, title, body, incident_date, severity, summary, mapped_at)
          overriding system value
          select id, 'planted', id || '.md', '1', 'mapped', title, '', date, severity,
            '{"issueSummary": [], "rootCauses": [], "impact": [], "resolution": [], "preventiveActions": []}', now()
          from unnest(${ids}::bigint[], ${some.map(({ title }) => title)}::text[], ${some.map(({ incidentDate }) => incidentDate)}::date[],
            ${some.map(({ severity }) => severity)}::text[]) as given (id, title, date, severity)`,
    )
    await run(
      db,
      sql`insert into digests (id, postmortem_id, technology, state, role, sentences, problems, answer_keys, embedding, embedder)
          overriding system value
          select (value ->> 'id')::bigint, (value ->> 'id')::bigint, value ->> 'technology', 'ready', value ->> 'role',
            value -> 'sentences', '[]', '{}', (value ->> 'vector')::vector, ${embedder.name}
          from jsonb_array_elements(${jsonb(
            some.map((digest, index) => ({ ...digest, vector: pgvector.toSql([...(vectors[index] ?? [])]) })),
          )}::jsonb)`,
    )
  }
}
