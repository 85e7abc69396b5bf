import { beforeEach, describe, expect, test } from 'vitest'
import { everything, type FailureClass, type Filter } from '../../src/domain.ts'
import { matrixCounts, patternPairs } from '../../src/store/matrix.ts'
import { saveReport } from '../../src/store/reports.ts'
import { aDatabase } from '../support/a-database.ts'
import { aFinding, aStoredPostmortem } from './store-builders.ts'

const { pool } = await aDatabase()

/** A unit vector of two directions. */
const vector = (along: number): number[] => [along, Math.sqrt(1 - along * along), ...new Array<number>(1022).fill(0)]

async function incident(
  name: string,
  vectors: Readonly<Record<string, number[]>>,
  part: { severity?: string; ownerTeam?: string; incidentDate?: string } = {},
): Promise<void> {
  const findings = Object.entries(vectors).map(([technology, embedding]) => aFinding({ technology, embedding }))
  await aStoredPostmortem(pool, { sourceId: name, title: name, ...part }, findings)
}

/** Folds a technology into patterns, each with a class and the titles of its incidents. */
async function folded(
  technology: string,
  patterns: Readonly<Record<string, readonly [FailureClass, ...string[]]>>,
): Promise<void> {
  const memberships: Parameters<typeof saveReport>[2][number][] = []
  for (const [name, [failureClass, ...titles]] of Object.entries(patterns)) {
    const { rows } = await pool.query(
      `select d.id::int from digests d join postmortems p on p.id = d.postmortem_id where d.technology = $1 and p.title = any($2)`,
      [technology, titles],
    )
    const theme = { name, criterion: 'c', failureClass, description: 'd', digestIds: [] }
    memberships.push({ theme, memberIds: rows.map((row) => row.id), line: null })
  }
  await saveReport(pool, { technology, basis: 'b', model: 'fake', answerKeys: [] }, memberships)
}

beforeEach(async () => {
  await pool.query('truncate postmortems, reports cascade')
  await incident('first', { kafka: vector(1), redis: vector(1) }, { severity: 'SEV1', ownerTeam: 'Checkout' })
  await incident('second', { kafka: vector(1) }, { severity: 'SEV2', ownerTeam: 'checkout' })
  await incident('third', { kafka: vector(1) })
  await incident('fourth', { redis: vector(0.6) }, { incidentDate: '2025-01-01' })
  await incident('fifth', { dynamodb: vector(1) })
  await folded('kafka', { outdated: ['security', 'third'] })
  await folded('kafka', { lag: ['capacity_scaling', 'first', 'second'], crash: ['software_bug', 'second'] })
  await folded('redis', { eviction: ['capacity_scaling', 'first', 'fourth'] })
})

/** As `technology class incidents`; `*` is all. */
async function counts(filter: Filter): Promise<ReadonlySet<string>> {
  const found = await matrixCounts(pool, filter)
  return new Set(
    found.map(({ technology, failureClass, isUnthemed, incidents }) =>
      [technology ?? '*', isUnthemed ? 'none' : (failureClass ?? '*'), incidents].join(' '),
    ),
  )
}

describe('the matrix', () => {
  test('counts each incident once for a class, a technology and all, by the latest folds', async () => {
    expect(await counts(everything)).toEqual(
      new Set([
        '* * 4',
        '* capacity_scaling 3',
        '* none 1',
        '* software_bug 1',
        'kafka * 3',
        'kafka capacity_scaling 2',
        'kafka none 1',
        'kafka software_bug 1',
        'redis * 2',
        'redis capacity_scaling 2',
      ]),
    )
  })

  test('is narrowed as a one-pager is', async () => {
    expect(await counts({ ...everything, team: 'CHECKOUT', severities: ['sev2'] })).toEqual(
      new Set([
        '* * 1',
        '* capacity_scaling 1',
        '* software_bug 1',
        'kafka * 1',
        'kafka capacity_scaling 1',
        'kafka software_bug 1',
      ]),
    )
    expect(await counts({ ...everything, since: '2025-01-01' })).toContain('redis * 1')
  })
})

describe('patterns of two technologies', () => {
  test('are a pair where they share an incident; how alike they read is told by the others', async () => {
    // Of the four pairs of digests the one of the shared incident is left out: (1 + 0.6 + 0.6) / 3.
    expect(await patternPairs(pool, everything, 0.99)).toEqual([
      {
        failureClass: 'capacity_scaling',
        oneTechnology: 'kafka',
        onePattern: 'lag',
        oneIncidents: 2,
        otherTechnology: 'redis',
        otherPattern: 'eviction',
        otherIncidents: 2,
        shared: 1,
        likeness: expect.closeTo(2.2 / 3, 5),
      },
    ])
  })

  test('that share none are a pair where they read alike', async () => {
    await folded('dynamodb', { throttling: ['capacity_scaling', 'fifth'] })
    const unshared = async (least: number) =>
      (await patternPairs(pool, everything, least)).flatMap(({ shared, otherPattern, likeness }) =>
        shared === 0 ? [[otherPattern, likeness]] : [],
      )
    expect(await unshared(0.99)).toEqual([['lag', expect.closeTo(1, 5)]])
    expect(await unshared(0.7)).toEqual([
      ['lag', expect.closeTo(1, 5)],
      ['eviction', expect.closeTo(0.8, 5)],
    ])
  })

  test('of different classes are none', async () => {
    await folded('redis', { eviction: ['software_bug', 'first'] })
    await folded('kafka', { lag: ['capacity_scaling', 'first'] })
    expect(await patternPairs(pool, everything, 0)).toEqual([])
  })
})
