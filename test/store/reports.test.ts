import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { everything, type OpportunityState, type Proposal, type Technology, type Theme } from '../../src/domain.ts'
import { digestsOf } from '../../src/store/digests.ts'
import { type Drawn, opportunitiesOf, saveProposals } from '../../src/store/opportunities.ts'
import { latestReport, patternsOf, readReport, type StoredReport, saveReport } from '../../src/store/reports.ts'
import { aDatabase } from '../support/a-database.ts'
import { aTechnology } from '../support/builders.ts'
import { aFinding, aStoredPostmortem } from './store-builders.ts'

const { pool } = await aDatabase()

/** Every test has a technology of its own, so that they can share the database. */
let technology: Technology
beforeEach(() => {
  technology = aTechnology({ id: `technology-${randomUUID()}` })
})

function aTheme(part: Partial<Theme> = {}): Theme {
  return {
    name: 'Hot partitions',
    criterion: 'Did one partition get more writes than it takes?',
    failureClass: 'capacity_scaling',
    description: 'One key gets all the writes.',
    digestIds: [],
    ...part,
  }
}

/** Stores one incident of the technology per date, in this order. Resolves to the ids of their digests. */
async function incidents(...dates: (string | null)[]): Promise<number[]> {
  for (const [index, incidentDate] of dates.entries())
    await aStoredPostmortem(
      pool,
      { source: technology.id, sourceId: `${index}.md`, title: `Incident ${index}`, incidentDate, facts: { index } },
      [aFinding({ technology: technology.id })],
    )
  const digests = await digestsOf(pool, technology.id)
  return dates.map((_, index) => digests.find((digest) => digest.title === `Incident ${index}`)?.id ?? -1)
}

async function folded(...members: readonly (readonly [Theme, readonly number[]])[]): Promise<StoredReport> {
  const memberships = members.map(([theme, memberIds]) => ({ theme, memberIds, line: null }))
  await saveReport(pool, { technology: technology.id, basis: 'basis', model: 'fake', answerKeys: [] }, memberships)
  const stored = await latestReport(pool, technology.id)
  if (!stored) throw new Error('the report was not stored')
  return stored
}

describe('the latest report', () => {
  test('is the one that was stored last', async () => {
    const start = Date.now()
    await saveReport(pool, { technology: technology.id, basis: 'first', model: 'fake', answerKeys: [] }, [])
    const { id } = await saveReport(
      pool,
      { technology: technology.id, basis: 'second', model: 'other', answerKeys: [] },
      [],
    )
    const report = await latestReport(pool, technology.id)
    expect(report).toMatchObject({
      id,
      basis: 'second',
      model: 'other',
      createdAt: expect.any(Date),
      costUsd: 0,
      tokens: 0,
    })
    expect(Math.abs(Number(report?.createdAt) - start)).toBeLessThan(60_000)
  })

  test('of a technology that was never folded is none', async () => {
    await saveReport(pool, { technology: technology.id, basis: 'b', model: 'fake', answerKeys: [] }, [])
    expect(await latestReport(pool, `${technology.id}-other`)).toBeNull()
  })
})

describe('patterns', () => {
  test('are read back with their members, the largest first', async () => {
    const [a = 0, b = 0, c = 0] = await incidents('2024-01-01', '2024-02-01', '2024-03-01')
    const small = aTheme({ name: `It's a "small" one; --`, failureClass: 'software_bug', digestIds: [a, b] })
    const large = aTheme({ digestIds: [c, a] })
    const empty = aTheme({ name: 'Nobody', digestIds: [] })
    const { id } = await folded([small, [b]], [empty, []], [large, [c, a]])
    expect(await patternsOf(pool, id)).toEqual([
      { ...large, id: expect.any(Number), line: expect.any(Number), memberIds: [a, c].sort((x, y) => x - y) },
      { ...small, id: expect.any(Number), line: expect.any(Number), memberIds: [b] },
      { ...empty, id: expect.any(Number), line: expect.any(Number), memberIds: [] },
    ])
  })

  test('of other reports are not among them', async () => {
    const [a = 0, b = 0] = await incidents('2024-01-01', '2024-02-01')
    const first = await folded([aTheme(), [a]])
    const second = await folded([aTheme({ name: 'Another' }), [b]])
    expect(await patternsOf(pool, first.id)).toMatchObject([{ name: 'Hot partitions', memberIds: [a] }])
    expect(await patternsOf(pool, second.id)).toMatchObject([{ name: 'Another', memberIds: [b] }])
  })
})

describe('a report', () => {
  test('tells patterns that are as large by name, so that each has one place in a message and in a file', async () => {
    const ids = await incidents('2024-01-01', '2024-02-01', '2024-03-01')
    const stored = await folded([aTheme({ name: 'b' }), ids], [aTheme({ name: 'a' }), ids])
    const { patterns } = await readReport(pool, technology, stored, everything)
    expect(patterns.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  test('shows each incident with its patterns, and those without any in the ledger', async () => {
    const [a = 0, b = 0, c = 0] = await incidents('2024-01-15', '2024-08-15', '2024-05-01', null)
    const all = aTheme({ name: 'All' })
    const one = aTheme({ name: 'One' })
    const report = await readReport(pool, technology, await folded([one, [b]], [all, [a, b, c]]), everything)
    expect(report.quarters).toEqual(['2024-Q1', '2024-Q2', '2024-Q3'])
    expect(report.patterns).toMatchObject([
      {
        name: 'All',
        trend: [1, 1, 1],
        incidents: [{ title: 'Incident 0' }, { title: 'Incident 2' }, { title: 'Incident 1' }],
      },
    ])
    expect(report.rare).toMatchObject([
      { pattern: { name: 'One', trend: [0, 0, 1] }, incidents: [{ title: 'Incident 1', facts: { index: 1 } }] },
      { pattern: null, incidents: [{ title: 'Incident 3' }] },
    ])
    expect(report.ledger).toMatchObject({ inScope: 4, themed: 3, other: 1, outsideFilter: 0 })
    expect(report).toMatchObject({ model: 'fake', filter: everything, roles: [{ role: 'root_cause', incidents: 4 }] })
  })

  test('in a window has the incidents from its first day on; the rest and the undated are outside', async () => {
    const ids = await incidents('2023-12-31', '2024-01-01', '2024-02-01', null)
    const report = await readReport(pool, technology, await folded([aTheme(), ids]), {
      ...everything,
      since: '2024-01-01',
    })
    expect(report.patterns).toMatchObject([{ incidents: [{ title: 'Incident 1' }, { title: 'Incident 2' }] }])
    expect(report.ledger).toMatchObject({ inScope: 2, outsideFilter: 2, themed: 2 })
    expect(report.quarters).toEqual(['2024-Q1'])
  })

  test('keeps a pattern among those that recur when it is narrowed to one of its incidents', async () => {
    const ids = await incidents('2024-01-01', '2024-02-01', '2024-03-01')
    const stored = await folded([aTheme(), ids])
    const report = await readReport(pool, technology, stored, { ...everything, since: '2024-03-01' })
    expect(report).toMatchObject({ patterns: [{ incidents: [{ title: 'Incident 2' }] }], rare: [] })
  })

  test('in a window that nothing falls into has no pattern left', async () => {
    const ids = await incidents('2023-12-31', '2024-01-01')
    const report = await readReport(pool, technology, await folded([aTheme(), ids]), {
      ...everything,
      since: '2030-01-01',
    })
    expect(report).toMatchObject({ patterns: [], roles: [], quarters: [], ledger: { inScope: 0, outsideFilter: 2 } })
  })
})

describe('what becomes more', () => {
  const late = ['2025-09-01', '2025-10-01', '2025-10-02', '2025-11-01', '2025-11-02', '2025-12-01']
  async function halves(since: string | null) {
    await aStoredPostmortem(pool, { source: technology.id, sourceId: 'other.md', incidentDate: '2025-12-31' }, [
      aFinding({ technology: `${technology.id}-other` }),
    ])
    const ids = await incidents('2024-12-31', ...late, null)
    const report = await readReport(pool, technology, await folded([aTheme(), ids]), { ...everything, since })
    return report.patterns[0]?.halves
  }

  test('is told from the day after the technology’s first incident to the latest on record of any', async () => {
    expect(await halves(null)).toEqual({
      from: '2025-01-01',
      until: '2025-12-31',
      first: 0,
      second: 6,
      trend: 'rising',
    })
  })

  test('begins with the window, unless the record begins later', async () => {
    expect(await halves('2025-09-01')).toMatchObject({ from: '2025-09-01', first: 3, second: 3 })
    expect(await halves('2020-01-01')).toMatchObject({ from: '2025-01-01' })
  })
})

describe('opportunities', () => {
  let proposed: Drawn = { technology: '', reportId: 0, model: 'fake', answerKeys: [], members: 0 }
  beforeEach(async () => {
    proposed = { ...proposed, technology: technology.id, reportId: (await folded()).id }
  })

  test('proposals are stored as drafts and read back as they were', async () => {
    await saveProposals(pool, proposed, [aProposal()])
    expect(await opportunitiesOf(pool, technology.id)).toMatchObject([
      { ...aProposal(), id: expect.any(Number), reportId: proposed.reportId, model: 'fake', state: 'draft' },
    ])
  })

  describe('new proposals', () => {
    test('replace drafts; what people have decided on stays and comes first', async () => {
      const names = ['draft', 'approved', 'rejected', 'shipped']
      await saveProposals(
        pool,
        proposed,
        names.map((investment) => aProposal({ investment })),
      )
      for (const state of ['approved', 'rejected', 'shipped'] as const) await decide(state, state)
      await saveProposals(pool, proposed, [aProposal({ investment: 'new' })])
      expect((await opportunitiesOf(pool, technology.id)).map(({ investment, state }) => [investment, state])).toEqual([
        ['approved', 'approved'],
        ['rejected', 'rejected'],
        ['shipped', 'shipped'],
        ['new', 'draft'],
      ])
    })

    test('take the drafts away when there are none', async () => {
      await saveProposals(pool, proposed, [aProposal()])
      await saveProposals(pool, proposed, [])
      expect(await opportunitiesOf(pool, technology.id)).toEqual([])
    })

    test('leave those of other technologies alone', async () => {
      const other = `${technology.id}-other`
      await saveProposals(pool, { ...proposed, technology: other }, [aProposal()])
      await saveProposals(pool, proposed, [])
      expect(await opportunitiesOf(pool, other)).toHaveLength(1)
    })

    test('without anything that they prevent are refused', async () => {
      await expect(saveProposals(pool, proposed, [aProposal({ preventions: [] })])).rejects.toMatchObject({
        code: '23514',
      })
    })
  })

  function aProposal(part: Partial<Proposal> = {}): Proposal {
    return {
      investment: 'Alarms on partition heat',
      mechanism: 'Somebody splits the partition before it throttles.',
      patternIds: [3, 1],
      preventions: [{ postmortemId: 7, why: `It'd have "rung"; --` }],
      counterEvidence: 'Nobody heard the last alarm.',
      ...part,
    }
  }

  async function decide(investment: string, state: OpportunityState): Promise<void> {
    await pool.query(
      `update opportunities set state = $3, decided_by = 'U1', decided_at = now(),
         shipped_on = case when $3 = 'shipped' then date '2025-01-01' end
       where technology = $1 and investment = $2`,
      [technology.id, investment, state],
    )
  }
})
