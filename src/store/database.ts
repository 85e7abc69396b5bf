import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import pg from 'pg'
import { UserError } from '../errors.ts'
import { embeddedPool } from './embedded-pool.ts'
import { lockFolder } from './folder-lock.ts'
import { migrate } from './migrate.ts'
import type { Db } from './sql.ts'

/**
 * Postgres, a server or embedded. The embedded one is a single connection: inside a transaction use its client only,
 * and hold none across a model call. `pglite` is there when embedded, for LISTEN.
 */
export type Database = {
  readonly pool: pg.Pool
  readonly url: string | null
  readonly pglite: PGlite | null
  /** The migrations that opening it has run. */
  readonly migrated: readonly string[]
  close(): Promise<void>
}

/** Where the data lives: a server's url, a folder for the embedded database, or memory for tests and demos. */
export type DatabaseAddress = { readonly url: string } | { readonly folder: string } | { readonly memory: true }

/** Opens the database and brings its schema up to date. Throws `UserError` when it can't be reached or is in use. */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  const database = 'url' in address ? openServer(address.url) : await openEmbedded(address)
  try {
    return { ...database, migrated: await migrate(database.pool) }
  } catch (error) {
    await database.close()
    throw explained(error, address)
  }
}

type Opened = Omit<Database, 'migrated'>

function openServer(url: string): Opened {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000 })
  // An idle connection that the server ends is replaced by the next query; unheard, it would end the process.
  pool.on('error', () => {})
  return { pool, url, pglite: null, close: () => pool.end() }
}

async function openEmbedded(address: { readonly folder: string } | { readonly memory: true }): Promise<Opened> {
  const unlock = 'folder' in address ? await takeFolder(address.folder) : async () => {}
  const where = 'folder' in address ? path.join(address.folder, 'database') : 'memory://'
  const pglite = await PGlite.create(where, { extensions: { vector } }).catch(async (error: unknown) => {
    await unlock()
    throw 'folder' in address ? unusable(address.folder, error) : error
  })
  const pool = embeddedPool(pglite)
  const close = async (): Promise<void> => {
    await pool.end()
    await pglite.close()
    await unlock()
  }
  return { pool, url: null, pglite, close }
}

async function takeFolder(folder: string): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true })
    return await lockFolder(folder)
  } catch (error) {
    throw error instanceof UserError ? error : unusable(folder, error)
  }
}

/** What the file system or PGlite threw, which is not always an `Error`, in words that say what to do. */
function unusable(folder: string, cause: unknown): UserError {
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
  return new UserError(
    `The embedded database can't be opened in ${folder}${code}. See that it is a folder that can be written to, on a disk with room, or name another with LODE_HOME.`,
    { cause },
  )
}

/** Runs `work` in a transaction: committed when it resolves, rolled back when it rejects. */
export async function transaction<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // The query under way rejects as well; unheard, the event would end the process.
  const onError = (): void => {}
  client.on('error', onError)
  let isBroken = false
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // What went wrong is the first error; a connection that can't roll back is thrown away, and so rolled back.
    isBroken = await client.query('rollback').then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    client.off('error', onError)
    client.release(isBroken)
  }
}

/** Connection trouble in words that say what to do; never the password. */
function explained(error: unknown, address: DatabaseAddress): unknown {
  if (!('url' in address) || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const host = URL.parse(address.url)?.host ?? 'the given address'
  const advice: Record<string, string> = {
    ECONNREFUSED: `nothing answers at ${host}; is the server running?`,
    ECONNRESET: `the server at ${host} hung up; is it PostgreSQL, and does it want TLS?`,
    ENOTFOUND: `the host of ${host} is unknown`,
    '28P01': `the server at ${host} refused the user or password`,
    '28000': `the server at ${host} refused the user`,
    '3D000': `the server at ${host} has no such database; create it first`,
    '0A000': `the server at ${host} has no pgvector extension; install it there`,
    '42501': `the user may not create the extension "vector"; have an administrator run: create extension vector`,
    '53300': `the server at ${host} has no connection left; raise max_connections or close some`,
    '57P03': `the server at ${host} is starting up or shutting down; try again in a moment`,
  }
  const isSilent = /timeout|terminated/i.test(error.message)
  const known = advice[code] ?? (isSilent ? `the server at ${host} doesn't answer as PostgreSQL would` : null)
  return known ? new UserError(`DATABASE_URL: ${known.replace(/(?<![?])$/, '.')}`, { cause: error }) : error
}
