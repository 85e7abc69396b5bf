import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, onTestFinished, TestRunner } from 'vitest'
import { type Database, type DatabaseAddress, openDatabase } from '../../src/store/database.ts'

/** The server that tests run on besides the embedded database; null when there is none. */
export const server = process.env.DATABASE_URL || null

/**
 * A new, migrated database that nobody else sees: on the server of DATABASE_URL, else embedded in memory. It goes with
 * the test that asks for it, or, asked for at the top of a file, with the file.
 */
export async function aDatabase(): Promise<Database> {
  const database = await openDatabase(await anAddress())
  goesWithTheTest(() => database.close())
  return database
}

/** Where a new, empty database is: not opened, so not migrated either. */
async function anAddress(): Promise<DatabaseAddress> {
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

/** Cleans up after the running test or, outside of one, after the file; what was made last goes first. */
export function goesWithTheTest(cleanUp: () => Promise<unknown>): void {
  const hook = async (): Promise<void> => {
    await cleanUp()
  }
  if (TestRunner.getCurrentTest()) onTestFinished(hook)
  else afterAll(hook)
}
