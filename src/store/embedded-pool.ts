import type { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'

/**
 * A pool of the one connection that the embedded database has.
 *
 * `pg`'s own would replace its client as soon as a statement has failed. The new client would share the connection, take the
 * rest of the old one's answer for its own, and no statement would ever be answered again. This one keeps its client.
 */
export function embeddedPool(pglite: PGlite): pg.Pool {
  // A query on the pool inside an open transaction would wait for ever: the time-out makes that mistake loud.
  const pool = new pg.Pool({ ...createPgConfig(pglite), max: 1, connectionTimeoutMillis: 30_000, idleTimeoutMillis: 0 })
  const query = async (text: string, values?: unknown[]): Promise<pg.QueryResult> => {
    const client = await pool.connect()
    try {
      return await client.query(text, values)
    } finally {
      client.release()
    }
  }
  return Object.assign(pool, { query })
}
