import type pg from 'pg'
import { z } from 'zod'
import { counts } from './conditions.ts'
import { type Db, id, one, rows, run, sql } from './sql.ts'

/** So many vectors are compared one by one; the index for more costs each digest that is stored a few milliseconds. */
export const scannedAtMost = 50_000

/** Any number that nobody else uses. */
const lockKey = 5_633_278

export type IndexChange = 'built' | 'dropped' | null

/**
 * Builds the index on digests' vectors once an embedder has more than `most` of them, again if a build was broken off, and
 * drops it when half of them are gone. Any number of workers may try: one builds, the others leave it to that one. Not
 * for a transaction: digests are stored while it is built (on a server; the embedded database does one thing at a time).
 */
export async function keepVectorIndex(pool: pg.Pool, most = scannedAtMost): Promise<IndexChange> {
  const client = await pool.connect()
  try {
    // A worker that was killed leaves its server building, which holds the lock until it is done. Waiting for it here
    // would make a build wait for us in turn.
    const lock = sql`select pg_try_advisory_lock(${lockKey}) as taken`
    if (!(await one(client, z.object({ taken: z.boolean() }), lock)).taken) return null
    const change = await changeIndex(client, most)
    await run(client, sql`select pg_advisory_unlock(${lockKey})`)
    client.release()
    return change
  } catch (error) {
    // With its connection the lock goes, too.
    client.release(true)
    throw error
  }
}

async function changeIndex(client: Db, most: number): Promise<IndexChange> {
  const known = await indexState(client)
  const vectors = await countVectors(client)
  if (known === 'valid' && vectors >= most / 2) return null
  if (known !== 'absent') await run(client, sql`drop index concurrently if exists digests_embedding_nearest`)
  if (vectors <= most) return known === 'absent' ? null : 'dropped'
  await buildIndex(client)
  return 'built'
}

/** In memory for some 200,000 vectors, slower beyond. By one process: pgvector before 0.8.2 may corrupt memory with more. */
async function buildIndex(client: Db): Promise<void> {
  await run(client, sql`set maintenance_work_mem = '512MB'`)
  await run(client, sql`set max_parallel_maintenance_workers = 0`)
  await run(
    client,
    sql`create index concurrently digests_embedding_nearest on digests
        using hnsw ((embedding::halfvec(1024)) halfvec_cosine_ops) with (m = 16, ef_construction = 64)
        where state = 'ready' and embedding is not null`,
  )
  await run(client, sql`reset maintenance_work_mem`)
  await run(client, sql`reset max_parallel_maintenance_workers`)
}

/** Of the embedder with the most. */
async function countVectors(db: Db): Promise<number> {
  const found = await rows(
    db,
    z.object({ vectors: z.number() }),
    sql`select count(*)::int as vectors from digests where state = 'ready' and embedding is not null
        group by embedder order by 1 desc limit 1`,
  )
  return found[0]?.vectors ?? 0
}

/** Whether vectors can be looked up; an index whose build was broken off is `invalid`, as one is that is being built. */
export async function indexState(db: Db): Promise<'absent' | 'invalid' | 'valid'> {
  const found = await rows(
    db,
    z.object({ isValid: z.boolean() }),
    sql`select indisvalid as "isValid" from pg_index where indexrelid = to_regclass('digests_embedding_nearest')`,
  )
  if (!found[0]) return 'absent'
  return found[0].isValid ? 'valid' : 'invalid'
}

/** What neighbours are looked for, and those that may not be among them: an incident itself, and later ones. */
export type Asked = {
  readonly vectors: readonly string[]
  readonly embedder: string
  readonly exceptId: number | null
  readonly until: string | null
}

/** So many are taken from the index for each vector, to be compared exactly: several may be of one incident. */
const candidatesEach = 100

/**
 * Digests that are probably the nearest, from the index; null where there is none, or where it finds too few that are
 * not left out: then all are to be compared. Needs a transaction.
 */
export async function nearestCandidates(
  tx: Db,
  { vectors, embedder, exceptId, until }: Asked,
): Promise<readonly number[] | null> {
  if ((await indexState(tx)) !== 'valid') return null
  // What is left out is left out after the index was read: it must be read on until there are enough.
  await run(tx, sql`set local hnsw.iterative_scan = relaxed_order`)
  await run(tx, sql`set local hnsw.ef_search = 200`)
  // Else it may be thought dear, and all are sorted.
  await run(tx, sql`set local enable_sort = off`)
  const found = await rows(
    tx,
    z.object({ id }),
    sql`select near.id from unnest(${vectors}::halfvec[]) own(vector) cross join lateral (
          select d.id from digests d join postmortems p on p.id = d.postmortem_id
          where d.embedder = ${embedder} and ${counts} and d.embedding is not null
            and d.postmortem_id is distinct from ${exceptId}::bigint
            and (${until}::date is null or p.incident_date is null or p.incident_date <= ${until}::date)
          order by d.embedding::halfvec(1024) <=> own.vector limit ${candidatesEach}
        ) near`,
  )
  await run(tx, sql`set local enable_sort = on`)
  return found.length < candidatesEach * vectors.length ? null : found.map((row) => row.id)
}
