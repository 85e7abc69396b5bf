import { randomUUID } from 'node:crypto'
import pgvector from 'pgvector/pg'
import { beforeEach, describe, expect, test } from 'vitest'
import { everything } from '../../src/domain.ts'
import {
  countDigests,
  digestsOf,
  findingsOf,
  saveFindings,
  technologyCounts,
  verdicts,
} from '../../src/store/digests.ts'
import { markFailed, saveMapping } from '../../src/store/postmortems.ts'
import { saveRevision, withdrawMissing } from '../../src/store/revisions.ts'
import { aDatabase } from '../support/a-database.ts'
import { aSummary } from '../support/builders.ts'
import {
  aFinding,
  aHeldFinding,
  aMapping,
  aProblem,
  aRevision,
  aSetAsideFinding,
  aStoredPostmortem,
  sentences,
} from './store-builders.ts'

const { pool } = await aDatabase()

/** Every test has a source and a technology of its own, so that they can share the database. */
let source = ''
let technology = ''
beforeEach(() => {
  source = `folder:/${randomUUID()}`
  technology = `technology-${randomUUID()}`
})

const attribution = {
  precededFailure: { answer: 'yes', quote: 'It throttled.' },
  necessary: { answer: 'yes', quote: 'It throttled.' },
  sufficient: { answer: 'unclear', quote: '' },
  role: 'root_cause',
} as const

describe('findings', () => {
  test('are read back as they were found, the most involved first', async () => {
    const found = [
      aSetAsideFinding({ technology: 'redis', role: 'ruled_out' }),
      aHeldFinding({ technology: 'kafka', role: null }),
      aFinding({ technology: 'mysql', role: 'contributing', attribution, problems: [aProblem('one was dropped')] }),
      aFinding({ technology, role: 'root_cause' }),
    ]
    const id = await aStoredPostmortem(pool, { source }, found)
    const byTechnology = [technology, 'mysql', 'redis', 'kafka'].map((name) =>
      found.find((one) => one.technology === name),
    )
    expect(await findingsOf(pool, id)).toEqual(
      byTechnology.map((finding) => {
        const { embedding: _, ...rest } = finding ?? aFinding()
        return { ...rest, id: expect.any(Number), dispute: null }
      }),
    )
  })

  test('that are found again keep their id, new ones come, vanished ones go', async () => {
    const id = await aStoredPostmortem(pool, { source }, [aFinding({ technology }), aFinding({ technology: 'kafka' })])
    const before = await idsByTechnology(id)
    const changed = aFinding({ technology, role: 'affected', sentences: sentences(5) })
    await saveFindings(pool, id, [changed, aFinding({ technology: 'redis' })], 'fake-embedder')
    const after = await idsByTechnology(id)
    expect(after[technology]).toBe(before[technology])
    expect(new Set(Object.keys(after))).toEqual(new Set(['redis', technology]))
    expect(await findingsOf(pool, id)).toContainEqual(
      expect.objectContaining({ role: 'affected', sentences: sentences(5) }),
    )
  })

  test('of other postmortems stay', async () => {
    const first = await aStoredPostmortem(pool, { source, sourceId: 'a.md' }, [aFinding({ technology })])
    const second = await aStoredPostmortem(pool, { source, sourceId: 'b.md' }, [aFinding({ technology })])
    await saveFindings(pool, first, [], 'fake-embedder')
    expect(await findingsOf(pool, first)).toEqual([])
    expect(await findingsOf(pool, second)).toHaveLength(1)
  })

  test('named like SQL are stored as they are', async () => {
    const evil = `x'); drop table digests; --`
    const id = await aStoredPostmortem(pool, { source }, [aFinding({ technology: evil })])
    expect(await findingsOf(pool, id)).toMatchObject([{ technology: evil }])
    expect(await digestsOf(pool, evil)).toHaveLength(1)
    expect(await digestsOf(pool, `' or '1'='1`)).toEqual([])
  })
})

describe('an embedding', () => {
  test('comes back as it was stored, with the name of its embedder', async () => {
    const embedding = unit({ 0: 3, 17: -4, 1023: 12 })
    const id = await aStoredPostmortem(pool, { source }, [aFinding({ technology, embedding })])
    const { rows } = await pool.query('select embedding::text, embedder from digests where postmortem_id = $1', [id])
    const [stored] = rows as { embedding: string; embedder: string }[]
    const vector: number[] = JSON.parse(stored?.embedding ?? '[]')
    expect(vector).toHaveLength(1024)
    vector.forEach((weight, index) => {
      expect(weight).toBeCloseTo(embedding[index] ?? Number.NaN, 6)
    })
    expect(stored?.embedder).toBe('fake-embedder')
  })

  test('leads to its nearest neighbours by cosine distance', async () => {
    const vectors = {
      near: unit({ 0: 10, 1: 1 }),
      far: unit({ 2: 1 }),
      middle: unit({ 0: 1, 1: 1 }),
      opposite: unit({ 0: -1 }),
    }
    for (const [name, embedding] of Object.entries(vectors))
      await aStoredPostmortem(pool, { source, sourceId: name }, [aFinding({ technology, embedding })])
    const { rows } = await pool.query(
      `select p.source_id as name, d.embedding <=> $1 as distance from digests d join postmortems p on p.id = d.postmortem_id
       where d.technology = $2 order by distance`,
      [pgvector.toSql(unit({ 0: 1 })), technology],
    )
    expect(rows.map((row) => row.name)).toEqual(['near', 'middle', 'far', 'opposite'])
    expect(rows.map((row) => row.distance)).toEqual([
      expect.closeTo(1 - 10 / Math.hypot(10, 1), 5),
      expect.closeTo(1 - Math.SQRT1_2, 5),
      expect.closeTo(1, 5),
      expect.closeTo(2, 5),
    ])
  })

  test('goes when the finding is no longer ready', async () => {
    const id = await aStoredPostmortem(pool, { source }, [aFinding({ technology, embedding: unit({ 0: 1 }) })])
    await saveFindings(pool, id, [aHeldFinding({ technology })], 'fake-embedder')
    const { rows } = await pool.query('select embedding, embedder from digests where postmortem_id = $1', [id])
    expect(rows).toEqual([{ embedding: null, embedder: null }])
  })
})

describe('the digests of a technology', () => {
  test('are its ready findings, the oldest incident first, with what the fold needs', async () => {
    await aStoredPostmortem(pool, { source, sourceId: 'b.md', incidentDate: '2024-05-01' }, [aFinding({ technology })])
    const id = await aStoredPostmortem(
      pool,
      {
        source,
        sourceId: 'a.md',
        incidentDate: '2023-05-01',
        url: 'https://wiki.example/a',
        facts: { duration_minutes: 3 },
      },
      [aFinding({ technology, role: 'affected' })],
    )
    await aStoredPostmortem(pool, { source, sourceId: 'c.md', incidentDate: null }, [aFinding({ technology })])
    const digests = await digestsOf(pool, technology)
    expect(digests.map((digest) => digest.incidentDate)).toEqual([null, '2023-05-01', '2024-05-01'])
    expect(digests[1]).toEqual({
      id: expect.any(Number),
      postmortemId: id,
      title: 'Checkout was slow',
      url: 'https://wiki.example/a',
      incidentDate: '2023-05-01',
      severity: 'SEV2',
      technology,
      role: 'affected',
      sentences: sentences(3),
      rootCauses: aSummary().rootCauses,
      preventiveActions: [],
      facts: { duration_minutes: 3 },
    })
  })

  test('leave out what is set aside, held back, waiting, failed or withdrawn', async () => {
    await aStoredPostmortem(pool, { source, sourceId: 'aside.md' }, [aSetAsideFinding({ technology })])
    await aStoredPostmortem(pool, { source, sourceId: 'held.md' }, [aHeldFinding({ technology })])
    await aStoredPostmortem(pool, { source, sourceId: 'waiting.md' }, [aFinding({ technology })])
    await saveRevision(pool, aRevision({ source, sourceId: 'waiting.md', revision: 'r2' }))
    await aStoredPostmortem(pool, { source, sourceId: 'failed.md' }, [aFinding({ technology })])
    await markFailed(
      pool,
      await saveRevision(pool, aRevision({ source, sourceId: 'failed.md', revision: 'r2' })),
      'r2',
      'gone',
    )
    await aStoredPostmortem(pool, { source, sourceId: 'withdrawn.md' }, [aFinding({ technology })])
    await aStoredPostmortem(pool, { source, sourceId: 'ready.md', title: 'Ready' }, [aFinding({ technology })])
    await withdrawMissing(pool, source, ['aside.md', 'held.md', 'waiting.md', 'failed.md', 'ready.md'])
    expect((await digestsOf(pool, technology)).map((digest) => digest.title)).toEqual(['Ready'])
    expect(await technologyCounts(pool)).toContainEqual({ technology, incidents: 1, causal: 1 })
  })

  test('are counted within a window that begins with its first day; undated ones are outside', async () => {
    for (const incidentDate of ['2024-12-31', '2025-01-01', '2025-06-01', null])
      await aStoredPostmortem(pool, { source, sourceId: `${incidentDate}.md`, incidentDate }, [
        aFinding({ technology }),
      ])
    expect(await countDigests(pool, technology, { ...everything, since: '2025-01-01' })).toBe(2)
    expect(await countDigests(pool, technology, { ...everything, since: '2025-01-02' })).toBe(1)
  })
})

test('technologies are counted, those with most incidents first, with how often they were a cause', async () => {
  const [often, rarely] = [`a-${technology}`, `b-${technology}`]
  await aStoredPostmortem(pool, { source, sourceId: 'a.md' }, [
    aFinding({ technology: often, role: 'affected' }),
    aFinding({ technology: rarely, role: 'contributing' }),
  ])
  await aStoredPostmortem(pool, { source, sourceId: 'b.md' }, [aFinding({ technology: often, role: 'root_cause' })])
  const counts = (await technologyCounts(pool)).filter((count) => count.technology.endsWith(technology))
  expect(counts).toEqual([
    { technology: often, incidents: 2, causal: 1 },
    { technology: rarely, incidents: 1, causal: 1 },
  ])
})

test('verdicts name the ready causes of each mapped or held postmortem, or none', async () => {
  const clear = await aStoredPostmortem(pool, { source, sourceId: 'clear.md' }, [
    aFinding({ technology: 'redis', role: 'contributing' }),
    aFinding({ technology: 'kafka', role: 'root_cause' }),
    aFinding({ technology: 'mysql', role: 'affected' }),
    aHeldFinding({ technology: 'etcd' }),
  ])
  const none = await aStoredPostmortem(pool, { source, sourceId: 'none.md' })
  const held = await saveRevision(pool, aRevision({ source, sourceId: 'held.md' }))
  await saveMapping(pool, held, 'r1', aMapping({ held: [aProblem('no statement')] }))
  await saveRevision(pool, aRevision({ source, sourceId: 'waiting.md' }))
  const own = (await verdicts(pool, source)).filter((verdict) => verdict.postmortemId >= clear)
  expect(own).toEqual([
    { postmortemId: clear, sourceId: 'clear.md', causal: ['kafka', 'redis'] },
    { postmortemId: none, sourceId: 'none.md', causal: [] },
    { postmortemId: held, sourceId: 'held.md', causal: [] },
  ])
})

async function idsByTechnology(postmortemId: number): Promise<Record<string, string>> {
  const { rows } = await pool.query('select technology, id from digests where postmortem_id = $1', [postmortemId])
  return Object.fromEntries(rows.map((row) => [row.technology, row.id]))
}

/** A unit vector with the given weights, before they are scaled, at the given dimensions. */
function unit(weights: Readonly<Record<number, number>>): number[] {
  const length = Math.hypot(...Object.values(weights))
  return Array.from({ length: 1024 }, (_, index) => (weights[index] ?? 0) / length)
}
