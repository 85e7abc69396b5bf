import type { QueryResult } from 'pg'
import tag, { type Sql } from 'sql-template-tag'
import { z } from 'zod'

/** A pool or a transaction's client: store functions take either first, and never open a transaction of their own. */
export type Db = { query(text: string, values?: unknown[]): Promise<QueryResult> }

/** SQL with its values as parameters. One may stand in another, as a value would. */
export type Query = Sql

export const sql = tag

/** Runs a query whose rows must have the given shape. */
export async function rows<Row>(db: Db, row: z.ZodType<Row>, { text, values }: Query): Promise<Row[]> {
  const result = await db.query(text, [...values])
  return z.array(row).parse(result.rows)
}

/** The only row of a query that always has one. */
export async function one<Row>(db: Db, row: z.ZodType<Row>, query: Query): Promise<Row> {
  const [found] = await rows(db, row, query)
  if (found === undefined) throw new Error(`no row: ${query.text.trim().slice(0, 80)}`)
  return found
}

/** Runs a statement; resolves to the number of rows that it touched. */
export async function run(db: Db, { text, values }: Query): Promise<number> {
  return (await db.query(text, [...values])).rowCount ?? 0
}

/** A `jsonb` column: we wrote it ourselves, in the shape that its table's type says. */
export const json = <T>() => z.custom<T>((value) => value !== undefined)

/** A value for a `jsonb` column. Models may write what Postgres can't keep: NUL, or half of a surrogate pair. */
export function jsonb(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'string' ? storable(part) : part))
}

/** The same for a text column. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}

/** `bigint` comes as a string. Ids stay far below 2^53. */
export const id = z.coerce.number().int()

/** Waits until nobody else holds this lock, and holds it until the transaction ends. */
export function lockFor(tx: Db, name: string): Promise<number> {
  return run(tx, sql`select pg_advisory_xact_lock(hashtext(${name}))`)
}

/** The same for many at once, as long as nobody holds it alone. */
export function shareLockFor(tx: Db, name: string): Promise<number> {
  return run(tx, sql`select pg_advisory_xact_lock_shared(hashtext(${name}))`)
}
