import type { Db } from '../../src/store/sql.ts'

type StoredRow = Readonly<Record<string, unknown>> & { readonly id: string; readonly revision: string }

/** All rows of postmortems as they stand, in the order of their ids at the source. */
export async function stored(db: Db): Promise<StoredRow[]> {
  return (await db.query('select * from postmortems order by source, source_id')).rows
}

/** Every table of the database, the queue's included, that has a text in one of its rows. */
export async function tablesHolding(db: Db, text: string): Promise<string[]> {
  const { rows: tables } = await db.query(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE' order by 1`,
  )
  const holding: string[] = []
  for (const { name } of tables) {
    const { rows } = await db.query(`select from ${name} t where strpos(t::text, $1) > 0 limit 1`, [text])
    if (rows.length > 0) holding.push(name)
  }
  return holding
}
