import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { digestsOf } from '../../src/store/digests.ts'
import { recurrenceOf } from '../../src/store/neighbours.ts'
import { saveProposals } from '../../src/store/opportunities.ts'
import { patternRecurrenceOf } from '../../src/store/recurrences.ts'
import { patternsOf, saveReport } from '../../src/store/reports.ts'
import { aDatabase } from '../support/a-database.ts'
import { aFinding, aStoredPostmortem } from './store-builders.ts'

const { pool } = await aDatabase()

/** Every test has a technology of its own, so that they can share the database. */
let technology: string
beforeEach(() => {
  technology = `technology-${randomUUID()}`
})

/** Stores an incident per date, in this order. Resolves to the ids of their postmortems. */
async function incidents(...dates: (string | null)[]): Promise<number[]> {
  const ids: number[] = []
  for (const [index, incidentDate] of dates.entries()) {
    const revision = { source: technology, sourceId: `${index}`, title: incidentDate ?? 'undated', incidentDate }
    ids.push(await aStoredPostmortem(pool, revision, [aFinding({ technology })]))
  }
  return ids
}

/** Folds all digests into one pattern, which continues a line or begins one. Resolves to its report and itself. */
async function folded(line: number | null = null) {
  const memberIds = (await digestsOf(pool, technology)).map(({ id }) => id)
  const theme = {
    name: 'Hot keys',
    criterion: 'c',
    failureClass: 'capacity_scaling',
    description: 'd',
    digestIds: [],
  } as const
  const { id: reportId } = await saveReport(pool, { technology, basis: 'b', model: 'fake', answerKeys: [] }, [
    { theme, memberIds, line },
  ])
  const [pattern] = await patternsOf(pool, reportId)
  return { reportId, patternId: pattern?.id ?? 0 }
}

async function propose({ reportId, patternId }: Awaited<ReturnType<typeof folded>>, ...investments: string[]) {
  const proposals = investments.map((investment) => ({
    investment,
    mechanism: 'm',
    patternIds: [patternId],
    preventions: [{ postmortemId: 1, why: 'w' }],
    counterEvidence: '',
    unconfirmed: 0,
  }))
  await saveProposals(pool, { technology, reportId, model: 'fake', answerKeys: [], members: 1 }, proposals)
}

test('an incident recurs by those that happened before it, the latest first', async () => {
  const [, , third = 0] = await incidents('2022-01-01', '2024-01-01', '2024-06-01', '2024-07-01')
  await folded()
  expect(await patternRecurrenceOf(pool, third)).toMatchObject([
    {
      name: 'Hot keys',
      ordinal: 3,
      withinYear: 2,
      earlier: [{ title: '2024-01-01' }, { title: '2022-01-01' }],
      opportunity: null,
    },
  ])
})

test('the first of a pattern recurs by none', async () => {
  const [first = 0] = await incidents('2024-01-01', '2024-06-01')
  await folded()
  expect(await patternRecurrenceOf(pool, first)).toEqual([])
})

test('what people decided about the pattern goes before what is proposed, also from an older fold; what they rejected is not told', async () => {
  const [, second = 0] = await incidents('2024-01-01', '2024-06-01')
  const older = await folded()
  await propose(older, 'Rejected', 'Approved')
  await pool.query(
    `update opportunities set state = lower(investment), decided_by = 'bob', decided_at = now() where technology = $1`,
    [technology],
  )
  await propose(await folded(older.patternId), 'Draft')
  const told = async () => (await patternRecurrenceOf(pool, second))[0]?.opportunity
  expect(await told()).toEqual({ investment: 'Approved', state: 'approved' })
  await pool.query(`delete from opportunities where technology = $1 and state = 'approved'`, [technology])
  expect(await told()).toEqual({ investment: 'Draft', state: 'draft' })
})

test('an incident that was taken out of the patterns repeats nothing, and is not counted for others', async () => {
  const [, , third = 0, fourth = 0] = await incidents('2024-01-01', '2024-06-01', '2024-07-01', '2024-08-01')
  await folded()
  await dispute(third)
  expect(await patternRecurrenceOf(pool, third)).toEqual([])
  expect(await recurrenceOf(pool, third)).toEqual([])
  expect(await patternRecurrenceOf(pool, fourth)).toMatchObject([{ ordinal: 3 }])
  expect(await recurrenceOf(pool, fourth)).toMatchObject([{ ordinal: 3 }])
})

/** A curator says that the incident's digest blames the wrong technology. */
async function dispute(postmortemId: number): Promise<void> {
  await pool.query(`insert into posts (key, channel, wanted, shows) values ($1, 'C', '{}', '{}')`, [
    `p:${postmortemId}`,
  ])
  await pool.query(
    `insert into votes (post_key, voter, vote, reason, is_curator, digest_id, stage)
     select $1, 'alice', 'down', 'wrong_attribution', true, id, 'analyzer' from digests where postmortem_id = $2`,
    [`p:${postmortemId}`, postmortemId],
  )
}
