import { beforeEach, describe, expect, test } from 'vitest'
import { everything, type Filter, type Ledger } from '../../src/domain.ts'
import { addsUp } from '../../src/pipeline/fold.ts'
import { ledgerFor, stateCounts, troubles } from '../../src/store/ledger.ts'
import { type PostmortemState, postmortemStates } from '../../src/store/postmortems.ts'
import { latestReport, readReport, saveReport } from '../../src/store/reports.ts'
import { aDatabase } from '../support/a-database.ts'
import { aTechnology } from '../support/builders.ts'
import { sentences } from './store-builders.ts'

const { pool } = await aDatabase()

type DigestState = 'ready' | 'set_aside' | 'held'
/** One document: its state, what it holds of the technology in question, and of another one. */
type Document = {
  readonly state: PostmortemState
  readonly withdrawn: boolean
  readonly own: DigestState | null
  readonly other: DigestState | null
  readonly date: string | null
  readonly team: string | null
  readonly severity: string | null
  readonly themed: boolean
}

const since = '2025-01-01'
const narrow: Filter = { since, team: 'checkout', severities: ['SEV1'] }
const digestStates = [null, 'ready', 'set_aside', 'held'] as const
const dates = [null, '2024-12-31', since, '2025-06-01'] as const
const booleans = [false, true]
const teams = [null, 'Checkout', 'team-stock'] as const
const severities = [null, 'SEV1', 'Sev2', 'SEV3', 'sev1'] as const

const combinations = postmortemStates.flatMap((state) =>
  booleans.flatMap((withdrawn) =>
    digestStates.flatMap((own) =>
      digestStates.flatMap((other) =>
        dates.flatMap((date) => booleans.map((themed) => ({ state, withdrawn, own, other, date, themed }))),
      ),
    ),
  ),
)
/** Teams and severities take turns: three and five, so that each meets each, whatever else is combined. */
const everyCombination: readonly Document[] = combinations.map((document, index) => ({
  ...document,
  team: teams[index % teams.length] ?? null,
  severity: severities[index % severities.length] ?? null,
}))

const filters: readonly Filter[] = [
  everything,
  { ...everything, since },
  { ...everything, team: 'CHECKOUT' },
  { ...everything, severities: ['sev1', 'SEV2'] },
  narrow,
  { ...everything, team: 'nobody' },
]

let reportId = 0
beforeEach(async () => {
  await pool.query('truncate postmortems, reports cascade')
  reportId = (await saveReport(pool, { technology: 'dynamodb', basis: 'b', model: 'fake', answerKeys: [] }, [])).id
})

describe('a ledger', () => {
  test.each(filters)('of every combination that can be stored is right, narrowed to %j', async (filter) => {
    await store(everyCombination)
    const ledger = await ledgerFor(pool, 'dynamodb', reportId, filter)
    expect(ledger).toEqual(ledgerOf(everyCombination, filter))
    expect(ledger.found).toBe(everyCombination.length)
    expect(addsUp(ledger)).toBe(true)
  })

  test('puts each document alone into exactly one class', async () => {
    for (const document of sample(seeded(7), everyCombination, 150)) {
      await pool.query('delete from postmortems')
      await store([document])
      const ledger = await ledgerFor(pool, 'dynamodb', reportId, narrow)
      expect(ledger, JSON.stringify(document)).toEqual(ledgerOf([document], narrow))
      const { found, themed, other, ...classes } = ledger
      expect(
        Object.values(classes).filter((count) => count === 1),
        JSON.stringify(document),
      ).toHaveLength(1)
      expect(found).toBe(1)
      expect(themed + other).toBe(ledger.inScope)
    }
  })

  test('adds up for any stock of documents, and its scope is what the report counts', async () => {
    const random = seeded(11)
    const technology = aTechnology()
    for (let round = 0; round < 40; round++) {
      await pool.query('delete from postmortems')
      const stock = sample(random, everyCombination, 1 + Math.floor(random() * 40))
      await store(stock)
      const [filter = everything] = sample(random, filters, 1)
      const stored = await latestReport(pool, technology.id)
      if (!stored) throw new Error('there is a report')
      const { ledger, roles } = await readReport(pool, technology, stored, filter)
      expect(addsUp(ledger), JSON.stringify(stock)).toBe(true)
      expect(ledger).toEqual(ledgerOf(stock, filter))
      expect(roles.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(ledger.inScope)
    }
  })

  test('of nothing is nothing', async () => {
    const ledger = await ledgerFor(pool, 'dynamodb', reportId, everything)
    expect(Object.values(ledger).every((count) => count === 0)).toBe(true)
    expect(addsUp(ledger)).toBe(true)
  })

  test('counts a document with several patterns once', async () => {
    await store([
      {
        state: 'mapped',
        withdrawn: false,
        own: 'ready',
        other: null,
        date: null,
        team: null,
        severity: null,
        themed: true,
      },
    ])
    await addPattern()
    expect(await ledgerFor(pool, 'dynamodb', reportId, everything)).toMatchObject({
      found: 1,
      inScope: 1,
      themed: 1,
      other: 0,
    })
  })

  test('has what curators took out of the patterns in a class of its own, whatever it is narrowed to', async () => {
    const ready = { state: 'mapped', withdrawn: false, own: 'ready', other: null, date: null, team: null } as const
    await store([
      { ...ready, severity: null, themed: true },
      { ...ready, severity: null, themed: true },
    ])
    await pool.query(`insert into posts (key, channel, shows, wanted) values ('disputed', 'C', '{}', '')`)
    await pool.query(
      `insert into votes (post_key, voter, vote, reason, is_curator, digest_id, stage)
       select 'disputed', 'alice', 'down', 'wrong_attribution', true, min(id), 'attribution' from digests`,
    )
    const all = await ledgerFor(pool, 'dynamodb', reportId, everything)
    expect(all).toMatchObject({ found: 2, disputed: 1, inScope: 1, themed: 1 })
    const narrowed = await ledgerFor(pool, 'dynamodb', reportId, narrow)
    expect(narrowed).toMatchObject({ disputed: 1, outsideFilter: 1, inScope: 0 })
    expect([addsUp(all), addsUp(narrowed)]).toEqual([true, true])
    await pool.query(`delete from posts where key = 'disputed'`)
  })

  test('knows only the members of its own report', async () => {
    await store([
      {
        state: 'mapped',
        withdrawn: false,
        own: 'ready',
        other: null,
        date: null,
        team: null,
        severity: null,
        themed: true,
      },
    ])
    const { id: later } = await saveReport(
      pool,
      { technology: 'dynamodb', basis: 'c', model: 'fake', answerKeys: [] },
      [],
    )
    expect(await ledgerFor(pool, 'dynamodb', reportId, everything)).toMatchObject({ themed: 1, other: 0 })
    expect(await ledgerFor(pool, 'dynamodb', later, everything)).toMatchObject({ themed: 0, other: 1 })
  })

  test('takes a technology named like SQL literally', async () => {
    await store([
      {
        state: 'mapped',
        withdrawn: false,
        own: 'ready',
        other: null,
        date: null,
        team: null,
        severity: null,
        themed: false,
      },
    ])
    expect(await ledgerFor(pool, `dynamodb' or '1'='1`, reportId, everything)).toMatchObject({
      otherTechnology: 1,
      inScope: 0,
    })
  })
})

test('documents are counted by state, withdrawn ones apart', async () => {
  await store(everyCombination)
  const perState = everyCombination.length / postmortemStates.length / 2
  const counts = await stateCounts(pool)
  expect(Object.fromEntries(counts.map((row) => [row.state, row.documents]))).toEqual({
    ...Object.fromEntries(postmortemStates.map((state) => [state, perState])),
    withdrawn: everyCombination.length / 2,
  })
})

test('troubles are the reasons of documents and of held digests that their source still has', async () => {
  const fine = {
    state: 'mapped',
    withdrawn: false,
    own: 'ready',
    other: null,
    date: null,
    team: null,
    severity: null,
    themed: false,
  } as const
  await store([
    fine,
    { ...fine, state: 'failed', own: null },
    { ...fine, state: 'failed', own: null, withdrawn: true },
    { ...fine, own: 'held' },
    { ...fine, own: 'held', withdrawn: true },
    { ...fine, state: 'restricted', own: null },
  ])
  expect(await troubles(pool)).toEqual([
    { postmortemId: expect.any(Number), sourceId: 'document-1', state: 'failed', reason: 'a reason' },
    { postmortemId: expect.any(Number), sourceId: 'document-3', state: 'held', reason: 'dynamodb: no evidence' },
    { postmortemId: expect.any(Number), sourceId: 'document-5', state: 'restricted', reason: 'a reason' },
  ])
})

/** What the ledger should say, told by the documents one by one. */
function ledgerOf(documents: readonly Document[], filter: Filter): Ledger {
  const count = (one: keyof Ledger): number => documents.filter((document) => classOf(document, filter) === one).length
  const inScope = documents.filter((document) => classOf(document, filter) === 'inScope')
  const themed = inScope.filter((document) => document.themed).length
  return {
    found: documents.length,
    unreadable: count('unreadable'),
    restricted: count('restricted'),
    withdrawn: count('withdrawn'),
    waiting: count('waiting'),
    failed: count('failed'),
    noTechnology: count('noTechnology'),
    otherTechnology: count('otherTechnology'),
    outsideFilter: count('outsideFilter'),
    setAside: count('setAside'),
    heldBack: count('heldBack'),
    disputed: 0,
    inScope: inScope.length,
    themed,
    other: inScope.length - themed,
  }
}

function classOf(document: Document, filter: Filter): keyof Ledger {
  const { state, withdrawn, own, other } = document
  if (withdrawn) return 'withdrawn'
  if (state === 'held') return 'heldBack'
  if (state !== 'mapped') return state
  if (own === 'held') return 'heldBack'
  if (own === 'set_aside') return 'setAside'
  if (own === null) return other === 'ready' || other === 'held' ? 'otherTechnology' : 'noTechnology'
  return isInside(document, filter) ? 'inScope' : 'outsideFilter'
}

function isInside({ date, team, severity }: Document, filter: Filter): boolean {
  return (
    (filter.since === null || (date !== null && date >= filter.since)) &&
    (filter.team === null || team?.toLowerCase() === filter.team.toLowerCase()) &&
    (filter.severities.length === 0 || filter.severities.some((name) => name.toLowerCase() === severity?.toLowerCase()))
  )
}

/** Stores documents in two statements: thousands of them through the store's own functions would take too long. */
async function store(documents: readonly Document[]): Promise<void> {
  await pool.query(
    `insert into postmortems (source, source_id, revision, state, reason, body, incident_date, owner_team, severity, summary, mapped_at, withdrawn_at)
     select 'test', 'document-' || (number - 1), 'r1', document ->> 'state',
       case when document ->> 'state' not in ('waiting', 'mapped') then 'a reason' end,
       case when document ->> 'state' not in ('unreadable', 'restricted') then 'text' end,
       (document ->> 'date')::date, document ->> 'team', document ->> 'severity', '{}', now(), case when (document ->> 'withdrawn')::boolean then now() end
     from jsonb_array_elements($1::jsonb) with ordinality as given (document, number)`,
    [JSON.stringify(documents)],
  )
  await pool.query(
    `insert into digests (postmortem_id, technology, state, role, sentences, problems, answer_keys)
     select p.id, held.technology, held.state, case when held.state = 'ready' then 'root_cause' else 'mentioned' end,
       $2::jsonb, '[{"path": [], "message": "no evidence"}]', '{}'
     from jsonb_array_elements($1::jsonb) with ordinality as given (document, number)
       join postmortems p on p.source_id = 'document-' || (number - 1)
       cross join lateral (values ('dynamodb', document ->> 'own'), ('kafka', document ->> 'other')) as held (technology, state)
     where held.state is not null`,
    [JSON.stringify(documents), JSON.stringify(sentences(3))],
  )
  const themed = documents.flatMap((document, index) => (document.themed ? [`document-${index}`] : []))
  await addPattern(themed)
}

/** Adds a pattern to the report that has the given documents, else all, as its members. */
async function addPattern(sourceIds?: readonly string[]): Promise<void> {
  await pool.query(
    `with pattern as (
       insert into patterns (report_id, technology, name, criterion, failure_class, description, digest_ids)
       values ($1, 'dynamodb', 'n', 'c', 'security', 'd', '{}') returning id)
     insert into pattern_members (pattern_id, digest_id)
     select pattern.id, d.id from pattern, digests d join postmortems p on p.id = d.postmortem_id
     where d.technology = 'dynamodb' and ($2::text[] is null or p.source_id = any($2))`,
    [reportId, sourceIds ?? null],
  )
}

/** Mulberry32: the same numbers from 0 to 1 in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function sample<T>(random: () => number, items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, () => items[Math.floor(random() * items.length)] as T)
}
