import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { aDocument, aFolder } from '../support/a-workshop.ts'
import { anEmbeddedHome, lode } from './run-lode.ts'

/** Nothing in this file gets as far as opening a database, so that all of it can run at once. */
const home = await anEmbeddedHome()
const taken = await aTakenPort()

const commands = [
  'demo',
  'map',
  'backfill',
  'patterns',
  'opportunities',
  'technologies',
  'show',
  'status',
  'retry',
  'eval',
  'migrate',
  'start',
]

describe.concurrent('help', () => {
  test('lists every command, and says where settings come from', async () => {
    const { exitCode, stdout } = await lode({ LOG_LEVEL: 'nonsense' }, '--help')
    expect(exitCode).toBe(0)
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(stdout).toContain('.env.example')
  })

  test.each(commands)('of %s shows examples, also without configuration', async (command) => {
    const { exitCode, stdout, stderr } = await lode({ LOG_LEVEL: 'nonsense' }, command, '--help')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`Examples:\n  npm run lode -- ${command}`))
  })
})

describe.concurrent('a wrong command line ends with 2 and says what is wrong:', () => {
  test.each([
    ['an unknown command', ['pattern'], "unknown command 'pattern'"],
    ['an unknown option', ['status', '--jsn'], "unknown option '--jsn'"],
    ['a missing argument', ['patterns'], "missing required argument 'technology'"],
    ['an argument too many', ['status', 'now'], 'too many arguments'],
    ['a missing option', ['eval', '.'], "required option '--labels"],
    ['a port that is none', ['demo', '--port', '8o80'], 'A port is a number'],
    ['JSON of what only logs', ['start', '--json'], "unknown option '--json'"],
    ['an impossible choice', ['start', '--role', 'boss'], 'Allowed choices are all, worker'],
    ['nothing at all', [], 'Usage: lode'],
  ])('%s', async (_, words, message) => {
    const { exitCode, stdout, stderr } = await lode(home, ...words)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe.concurrent('what can not be done ends with 1 and says why and what to do:', () => {
  test.each([
    ['a technology that nobody knows', ['patterns', 'dynamodbb'], 'Did you mean dynamodb?'],
    ['one that is like no other', ['opportunities', 'zzzzzzzzzzzzzzzzzz'], 'The command "technologies" lists'],
    ['a date that is none', ['patterns', 'kafka', '--since', 'spring'], 'Write 2025, 2025-01 or 2025-01-15'],
    ['a month that is none', ['patterns', 'kafka', '--since', '2025-13'], 'Write 2025, 2025-01 or 2025-01-15'],
    ['a file that is not there', ['map', '/nowhere/outage.md'], '/nowhere/outage.md is not there'],
    ['a demo at a port that is taken', ['demo', '--port', taken], `Nothing can listen at port ${taken}`],
    ['a demo that can not watch its folder', ['demo', '--drop', '/dev/null/drop'], 'Name another with --drop'],
    ['a worker on the embedded database', ['start', '--role', 'worker'], 'More processes need DATABASE_URL'],
  ])('%s', async (_, words, message) => {
    const { exitCode, stdout, stderr } = await lode(home, ...words)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/^lode: .+\n$/)
    expect(stderr).toContain(message)
  })

  test('a configuration, with all its problems at once', async () => {
    const { exitCode, stdout, stderr } = await lode(
      { DATABASE_URL: 'mysql://lode:hunter2@db', MODEL_PROVIDER: 'crystal-ball', LOG_LEVEL: 'loud' },
      'status',
    )
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    for (const word of ['DATABASE_URL', 'MODEL_PROVIDER', 'LOG_LEVEL', '.env.example']) expect(stderr).toContain(word)
    expect(stderr).not.toContain('hunter2')
    expect(stderr).not.toContain('    at ')
  })

  test('a roster that can not be read', async () => {
    const { exitCode, stderr } = await lode({ ...home, REDACTION_ROSTER: '/nowhere/people.txt' }, 'map', '.')
    expect(exitCode).toBe(1)
    expect(stderr).toBe("lode: REDACTION_ROSTER: /nowhere/people.txt can't be read. Nothing is processed without it.\n")
  })
})

const example = path.resolve('examples/postmortems/2023-09-12-guest-baskets-lost.md')
const secret = aDocument(['Kafka'], 'restricted: true')
const mixedFolder = await aFolder({ 'empty.md': '', 'secret.md': secret, 'fine.md': readFileSync(example) })
const refusedFolder = await aFolder({ 'empty.md': '' })
const draftFolder = await aFolder({ 'draft.md': aDocument(['Kafka'], 'draft: true') })
const personalFolder = await aFolder({
  'a.md': [
    '---\ntitle: The checkout was slow\npeople: [Ottilie Wombat]\n---',
    'Ottilie Wombat restarted Kafka because Kafka had lost its brokers. Write to ottilie@wombat.example.',
  ].join('\n'),
})

describe.concurrent('lode map', () => {
  test('prints the digest of a file', async () => {
    const { exitCode, stdout, stderr } = await lode(home, 'map', example)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const words of ['What happened', 'Root causes', 'Preventive actions', 'dynamodb'])
      expect(stdout).toContain(words)
    expect(stdout).toContain('no language model was used')
  })

  test('prints one JSON document on request', async () => {
    const { exitCode, stdout } = await lode(home, 'map', example, '--json')
    expect(exitCode).toBe(0)
    const [{ sourceId, thread }] = JSON.parse(stdout)
    expect(sourceId).toBe(path.basename(example))
    expect(thread.findings.map((finding: { technology: string }) => finding.technology)).toContain('dynamodb')
    expect(thread.summary.rootCauses.length).toBeGreaterThan(0)
  })

  test('says of a folder which files it refuses, and does the others', async () => {
    const { exitCode, stdout } = await lode(home, 'map', mixedFolder)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('× empty.md: empty: there is no text in it.')
    expect(stdout).toContain('× secret.md: marked as restricted; it is not processed.')
    expect(stdout).toContain('dynamodb')
    expect(stdout).not.toContain('throttled the writes of the checkout')
  })

  test('ends with 1 when every file is refused', async () => {
    const { exitCode, stdout } = await lode(home, 'map', refusedFolder, '--json')
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toEqual([{ sourceId: 'empty.md', refused: 'empty: there is no text in it.' }])
  })

  test('ends with 1 when no file is published', async () => {
    const { exitCode, stderr } = await lode(home, 'map', draftFolder)
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `lode: ${draftFolder} holds no published Markdown file.\n`,
    })
  })

  test('shows people and values only as placeholders', async () => {
    const { stdout } = await lode(home, 'map', personalFolder, '--json')
    expect(stdout).toContain('[PERSON_1]')
    expect(stdout).not.toMatch(/wombat/i)
  })
})

/** Somebody listens there until this file is done. */
async function aTakenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  const address = server.address()
  return String(typeof address === 'object' ? address?.port : address)
}
