import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import pg from 'pg'
import { afterAll, onTestFinished, TestRunner } from 'vitest'
import { type Database, type DatabaseAddress, openDatabase } from '../../src/store/database.ts'
import { embeddedPool } from '../../src/store/embedded-pool.ts'

/** The server that tests run on besides the embedded database; null when there is none. */
export const server = process.env.DATABASE_URL || null

/**
 * A new, migrated database that nobody else sees: on the server of DATABASE_URL, else embedded in memory. It goes with
 * the test that asks for it or, asked for at the top of a file, with the file.
 */
export async function aDatabase(): Promise<Database> {
  const database = server ? await openDatabase(await aNewAddress()) : await embedded()
  goesWithTheTest(() => database.close())
  return database
}

/** Where a database is that nobody has opened yet. */
export async function aNewAddress(): Promise<DatabaseAddress> {
  return server ? { url: await aServerDatabase(server) } : { memory: true }
}

/** Creates an empty database on a server; it is dropped with the test or file. Resolves to its url. */
export async function aServerDatabase(url: string): Promise<string> {
  const name = `lode_test_${randomUUID().replaceAll('-', '')}`
  await asAdministrator(url, `create database ${name}`)
  goesWithTheTest(() => asAdministrator(url, `drop database ${name} with (force)`))
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * What `openDatabase({ memory: true })` opens, from a dump of such a one: making an embedded database takes three
 * seconds of computing, loading it less than one.
 */
async function embedded(): Promise<Database> {
  const loadDataDir = new Blob([await readFile(await aDump())])
  const pglite = await PGlite.create({ loadDataDir, extensions: { vector } })
  const pool = embeddedPool(pglite)
  const close = async (): Promise<void> => {
    await pool.end()
    await pglite.close()
  }
  return { pool, url: null, pglite, migrated: [], close }
}

/** The file of the dump, made once per machine and version of what is in it. */
async function aDump(): Promise<string> {
  const file = path.join(tmpdir(), `lode-test-database-${versionOf('migrations', 'package-lock.json')}.tar`)
  if (existsSync(file)) return file
  const database = await openDatabase({ memory: true })
  const dump = await database.pglite?.dumpDataDir('none')
  await database.close()
  const part = `${file}.${randomUUID()}`
  await writeFile(part, dump?.stream() ?? '')
  await rename(part, file)
  return file
}

function versionOf(folder: string, lockFile: string): string {
  const files = [...readdirSync(folder).map((name) => path.join(folder, name)), lockFile].sort()
  return files
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256'))
    .digest('hex')
    .slice(0, 12)
}

/**
 * Cleans up after the running test or, at the top of a file, after the file; what was made last goes first. Not for
 * hooks: what they ask for would stay.
 */
export function goesWithTheTest(cleanUp: () => Promise<unknown>): void {
  const hook = async (): Promise<void> => {
    await cleanUp()
  }
  if (TestRunner.getCurrentTest()) onTestFinished(hook)
  else afterAll(hook)
}
