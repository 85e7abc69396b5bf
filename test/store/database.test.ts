import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { openDatabase, transaction } from '../../src/store/database.ts'
import { storedRevision } from '../../src/store/revisions.ts'
import { aDatabase, aNewAddress, goesWithTheTest } from '../support/a-database.ts'
import { aFolder } from '../support/a-workshop.ts'
import { everyMigration } from '../support/every-migration.ts'

const { pool } = await aDatabase()

describe('a transaction', () => {
  test('is committed when its work is done, and resolves to its result', async () => {
    const result = await transaction(pool, async (tx) => {
      await tx.query(`insert into inbox values ('committed', 'test')`)
      return 42
    })
    expect(result).toBe(42)
    expect(await inbox('committed')).toBe(1)
  })

  test('is rolled back when its work fails, and rejects with the reason', async () => {
    const failure = new Error('changed my mind')
    const work = transaction(pool, async (tx) => {
      await tx.query(`insert into inbox values ('rolled back', 'test')`)
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await inbox('rolled back')).toBe(0)
  })

  test('is rolled back when a statement fails, and the next one works', async () => {
    const work = transaction(pool, async (tx) => {
      await tx.query(`insert into inbox values ('twice', 'test')`)
      await tx.query(`insert into inbox values ('twice', 'test')`)
    })
    await expect(work).rejects.toMatchObject({ code: '23505' })
    expect(await inbox('twice')).toBe(0)
    await transaction(pool, (tx) => tx.query(`insert into inbox values ('twice', 'test')`))
    expect(await inbox('twice')).toBe(1)
  })

  test('gives its connection back, however it ends', async () => {
    for (let index = 0; index < 25; index++) {
      await transaction(pool, async () => {
        if (index % 2 === 0) throw new Error('no')
      }).catch(() => {})
    }
    expect(pool.waitingCount).toBe(0)
    expect(pool.idleCount).toBe(pool.totalCount)
  })
})

test('a statement that fails harms no other that is asked for right after it', async () => {
  const insert = () => pool.query('insert into inbox values ($1, $2)', ['known', 'test'])
  const select = () => pool.query('select $1 as answer', ['a'])
  await insert()
  for (let round = 0; round < 10; round++) {
    await expect(insert()).rejects.toMatchObject({ code: '23505' })
    const answers = await Promise.all([select(), select(), select()])
    expect(answers.map(({ rows }) => rows)).toEqual(Array(3).fill([{ answer: 'a' }]))
  }
})

test('a database that is opened for the first time gets every migration, and can be used at once', async () => {
  const database = await openDatabase(await aNewAddress())
  goesWithTheTest(() => database.close())
  expect(database.migrated).toEqual(everyMigration)
  expect(await transaction(database.pool, (tx) => storedRevision(tx, 'folder:/', 'a.md'))).toBeNull()
})

describe('a folder that can not be used', () => {
  test.each([
    ['is a file', 'notes', 'EEXIST'],
    ['can not be made', 'notes/home', 'ENOTDIR'],
    ['takes no lock', 'locked', 'EISDIR'],
  ])('because it %s is named, with what to do', async (_, name, code) => {
    const folder = path.join(await aFolder({ notes: '', 'locked/lock/file': '' }), name)
    const error = await refusal(folder)
    expect(error.message).toContain(`${folder} (${code}).`)
  })

  test('because what lies there is no database is named, and given back', async () => {
    const folder = await aFolder({ database: '' })
    await refusal(folder)
    expect(await readdir(folder)).toEqual(['database'])
  })

  async function refusal(folder: string): Promise<UserError> {
    const error: unknown = await openDatabase({ folder }).catch((reason: unknown) => reason)
    if (!(error instanceof UserError)) throw new Error(`no UserError: ${String(error)}`)
    expect(error.message).toContain('LODE_HOME')
    return error
  }
})

describe('a server that can not be used', () => {
  const password = 'hunter2-s3cret'

  test('because nothing answers is named, with what to do', async () => {
    const port = await aFreePort()
    const message = await refusal(`postgres://lode:${password}@127.0.0.1:${port}/lode`)
    expect(message).toBe(`DATABASE_URL: nothing answers at 127.0.0.1:${port}; is the server running?`)
  })

  test.each([
    ['28P01', 'refused the user or password'],
    ['28000', 'refused the user'],
    ['3D000', 'has no such database; create it first'],
  ])('because it answers %s is named, with what is wrong', async (code, words) => {
    const port = await aServerThatRefuses(code, `password authentication failed: ${password}`)
    const message = await refusal(`postgres://lode:${password}@127.0.0.1:${port}/lode`)
    expect(message).toContain(`127.0.0.1:${port}`)
    expect(message).toContain(words)
  })

  async function refusal(url: string): Promise<string> {
    const error: unknown = await openDatabase({ url }).catch((reason: unknown) => reason)
    if (!(error instanceof UserError)) throw new Error(`no UserError: ${String(error)}`)
    expect(error.message).toContain('DATABASE_URL')
    expect(error.message).not.toContain(password)
    return error.message
  }
})

async function inbox(eventId: string): Promise<number> {
  const { rows } = await pool.query('select count(*)::int as events from inbox where event_id = $1', [eventId])
  return rows[0]?.events
}

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Speaks just enough of PostgreSQL's protocol to refuse everybody with an error code. */
async function aServerThatRefuses(code: string, message: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
      const head = Buffer.alloc(5)
      head.write('E')
      head.writeInt32BE(fields.length + 4, 1)
      socket.end(Buffer.concat([head, fields]))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  goesWithTheTest(async () => server.close())
  return (server.address() as AddressInfo).port
}
