import { beforeAll, describe, expect, test } from 'vitest'
import { transaction } from '../../src/store/database.ts'
import { type Neighbour, similarTo, similarToText } from '../../src/store/neighbours.ts'
import { indexState, keepVectorIndex } from '../../src/store/vector-index.ts'
import { aDatabase, server } from '../support/a-database.ts'
import { manyDigests, synthetic } from '../support/many-digests.ts'
import { aFinding, aStoredPostmortem } from './store-builders.ts'

const { pool } = await aDatabase()
/** Building the index of the embedded database takes long: it runs on WebAssembly. */
const count = server ? 3_000 : 600
const few = count / 3
const wanted = { least: 0.1, limit: 5, isPast: true }
const asked = Array.from({ length: server ? 40 : 12 }, (_, index) => 1 + ((index * 73) % count))

/** What is found for each of the incidents that are asked about. */
async function found(): Promise<Neighbour[][]> {
  const all: Neighbour[][] = []
  for (const id of asked) all.push(await transaction(pool, (tx) => similarTo(tx, id, wanted)))
  return all
}

async function vectorOf(id: number): Promise<number[]> {
  const { rows } = await pool.query('select embedding::text as vector from digests where postmortem_id = $1', [id])
  return JSON.parse(rows[0].vector)
}

/** Those of the synthetic incidents that nobody may be shown. */
async function hidden(): Promise<Set<number>> {
  const { rows } = await pool.query(
    `select p.id::int from postmortems p join digests d on d.postmortem_id = p.id
     where p.withdrawn_at is not null or p.state <> 'mapped' or d.id in (select id from disputed_digests)`,
  )
  return new Set(rows.map((row) => row.id))
}

describe('similar incidents among some thousand', { shuffle: false }, () => {
  beforeAll(() => manyDigests(pool, count), 120_000)

  test('are the same by index as by comparing all, and never what may not be shown', async () => {
    expect(await keepVectorIndex(pool)).toBeNull()
    const exact = await found()
    expect(await keepVectorIndex(pool, few)).toBe('built')
    const byIndex = await found()

    expect(exact.flat().length).toBeGreaterThan(asked.length)
    const hits = exact.flatMap((neighbours, index) => neighbours.filter((one) => has(byIndex[index], one)))
    expect(hits.length / exact.flat().length).toBeGreaterThanOrEqual(0.95)
    expect(byIndex.map((neighbours) => neighbours.length)).toEqual(exact.map((neighbours) => neighbours.length))
    expect(Object.keys(byIndex[0]?.[0] ?? {})).toEqual(Object.keys(exact[0]?.[0] ?? {}))
    const refused = await hidden()
    expect(refused.size).toBeGreaterThan(count / 5)
    for (const [index, neighbours] of [...exact.entries(), ...byIndex.entries()])
      for (const { postmortemId, likeness } of neighbours) {
        expect(postmortemId).not.toBe(asked[index])
        expect(refused.has(postmortemId)).toBe(false)
        expect(likeness).toBeGreaterThanOrEqual(wanted.least)
      }
  }, 120_000)

  test('are found by a text through the index, too', async () => {
    const vector = await vectorOf(2)
    const near = await transaction(pool, (tx) => similarToText(tx, { vector, embedder: synthetic }, 0.1, 5))
    expect(near).toHaveLength(5)
    expect(near[0]).toMatchObject({ postmortemId: 2, likeness: expect.closeTo(1, 5) })
  })

  test('are all found where the index finds too few, as for the oldest incident', async () => {
    const { rows } = await pool.query('select id::int from postmortems order by incident_date, id limit 1 offset 20')
    const near = await transaction(pool, (tx) => similarTo(tx, rows[0].id, { ...wanted, least: -1, limit: 50 }))
    const { rows: expected } = await pool.query(
      `select p.id::int from postmortems p join digests d on d.postmortem_id = p.id
       where p.incident_date <= (select incident_date from postmortems where id = $1) and p.id <> $1 and p.state = 'mapped'
         and p.withdrawn_at is null and d.id not in (select id from disputed_digests) order by 1`,
      [rows[0].id],
    )
    expect(near.map((one) => one.postmortemId).sort((a, b) => a - b)).toEqual(expected.map((row) => row.id))
  })

  test('are looked for without an index again when most have gone, and with a new one after a build that broke off', async () => {
    expect(await keepVectorIndex(pool, count + few)).toBeNull()
    expect(await keepVectorIndex(pool, count * 3)).toBe('dropped')
    expect(await indexState(pool)).toBe('absent')
    expect(await keepVectorIndex(pool, few)).toBe('built')
    await pool.query(
      `update pg_index set indisvalid = false where indexrelid = to_regclass('digests_embedding_nearest')`,
    )
    expect(await found()).toHaveLength(asked.length)
    expect(await keepVectorIndex(pool, few)).toBe('built')
    expect(await indexState(pool)).toBe('valid')
    expect(await keepVectorIndex(pool, few)).toBeNull()
  }, 120_000)

  test('incidents that are equally alike come in the order of their ids', async () => {
    const vector = Array.from({ length: 1024 }, (_, index) => (index === 7 ? 1 : 0))
    const ids: number[] = []
    for (const sourceId of ['d.md', 'b.md', 'c.md', 'a.md']) {
      const twice = ['quartz', 'basalt'].map((technology) => aFinding({ technology, embedding: vector }))
      ids.push(await aStoredPostmortem(pool, { source: 'folder:/ties', sourceId }, twice))
    }
    // A row that is written again lies behind the others.
    await pool.query(`update digests set role = 'affected' where postmortem_id = $1`, [ids[0]])
    const text = { vector, embedder: 'fake-embedder' }
    const near = await transaction(pool, (tx) => similarToText(tx, text, 0.5, 3))
    expect(near.map(({ postmortemId, technology }) => [postmortemId, technology])).toEqual(
      ids.slice(0, 3).map((id) => [id, 'quartz']),
    )
  })
})

function has(neighbours: readonly Neighbour[] | undefined, one: Neighbour): boolean {
  return neighbours?.some(({ postmortemId }) => postmortemId === one.postmortemId) ?? false
}
