import { z } from 'zod'
import { type Db, one, sql } from './sql.ts'

/** What the database is, for people who look for what is wrong. */
export function serverVersions(db: Db): Promise<{ postgres: string; pgvector: string }> {
  return one(
    db,
    z.object({ postgres: z.string(), pgvector: z.string() }),
    sql`select current_setting('server_version') as postgres, extversion as pgvector from pg_extension where extname = 'vector'`,
  )
}
