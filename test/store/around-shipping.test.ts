import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { aroundShipping } from '../../src/store/around-shipping.ts'
import { digestsOf } from '../../src/store/digests.ts'
import { patternsOf, saveReport } from '../../src/store/reports.ts'
import { aDatabase } from '../support/a-database.ts'
import { aFinding, aStoredPostmortem } from './store-builders.ts'

const { pool } = await aDatabase()
/** The record goes on until the day that most tests call today. */
await aStoredPostmortem(pool, { source: 'latest', incidentDate: '2024-03-01' })

/** Every test has a technology of its own, so that they can share the database. */
let technology: string
beforeEach(() => {
  technology = `technology-${randomUUID()}`
})

/** Stores an incident per date. Resolves to the ids of their digests. */
async function incidents(...dates: (string | null)[]): Promise<number[]> {
  for (const [index, incidentDate] of dates.entries())
    await aStoredPostmortem(pool, { source: technology, sourceId: `${index}`, title: `${index}`, incidentDate }, [
      aFinding({ technology }),
    ])
  const digests = await digestsOf(pool, technology)
  return dates.map((_, index) => digests.find(({ title }) => title === `${index}`)?.id ?? -1)
}

/** Folds into patterns with these members, each on its line. Resolves to their ids, in this order. */
async function folded(...members: readonly (readonly [line: number | null, memberIds: readonly number[]])[]) {
  const theme = { criterion: 'c', failureClass: 'security', description: 'd', digestIds: [] } as const
  const { id } = await saveReport(
    pool,
    { technology, basis: 'b', model: 'fake', answerKeys: [] },
    members.map(([line, memberIds], place) => ({ theme: { ...theme, name: `${place}` }, memberIds, line })),
  )
  const patterns = await patternsOf(pool, id)
  return members.map((_, place) => patterns.find(({ name }) => name === `${place}`)?.id ?? -1)
}

const around = (patternIds: readonly number[], shippedOn = '2024-02-01', today = '2024-03-01') =>
  aroundShipping(pool, { technology, patternIds, shippedOn, today })

test('what began the record is not counted, the day of shipping is one before it, and today one since', async () => {
  const ids = await incidents('2024-01-01', '2024-01-01', '2024-01-02', '2024-02-01', '2024-02-02', '2024-03-01')
  expect(await around(await folded([null, ids]))).toEqual({
    patterns: 1,
    living: 1,
    began: '2024-01-01',
    ended: '2024-03-01',
    before: { count: 2, days: 31 },
    after: { count: 2, days: 29 },
    undated: 0,
  })
})

test('days that no postmortem tells of yet, of whatever technology, are not counted as quiet', async () => {
  await aStoredPostmortem(pool, { source: 'other', incidentDate: '2014-02-21' })
  const patternIds = await folded([null, await incidents('2014-01-01', '2014-01-15', '2014-02-15')])
  expect(await around(patternIds, '2014-02-01', '2019-12-31')).toMatchObject({
    ended: '2014-02-21',
    after: { count: 1, days: 20 },
  })
  expect(await around(patternIds, '2014-03-01', '2019-12-31')).toMatchObject({ after: { count: 0, days: 0 } })
})

test('incidents that lie ahead or have no date are in neither time', async () => {
  const ids = await incidents('2024-01-01', '2024-01-15', '2024-03-02', null)
  expect(await around(await folded([null, ids]))).toMatchObject({
    before: { count: 1 },
    after: { count: 0 },
    undated: 1,
  })
})

test('an incident of two patterns is counted once, and one of none of them not at all, though it may begin the record', async () => {
  const [first = 0, both = 0, other = 0] = await incidents('2023-01-01', '2024-01-15', '2024-02-15')
  const [one = 0, two = 0, three = 0] = await folded([null, [both]], [null, [both, other]], [null, [first]])
  expect(await around([one, two])).toMatchObject({
    patterns: 2,
    began: '2023-01-01',
    before: { count: 1 },
    after: { count: 1 },
  })
  expect(await around([three])).toMatchObject({ before: { count: 0 } })
})

test('patterns are followed by their line into the latest fold, and those that ended there are told', async () => {
  const [old = 0, early = 0, late = 0] = await incidents('2024-01-01', '2024-01-15', '2024-02-15')
  const [line = 0, ended = 0] = await folded([null, [early]], [null, [old]])
  await folded([line, [early, late]], [null, [old]])
  expect(await around([line, ended])).toMatchObject({
    patterns: 2,
    living: 1,
    before: { count: 1 },
    after: { count: 1 },
  })
  expect(await around([ended])).toMatchObject({ patterns: 1, living: 0, before: { count: 0 } })
})

test('what is withdrawn is not counted', async () => {
  const ids = await incidents('2024-01-01', '2024-01-15', '2024-02-15')
  await pool.query('update postmortems set withdrawn_at = now() where source = $1 and title = $2', [technology, '2'])
  expect(await around(await folded([null, ids]))).toMatchObject({ before: { count: 1 }, after: { count: 0 } })
})

test('without any dated incident there is no record', async () => {
  expect(await around(await folded([null, await incidents(null)]))).toMatchObject({
    began: null,
    before: { count: 0, days: 0 },
    undated: 1,
  })
})
