import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { findingsOf, saveFindings } from '../../src/store/digests.ts'
import { findPostmortem, markFailed, postmortemById, reopen, saveMapping } from '../../src/store/postmortems.ts'
import { saveRevision, storedRevision, withdrawMissing } from '../../src/store/revisions.ts'
import { aDatabase } from '../support/a-database.ts'
import { aSummary } from '../support/builders.ts'
import {
  aFinding,
  aHeldFinding,
  aMapping,
  aProblem,
  aRefusal,
  aRevision,
  aSetAsideFinding,
  aStoredPostmortem,
} from './store-builders.ts'

const { pool } = await aDatabase()

/** Every test has a source of its own, so that they can share the database. */
let source = ''
beforeEach(() => {
  source = `folder:/${randomUUID()}`
})

describe('a revision', () => {
  test('is stored with all that its source says of it', async () => {
    const id = await saveRevision(
      pool,
      aRevision({
        source,
        url: 'https://wiki.example/checkout',
        incidentDate: '2024-02-29',
        publishedOn: '2024-03-15',
        ownerTeam: 'team-basket',
        facts: { duration_minutes: 47, revenue_eur: 12.5 },
      }),
    )
    expect(await postmortemById(pool, id)).toEqual({
      id,
      source,
      sourceId: 'checkout.md',
      revision: 'r1',
      state: 'waiting',
      reason: null,
      title: 'Checkout was slow',
      body: 'DynamoDB throttled the writes of the checkout service.',
      url: 'https://wiki.example/checkout',
      incidentDate: '2024-02-29',
      publishedOn: '2024-03-15',
      severity: 'SEV2',
      ownerTeam: 'team-basket',
      facts: { duration_minutes: 47, revenue_eur: 12.5 },
      summary: null,
      dropped: [],
      answerKeys: [],
      withdrawn: false,
    })
    expect(await storedRevision(pool, source, 'checkout.md')).toMatchObject({ revision: 'r1', withdrawn: false })
  })

  test('is unknown until it is stored, and under another source', async () => {
    await saveRevision(pool, aRevision({ source }))
    expect(await storedRevision(pool, source, 'other.md')).toBeNull()
    expect(await storedRevision(pool, `${source}/other`, 'checkout.md')).toBeNull()
  })

  test('replaces the one before it under the same id, and takes its summary away', async () => {
    const first = await aStoredPostmortem(pool, { source })
    const second = await saveRevision(
      pool,
      aRevision({ source, revision: 'r2', title: 'Checkout was down', severity: null }),
    )
    expect(second).toBe(first)
    expect(await postmortemById(pool, first)).toMatchObject({
      revision: 'r2',
      title: 'Checkout was down',
      state: 'waiting',
      severity: null,
      summary: null,
    })
  })

  test('keeps the digests of the one before it until it is mapped itself', async () => {
    const id = await aStoredPostmortem(pool, { source }, [aFinding()])
    await saveRevision(pool, aRevision({ source, revision: 'r2' }))
    expect(await findingsOf(pool, id)).toHaveLength(1)
  })

  test.each(['restricted', 'unreadable'] as const)('that is %s leaves no text and no digest', async (state) => {
    const id = await aStoredPostmortem(pool, { source, facts: { duration_minutes: 47 } }, [
      aFinding(),
      aHeldFinding({ technology: 'kafka' }),
    ])
    await saveRevision(pool, aRefusal(state, { source, revision: 'r2', facts: {} }))
    expect(await postmortemById(pool, id)).toMatchObject({
      state,
      title: '',
      body: null,
      summary: null,
      facts: {},
      reason: `it is ${state}`,
    })
    expect(await findingsOf(pool, id)).toEqual([])
  })

  test('with names and text that look like SQL is stored as it is', async () => {
    const evil = `x'); drop table postmortems; --"\\ $1 {a,b} NULL`
    const id = await saveRevision(pool, aRevision({ source, sourceId: evil, title: evil, body: evil, revision: evil }))
    expect(await postmortemById(pool, id)).toMatchObject({ sourceId: evil, title: evil, body: evil })
    expect(await storedRevision(pool, source, evil)).toMatchObject({ revision: evil, withdrawn: false })
    expect(await withdrawMissing(pool, source, [evil])).toEqual([])
  })

  test.each([
    'a b.md',
    'ü/日本.md',
    `it's "quoted".md`,
    'back\\slash.md',
    'comma,brace}{.md',
    'new\nline.md',
    'NULL',
    '🔥.md',
  ])('named %j is found and not withdrawn', async (sourceId) => {
    await saveRevision(pool, aRevision({ source, sourceId }))
    expect(await withdrawMissing(pool, source, ['another.md', sourceId])).toEqual([])
    expect(await storedRevision(pool, source, sourceId)).toMatchObject({ withdrawn: false })
  })
})

describe('a document that its source no longer has', () => {
  test('is withdrawn once, and those of other sources stay', async () => {
    const gone = await aStoredPostmortem(pool, { source, sourceId: 'gone.md' })
    const kept = await aStoredPostmortem(pool, { source, sourceId: 'kept.md' })
    const foreign = await aStoredPostmortem(pool, { source: `${source}/other`, sourceId: 'gone.md' })
    expect(await withdrawMissing(pool, source, ['kept.md'])).toEqual([gone])
    expect(await withdrawMissing(pool, source, ['kept.md'])).toEqual([])
    expect(await postmortemById(pool, gone)).toMatchObject({ withdrawn: true, state: 'mapped' })
    expect(await postmortemById(pool, kept)).toMatchObject({ withdrawn: false })
    expect(await postmortemById(pool, foreign)).toMatchObject({ withdrawn: false })
  })

  test('is withdrawn when nothing is left of the source', async () => {
    await aStoredPostmortem(pool, { source })
    expect(await withdrawMissing(pool, source, [])).toHaveLength(1)
  })

  test('comes back with its next revision, and under the same id', async () => {
    const id = await aStoredPostmortem(pool, { source }, [aFinding()])
    await withdrawMissing(pool, source, [])
    expect(await storedRevision(pool, source, 'checkout.md')).toMatchObject({ revision: 'r1', withdrawn: true })
    expect(await saveRevision(pool, aRevision({ source }))).toBe(id)
    expect(await postmortemById(pool, id)).toMatchObject({ withdrawn: false, state: 'waiting' })
    expect(await findingsOf(pool, id)).toHaveLength(1)
  })
})

describe('a mapping', () => {
  test('is recorded with its summary and what was dropped', async () => {
    const id = await saveRevision(pool, aRevision({ source }))
    expect(await saveMapping(pool, id, 'r1', aMapping({ dropped: [aProblem('a made-up number')] }))).toBe(true)
    expect(await postmortemById(pool, id)).toMatchObject({
      state: 'mapped',
      reason: null,
      summary: aSummary(),
      dropped: [aProblem('a made-up number')],
    })
  })

  test('that was held back holds the document, with all reasons', async () => {
    const id = await saveRevision(pool, aRevision({ source }))
    await saveMapping(pool, id, 'r1', aMapping({ held: [aProblem('no statement'), aProblem('no quote')] }))
    expect(await postmortemById(pool, id)).toMatchObject({ state: 'held', reason: 'no statement; no quote' })
  })

  test('of a revision that is no longer there is refused and changes nothing', async () => {
    const id = await saveRevision(pool, aRevision({ source, revision: 'r2' }))
    expect(await saveMapping(pool, id, 'r1', aMapping())).toBe(false)
    expect(await postmortemById(pool, id)).toMatchObject({ state: 'waiting', summary: null })
  })

  test('of a document that is not there is refused', async () => {
    expect(await saveMapping(pool, 999_999_999, 'r1', aMapping())).toBe(false)
  })
})

describe('a document whose job was given up', () => {
  test('is failed with the reason', async () => {
    const id = await saveRevision(pool, aRevision({ source }))
    await markFailed(pool, id, 'r1', 'the model is gone')
    expect(await postmortemById(pool, id)).toMatchObject({ state: 'failed', reason: 'the model is gone' })
  })

  test('stays as it is when it was replaced by another revision meanwhile', async () => {
    const id = await saveRevision(pool, aRevision({ source, revision: 'r2' }))
    await markFailed(pool, id, 'r1', 'too late')
    expect(await postmortemById(pool, id)).toMatchObject({ state: 'waiting', reason: null })
  })

  test('stays as it is when it was mapped or refused meanwhile', async () => {
    const mapped = await aStoredPostmortem(pool, { source, sourceId: 'mapped.md' })
    const restricted = await saveRevision(pool, aRefusal('restricted', { source, sourceId: 'restricted.md' }))
    await markFailed(pool, mapped, 'r1', 'too late')
    await markFailed(pool, restricted, 'r1', 'too late')
    expect(await postmortemById(pool, mapped)).toMatchObject({ state: 'mapped', reason: null })
    expect(await postmortemById(pool, restricted)).toMatchObject({ state: 'restricted', reason: 'it is restricted' })
  })
})

test('what failed or was held waits again; the rest and what was withdrawn stays', async () => {
  const failed = await saveRevision(pool, aRevision({ source, sourceId: 'failed.md' }))
  await markFailed(pool, failed, 'r1', 'the model is gone')
  const held = await saveRevision(pool, aRevision({ source, sourceId: 'held.md' }))
  await saveMapping(pool, held, 'r1', aMapping({ held: [aProblem('no statement')] }))
  const half = await aStoredPostmortem(pool, { source, sourceId: 'half.md' }, [
    aFinding(),
    aHeldFinding({ technology: 'kafka' }),
  ])
  await aStoredPostmortem(pool, { source, sourceId: 'mapped.md' }, [
    aFinding(),
    aSetAsideFinding({ technology: 'kafka' }),
  ])
  await saveRevision(pool, aRefusal('restricted', { source, sourceId: 'restricted.md' }))
  const withdrawn = await saveRevision(pool, aRevision({ source: `${source}/gone`, sourceId: 'withdrawn.md' }))
  await markFailed(pool, withdrawn, 'r1', 'the model is gone')
  await withdrawMissing(pool, `${source}/gone`, [])

  const reopened = (await reopen(pool)).filter(({ id }) => id >= failed).sort((a, b) => a.id - b.id)

  expect(reopened).toEqual([failed, held, half].map((id) => ({ id, revision: 'r1' })))
  for (const { id } of reopened)
    expect(await postmortemById(pool, id)).toMatchObject({ state: 'waiting', reason: null })
})

describe('a person finds a postmortem', () => {
  /** A word that no other test's documents have. */
  let word = ''
  beforeEach(() => {
    word = randomUUID().slice(0, 8)
  })

  test('by its id', async () => {
    const id = await aStoredPostmortem(pool, { source })
    expect(await findPostmortem(pool, String(id))).toMatchObject({ id })
  })

  test.each(['2024/DB-Outage.md', '2024/DB-Outage', '2024/db-out'])('by its file name, as %s', async (name) => {
    const id = await aStoredPostmortem(pool, { source, sourceId: `${word}/2024/DB-Outage.md` })
    expect(await findPostmortem(pool, `${word}/${name}`)).toMatchObject({ id })
  })

  test('by a part of its title, whatever the case', async () => {
    const id = await aStoredPostmortem(pool, { source, title: `The ${word} Checkout Outage` })
    expect(await findPostmortem(pool, `${word} CHECKOUT`)).toMatchObject({ id })
  })

  test('by its file name before another one by its title', async () => {
    await aStoredPostmortem(pool, { source, sourceId: 'a.md', title: `About ${word}` })
    const id = await aStoredPostmortem(pool, { source, sourceId: `${word}.md`, title: 'Something else' })
    expect(await findPostmortem(pool, word)).toMatchObject({ id })
  })

  test.each(['100%', 'a_b', String.raw`back\slash`, `it's`, '"quoted"', '$1'])(
    'by a name with %s in it, taken literally',
    async (part) => {
      const twin = part.replaceAll(/[%_\\'"$]/g, 'x')
      await aStoredPostmortem(pool, { source, sourceId: 'twin.md', title: `${word} ${twin}` })
      const id = await aStoredPostmortem(pool, { source, sourceId: 'meant.md', title: `${word} ${part}` })
      expect(await findPostmortem(pool, `${word} ${part}`)).toMatchObject({ id })
    },
  )

  test.each(['%', '_', `' or '1'='1`, `x'; drop table postmortems; --`, String.raw`\ `])(
    'by no trick: %s matches nothing that does not hold it',
    async (trick) => {
      await aStoredPostmortem(pool, { source, title: word })
      expect(await findPostmortem(pool, `${word}${trick}`)).toBeNull()
    },
  )

  test('not at all when there is none', async () => {
    expect(await findPostmortem(pool, randomUUID())).toBeNull()
    expect(await findPostmortem(pool, '999999999999999')).toBeNull()
  })

  test('not by a number that no id can have, and without an error', async () => {
    expect(await findPostmortem(pool, '9'.repeat(40))).toBeNull()
  })
})

test('an edited document keeps the id of a digest that is found again', async () => {
  const id = await aStoredPostmortem(pool, { source }, [aFinding()])
  const before = await digestIds(id)
  await saveRevision(pool, aRevision({ source, revision: 'r2' }))
  await saveFindings(pool, id, [aFinding({ role: 'contributing' })], 'fake-embedder')
  expect(await digestIds(id)).toEqual(before)
  expect(await findingsOf(pool, id)).toMatchObject([{ role: 'contributing' }])
})

async function digestIds(postmortemId: number): Promise<unknown[]> {
  return (await pool.query('select id from digests where postmortem_id = $1 order by id', [postmortemId])).rows
}
