import { describe, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { aDatabase } from '../support/a-database.ts'
import { sentences } from './store-builders.ts'

const { pool } = await aDatabase()

type Row = Readonly<Record<string, unknown>>

const check = '23514'
const unique = '23505'
const foreign = '23503'
const missing = '23502'

let sequence = 0

async function insert(table: string, row: Row): Promise<number> {
  const columns = Object.keys(row)
  const values = columns.map((_, index) => `$${index + 1}`)
  const { rows } = await pool.query(
    `insert into ${table} (${columns.join(', ')}) values (${values.join(', ')}) returning *`,
    Object.values(row),
  )
  return Number(rows[0]?.id)
}

function postmortem(part: Row = {}): Row {
  sequence += 1
  const now = new Date()
  return {
    source: 'test',
    source_id: `document-${sequence}`,
    revision: 'r1',
    state: 'mapped',
    body: 'text',
    summary: '{}',
    mapped_at: now,
    ...part,
  }
}

async function digest(part: Row = {}): Promise<Row> {
  return {
    postmortem_id: await insert('postmortems', postmortem()),
    technology: 'dynamodb',
    state: 'ready',
    role: 'root_cause',
    sentences: JSON.stringify(sentences(3)),
    problems: '[]',
    answer_keys: [],
    ...part,
  }
}

async function pattern(part: Row = {}): Promise<Row> {
  return {
    report_id: await report(),
    technology: 'dynamodb',
    name: 'n',
    criterion: 'c',
    failure_class: 'security',
    description: 'd',
    digest_ids: [],
    ...part,
  }
}

async function opportunity(part: Row = {}): Promise<Row> {
  return {
    technology: 'dynamodb',
    report_id: await report(),
    investment: 'i',
    mechanism: 'm',
    pattern_ids: [1],
    preventions: '[{}]',
    counter_evidence: 'c',
    model: 'fake',
    ...part,
  }
}

function report(): Promise<number> {
  return insert('reports', { technology: 'dynamodb', basis: 'b', model: 'fake' })
}

const answer = (part: Row = {}): Row => {
  sequence += 1
  return {
    key: `key-${sequence}`,
    stage: 'analyzer',
    prompt_hash: 'h',
    model: 'fake',
    question: 'q',
    output: '{}',
    dropped: '[]',
    held: '[]',
    calls: 1,
    input_tokens: 1,
    output_tokens: 1,
    cost_usd: 0,
    milliseconds: 1,
    ...part,
  }
}

const decided = { decided_at: new Date(), decided_by: 'U1' }

test('migrating again changes nothing', async () => {
  expect(await migrate(pool)).toEqual([])
})

test('no lock is left behind', async () => {
  await migrate(pool)
  const { rows } = await pool.query(
    `select * from pg_locks where locktype = 'advisory'
       and database = (select oid from pg_database where datname = current_database())`,
  )
  expect(rows).toEqual([])
})

describe('the database takes', () => {
  const possible: readonly [string, string, () => Row | Promise<Row>][] = [
    ['a mapped postmortem', 'postmortems', () => postmortem()],
    [
      'a waiting one without a summary',
      'postmortems',
      () => postmortem({ state: 'waiting', summary: null, mapped_at: null }),
    ],
    ['a held one with its reason', 'postmortems', () => postmortem({ state: 'held', reason: 'no statement' })],
    [
      'a restricted one without text',
      'postmortems',
      () => postmortem({ state: 'restricted', reason: 'r', body: null }),
    ],
    ['a ready digest of three sentences', 'digests', () => digest()],
    ['a ready digest of five sentences', 'digests', () => digest({ sentences: JSON.stringify(sentences(5)) })],
    [
      'a digest set aside without sentences',
      'digests',
      () => digest({ state: 'set_aside', role: 'mentioned', sentences: '[]' }),
    ],
    ['a held digest with its problems', 'digests', () => digest({ state: 'held', sentences: '[]', problems: '[{}]' })],
    ['a pattern', 'patterns', () => pattern()],
    ['a draft', 'opportunities', () => opportunity()],
    ['an approved opportunity', 'opportunities', () => opportunity({ state: 'approved', ...decided })],
    [
      'a shipped one with its day',
      'opportunities',
      () => opportunity({ state: 'shipped', shipped_on: '2025-01-01', ...decided }),
    ],
    ['an answer', 'answers', () => answer()],
  ]

  test.each(possible)('%s', async (_, table, row) => {
    await expect(insert(table, await row())).resolves.toBeDefined()
  })
})

describe('the database refuses', () => {
  const impossible: readonly [string, string, string, () => Row | Promise<Row>][] = [
    ['a mapped postmortem without a summary', check, 'postmortems', () => postmortem({ summary: null })],
    ['a mapped one without the moment', check, 'postmortems', () => postmortem({ mapped_at: null })],
    ['a mapped one with a reason', check, 'postmortems', () => postmortem({ reason: 'r' })],
    ['a mapped one without a body', check, 'postmortems', () => postmortem({ body: null })],
    ['a waiting one without a body', check, 'postmortems', () => postmortem({ state: 'waiting', body: null })],
    ['a held one without a reason', check, 'postmortems', () => postmortem({ state: 'held' })],
    ['a failed one without a reason', check, 'postmortems', () => postmortem({ state: 'failed' })],
    ['a restricted one with a body', check, 'postmortems', () => postmortem({ state: 'restricted', reason: 'r' })],
    ['an unreadable one with a body', check, 'postmortems', () => postmortem({ state: 'unreadable', reason: 'r' })],
    ['a restricted one without a reason', check, 'postmortems', () => postmortem({ state: 'restricted', body: null })],
    ['an unknown state', check, 'postmortems', () => postmortem({ state: 'done' })],
    ['a document without a revision', missing, 'postmortems', () => postmortem({ revision: null })],
    ['a ready digest of two sentences', check, 'digests', () => digest({ sentences: JSON.stringify(sentences(2)) })],
    ['a ready digest of six sentences', check, 'digests', () => digest({ sentences: JSON.stringify(sentences(6)) })],
    ['a ready digest whose role gets none', check, 'digests', () => digest({ role: 'mentioned' })],
    ['an unknown role', check, 'digests', () => digest({ role: 'guilty' })],
    ['a held digest without a problem', check, 'digests', () => digest({ state: 'held' })],
    ['an embedder without an embedding', check, 'digests', () => digest({ embedder: 'fake' })],
    ['a digest of no postmortem', foreign, 'digests', () => digest({ postmortem_id: 999_999 })],
    ['an answer that took no call', check, 'answers', () => answer({ calls: 0 })],
    ['an unknown failure class', check, 'patterns', () => pattern({ failure_class: 'bad_luck' })],
    ['a pattern of no report', foreign, 'patterns', () => pattern({ report_id: 999_999 })],
    ['an opportunity without a pattern', check, 'opportunities', () => opportunity({ pattern_ids: [] })],
    ['an opportunity that prevents nothing', check, 'opportunities', () => opportunity({ preventions: '[]' })],
    [
      'an approved opportunity that nobody decided on',
      check,
      'opportunities',
      () => opportunity({ state: 'approved' }),
    ],
    ['a decided draft', check, 'opportunities', () => opportunity(decided)],
    [
      'a shipped opportunity without a day',
      check,
      'opportunities',
      () => opportunity({ state: 'shipped', ...decided }),
    ],
    ['a day without a shipped opportunity', check, 'opportunities', () => opportunity({ shipped_on: '2025-01-01' })],
    [
      'an approved opportunity that somebody says has shipped',
      check,
      'opportunities',
      () => opportunity({ state: 'approved', ...decided, shipped_by: 'U1', shipped_at: new Date() }),
    ],
    [
      'a shipped opportunity that somebody reported at no time',
      check,
      'opportunities',
      () => opportunity({ state: 'shipped', shipped_on: '2025-01-01', ...decided, shipped_by: 'U1' }),
    ],
  ]

  test.each(impossible)('%s', async (_, code, table, row) => {
    await expect(insert(table, await row())).rejects.toMatchObject({ code })
  })

  test('two documents under one id of a source', async () => {
    const row = postmortem()
    await insert('postmortems', row)
    await expect(insert('postmortems', row)).rejects.toMatchObject({ code: unique })
  })

  test('two digests of a technology in one postmortem', async () => {
    const row = await digest()
    await insert('digests', row)
    await expect(insert('digests', row)).rejects.toMatchObject({ code: unique })
  })

  test('an embedding without the name of its embedder', async () => {
    const embedding = JSON.stringify(new Array<number>(1024).fill(0.03125))
    await expect(insert('digests', await digest({ embedding }))).rejects.toMatchObject({ code: check })
  })

  test('an embedding of another dimension', async () => {
    const row = await digest({ embedding: '[1,0,0]', embedder: 'fake' })
    await expect(insert('digests', row)).rejects.toMatchObject({ code: '22000' })
  })

  test('a message that was posted without a time stamp', async () => {
    const row = { key: 'p1', channel: 'C1', shows: '{}', wanted: 'w', posted_at: new Date() }
    await expect(insert('posts', row)).rejects.toMatchObject({ code: check })
  })

  test('two votes of one person on one message', async () => {
    await insert('posts', { key: 'p2', channel: 'C1', shows: '{}', wanted: 'w' })
    await insert('votes', { post_key: 'p2', voter: 'U1', vote: 'up', is_curator: false, stage: 'analyzer' })
    await expect(
      insert('votes', { post_key: 'p2', voter: 'U1', vote: 'down', is_curator: false, stage: 'analyzer' }),
    ).rejects.toMatchObject({ code: unique })
  })
})

test('a deleted postmortem takes its digests and their memberships with it', async () => {
  const row = await digest()
  const digestId = await insert('digests', row)
  const patternId = await insert('patterns', await pattern())
  await insert('pattern_members', { pattern_id: patternId, digest_id: digestId })
  await pool.query('delete from postmortems where id = $1', [row.postmortem_id])
  const { rows } = await pool.query('select from pattern_members where pattern_id = $1', [patternId])
  expect(rows).toEqual([])
})

test('processes that start together migrate one after the other, each migration once', async () => {
  await pool.query('drop schema public cascade; create schema public')
  const runs = await Promise.all([migrate(pool), migrate(pool), migrate(pool)])
  expect(runs.flat()).toEqual([
    '0001_foundation',
    '0002_slack',
    '0003_sources',
    '0004_pages',
    '0005_fold',
    '0006_opportunities',
    '0007_stated_facts',
  ])
  expect((await pool.query('select count(*)::int as documents from postmortems')).rows).toEqual([{ documents: 0 }])
})
