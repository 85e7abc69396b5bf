import pgvector from 'pgvector/pg'
import { z } from 'zod'
import type { Statement } from '../domain.ts'
import { type Db, id, json, jsonb, rows, run, sql } from './sql.ts'

/** A text of numbers is ten times as large as they are: only so many are read at once. */
const page = 1_000

/** The vectors of a technology's digests, by id, those of one embedder: each has a space of its own. */
export async function vectorsOf(
  db: Db,
  technology: string,
  embedder: string,
): Promise<ReadonlyMap<number, Float32Array>> {
  const vectors = new Map<number, Float32Array>()
  const shape = z.object({ id, vector: z.string() })
  for (let last = 0; ; ) {
    const found = await rows(
      db,
      shape,
      sql`select id, embedding::text as vector from digests
          where technology = ${technology} and embedding is not null and embedder = ${embedder} and id > ${last} order by id limit ${page}`,
    )
    for (const row of found) vectors.set(row.id, Float32Array.from(z.array(z.number()).parse(JSON.parse(row.vector))))
    const end = found.at(-1)
    if (found.length < page || !end) return vectors
    last = end.id
  }
}

/** A digest as it was embedded; `was` is the embedder. */
export type EmbeddedOtherwise = {
  readonly id: number
  readonly was: string | null
  readonly sentences: readonly Statement[]
}

/** Digests whose vector is another embedder's, the newest first. */
export function embeddedOtherwise(db: Db, embedder: string, limit: number): Promise<EmbeddedOtherwise[]> {
  return rows(
    db,
    z.object({ id, was: z.string().nullable(), sentences: json<readonly Statement[]>() }),
    sql`select d.id, d.embedder as was, d.sentences from digests d join postmortems p on p.id = d.postmortem_id
        where d.state = 'ready' and d.embedder is distinct from ${embedder} and p.withdrawn_at is null
        order by d.id desc limit ${limit}`,
  )
}

/** Keeps a vector unless the digest was written anew meanwhile, by whatever embedder. */
export function saveEmbedding(
  db: Db,
  { id: digestId, was, sentences }: EmbeddedOtherwise,
  { vector, embedder }: { readonly vector: readonly number[]; readonly embedder: string },
): Promise<number> {
  return run(
    db,
    sql`update digests set embedding = ${pgvector.toSql([...vector])}::vector, embedder = ${embedder}
        where id = ${digestId} and embedder is not distinct from ${was} and sentences = ${jsonb(sentences)}`,
  )
}
