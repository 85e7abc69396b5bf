import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'
import type pg from 'pg'

/** Any number that nobody else uses: two processes that start together migrate one after the other. */
const lockKey = 5_633_277

/** Brings the schema up to date; resolves to the names of the migrations that ran. */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    const done = await runner({
      dbClient: client,
      dir: fileURLToPath(new URL('../../migrations', import.meta.url)),
      direction: 'up',
      migrationsTable: 'lode_migrations',
      noLock: true,
      log: () => {},
    })
    await client.query('select pg_advisory_unlock($1)', [lockKey])
    return done.map((migration) => migration.name)
  } finally {
    client.release()
  }
}
