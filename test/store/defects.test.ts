import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { UserError } from '../../src/errors.ts'
import { askModel } from '../../src/pipeline/ask.ts'
import type { Stage } from '../../src/pipeline/stage.ts'
import { remember, usageSince } from '../../src/store/answers.ts'
import { openDatabase } from '../../src/store/database.ts'
import { saveFindings } from '../../src/store/digests.ts'
import { lockFolder } from '../../src/store/folder-lock.ts'
import { findPostmortem, saveMapping } from '../../src/store/postmortems.ts'
import { saveRevision } from '../../src/store/revisions.ts'
import { aDatabase, aServerDatabase, goesWithTheTest, server } from '../support/a-database.ts'
import { FakeModel } from '../support/fake-model.ts'
import { aFinding, aMapping, aProblem, aRevision, aStoredPostmortem } from './store-builders.ts'

const { pool } = await aDatabase()

describe('the schema', () => {
  test('refuses a ready digest without a role', async () => {
    const id = await aStoredPostmortem(pool, { source: 'roles' })
    await expect(saveFindings(pool, id, [aFinding({ role: null })], 'fake')).rejects.toMatchObject({ code: '23514' })
  })
})

describe('text of a model', () => {
  const stage: Stage<string, { name: string }> = {
    name: 'patterns',
    prompt: { tier: 'large', maxTokens: 321, system: 'You name things.', user: 'Name {{ what }}.' },
    output: z.object({ name: z.string() }),
    vars: (what) => ({ what }),
  }

  test.each([
    ['a NUL character', 'a\u0000b'],
    ['half of an emoji', 'a\ud83d'],
  ])('with %s in it is kept like any other', async (name, answer) => {
    const model = new FakeModel({ name: answer })
    const ask = remember(pool, ({ tier }) => model.nameOf(tier), askModel(model))
    expect(await ask(stage, name)).toMatchObject({ calls: 1 })
    expect(await ask(stage, name)).toMatchObject({ calls: 0 })
  })

  test('whose complaint was cut in the middle of an emoji does not keep its document from being mapped', async () => {
    const id = await saveRevision(pool, aRevision({ source: 'emoji' }))
    const dropped = [aProblem(`this quote is not in what the document says: "${'🔥'.repeat(40).slice(0, 79)}…"`)]
    expect(await saveMapping(pool, id, 'r1', aMapping({ dropped }))).toBe(true)
  })
})

test('usage beyond two thousand million tokens is counted', async () => {
  const since = new Date(0)
  await pool.query(
    `insert into answers (key, stage, prompt_hash, model, question, output, dropped, held, calls, input_tokens,
       output_tokens, cost_usd, milliseconds)
     select 'large-' || n, 'analyzer', 'h', 'm', 'q', '{}', '[]', '[]', 1, 1500000000, 1, 1, 1 from generate_series(1, 2) n`,
  )
  const { inputTokens } = await usageSince(pool, since)
  await pool.query(`delete from answers where key like 'large-%'`)
  expect(inputTokens).toBeGreaterThanOrEqual(3_000_000_000)
})

describe('a person finds a postmortem', () => {
  test.each(['orders-4711.md', 'orders-4711'])(
    'by its whole file name %s before an older one that contains it',
    async (name) => {
      await aStoredPostmortem(pool, { source: name, sourceId: `big-${name}-again.md` })
      const id = await aStoredPostmortem(pool, { source: name, sourceId: 'orders-4711.md' })
      expect(await findPostmortem(pool, name)).toMatchObject({ id })
      await pool.query('delete from postmortems where source = $1', [name])
    },
  )

  test('by nothing at all: not', async () => {
    await aStoredPostmortem(pool, { source: 'nothing' })
    expect(await findPostmortem(pool, '')).toBeNull()
  })
})

describe('a folder', () => {
  test('that two take at the same moment goes to one of them, and the other is told', async () => {
    for (let round = 0; round < 30; round++) {
      const folder = await aFolder()
      await expectOneHolder([lockFolder(folder), lockFolder(folder)])
    }
  })

  test('with a stale lock that two take at the same moment goes to one of them, and the other is told', async () => {
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
    await once(dead, 'close')
    for (let round = 0; round < 30; round++) {
      const folder = await aFolder()
      await writeFile(path.join(folder, 'lock'), String(dead.pid))
      await expectOneHolder([lockFolder(folder), lockFolder(folder)])
    }
  })

  test('whose stale lock names the process that asks, as after a restart of a container, is taken over', async () => {
    const folder = await aFolder()
    await writeFile(path.join(folder, 'lock'), String(process.pid))
    await expect(lockFolder(folder)).resolves.toBeInstanceOf(Function)
  })

  test('that is a file is refused in words that a person understands', async () => {
    const file = path.join(await aFolder(), 'file')
    await writeFile(file, '')
    await expect(openDatabase({ folder: file })).rejects.toThrow(UserError)
  })

  async function expectOneHolder(takers: readonly Promise<unknown>[]): Promise<void> {
    const results = await Promise.allSettled(takers)
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refusals).toHaveLength(1)
    expect(refusals[0]).toBeInstanceOf(UserError)
  }

  async function aFolder(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lode-lock-'))
    goesWithTheTest(() => rm(folder, { recursive: true, force: true }))
    return folder
  }
})

describe('a server that can not be used', () => {
  test.each([
    ['57P03', 'the database system is starting up'],
    ['53300', 'sorry, too many clients already'],
  ])('because it answers %s is named in words that a person understands', async (code, words) => {
    const port = await aServerThat((socket) => socket.once('data', () => socket.end(refusal(code, words))))
    await expectUserError(port)
  })

  test('because it hangs up is named in words that a person understands', async () => {
    await expectUserError(await aServerThat((socket) => socket.once('data', () => socket.destroy())))
  })

  test('because it never answers is named in words that a person understands', async () => {
    const port = await aServerThat(() => {})
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const refused = expectUserError(port)
    await vi.advanceTimersByTimeAsync(60_000)
    await refused
  })

  async function expectUserError(port: number): Promise<void> {
    const opened = openDatabase({ url: `postgres://lode:secret@127.0.0.1:${port}/lode` })
    const error: unknown = await opened.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UserError)
    expect(String(error)).toContain(`127.0.0.1:${port}`)
  }
})

describe.skipIf(server === null)('a connection that the server ends (only with DATABASE_URL)', () => {
  test('while it is idle does not end the process', async () => {
    const end = await afterScript(`
      const [one, other] = [await pool.connect(), await pool.connect()]
      const { rows: [{ pid }] } = await one.query('select pg_backend_pid() as pid')
      const ended = new Promise((resolve) => one.connection.once('end', resolve))
      one.release()
      await other.query('select pg_terminate_backend($1)', [pid])
      await ended
      other.release()
      await pool.query('select 1')
      process.stdout.write('still here')`)
    expect(end).toEqual({ output: 'still here', complaint: '' })
  })

  test('within a transaction does not end the process, and is the reason that the transaction gives', async () => {
    const end = await afterScript(`
      const work = transaction(pool, (tx) => tx.query('select pg_terminate_backend(pg_backend_pid())'))
      const error = await work.catch((reason) => reason)
      await pool.query('select 1')
      process.stdout.write(error.code)`)
    expect(end).toEqual({ output: '57P01', complaint: '' })
  })

  /** What a process of its own writes that has opened a database of its own. */
  async function afterScript(script: string): Promise<{ output: string; complaint: string }> {
    const source = JSON.stringify(new URL('../../src/store/database.ts', import.meta.url).href)
    const head = `const { openDatabase, transaction } = await import(${source})
      const { pool, close } = await openDatabase({ url: process.argv[1] })`
    const code = [head, script, 'await close()'].join('\n')
    const child = spawn(process.execPath, ['--input-type=module', '-e', code, await aServerDatabase(server ?? '')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
    return { output, complaint: /^\w*Error.*$/m.exec(complaint)?.[0] ?? complaint.slice(0, 300) }
  }
})

async function aServerThat(answers: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    answers(socket)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  goesWithTheTest(async () => {
    for (const socket of sockets) socket.destroy()
    listener.close()
  })
  return (listener.address() as AddressInfo).port
}

/** PostgreSQL's message that ends a connection before it begins. */
function refusal(code: string, words: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${words}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}
