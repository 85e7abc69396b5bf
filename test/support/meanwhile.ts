import type pg from 'pg'
import type { Workshop } from '../../src/jobs/job.ts'
import type { Database } from '../../src/store/database.ts'

/** The same workshop, in which something happens once: just before it begins a transaction, the first unless said otherwise. */
export function meanwhile<W extends Workshop>(workshop: W, act: () => Promise<unknown>, place = 1): W {
  let begun = 0
  const before = async (): Promise<void> => {
    begun += 1
    if (begun === place) await act()
  }
  return { ...workshop, database: watched(workshop.database, before) }
}

/** The same database, in which something happens before every transaction. */
export function watched(database: Database, before: () => Promise<void>): Database {
  const { pool } = database
  const connect = async (): Promise<pg.PoolClient> => {
    await before()
    return pool.connect()
  }
  return { ...database, pool: Object.assign(Object.create(pool), { connect, query: pool.query.bind(pool) }) }
}
