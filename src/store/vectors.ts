import { z } from 'zod'
import { type Db, id, rows, sql } from './sql.ts'

/** A text of numbers is ten times as large as they are: only so many are read at once. */
const page = 1_000

/** The vectors of a technology's digests, by id. */
export async function vectorsOf(db: Db, technology: string): Promise<ReadonlyMap<number, Float32Array>> {
  const vectors = new Map<number, Float32Array>()
  const shape = z.object({ id, vector: z.string() })
  for (let last = 0; ; ) {
    const found = await rows(
      db,
      shape,
      sql`select id, embedding::text as vector from digests
          where technology = ${technology} and embedding is not null and id > ${last} order by id limit ${page}`,
    )
    for (const row of found) vectors.set(row.id, Float32Array.from(z.array(z.number()).parse(JSON.parse(row.vector))))
    const end = found.at(-1)
    if (found.length < page || !end) return vectors
    last = end.id
  }
}
