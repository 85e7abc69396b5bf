import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/domain.ts'
import type { Incident, PatternCount } from '../../src/pipeline/fold.ts'
import { isSevere, rankedRare } from '../../src/pipeline/rare.ts'

const anIncident = (title: string, severity: string | null, facts: Facts = {}): Incident => ({
  postmortemId: 1,
  title,
  url: null,
  incidentDate: null,
  quarter: null,
  severity,
  role: 'root_cause',
  sentences: [],
  facts,
})

const aTheme = (name: string, ...incidents: Incident[]): PatternCount => ({
  id: 1,
  line: 1,
  name,
  criterion: 'c',
  failureClass: 'security',
  description: 'd',
  incidents,
  trend: [],
  halves: null,
})

const names = (ranked: ReturnType<typeof rankedRare>) =>
  ranked.map(({ pattern, incidents }) => pattern?.name ?? incidents[0]?.title)

describe('what is rare', () => {
  test('is ranked by severity, then money, customers and minutes', () => {
    const incidents = [
      anIncident('unknown', null, { lost_revenue_eur: 9_000_000 }),
      anIncident('sev3', 'SEV3'),
      anIncident('long', 'SEV1', { duration_minutes: 600 }),
      anIncident('longer', 'SEV1', { duration_minutes: 601 }),
      anIncident('customers', 'SEV1', { customers_affected: 10, duration_minutes: 1 }),
      anIncident('cheap', 'SEV1', { lost_revenue_eur: 10 }),
      anIncident('less cheap', 'SEV1', { lost_revenue_chf: 11 }),
      anIncident('dear', 'P1', { refunds_usd: 5, lost_revenue_eur: 100 }),
      anIncident('worst', 'SEV0'),
    ]
    const expected = ['worst', 'dear', 'less cheap', 'cheap', 'customers', 'longer', 'long', 'sev3', 'unknown']
    expect(names(rankedRare([], incidents))).toEqual(expected)
    expect(names(rankedRare([], incidents.toReversed()))).toEqual(expected)
  })

  test('counts a theme as its worst incident, before an incident that is as bad, and by name where all is equal', () => {
    const [bad, mild] = [anIncident('bad', 'SEV1'), anIncident('mild', 'SEV4')]
    const ranked = rankedRare([aTheme('b', mild), aTheme('twice', mild, bad), aTheme('a', mild)], [bad, mild])
    expect(names(ranked)).toEqual(['twice', 'bad', 'a', 'b', 'mild'])
    expect(ranked.map((theme) => theme.isSevere)).toEqual([true, true, false, false, false])
  })
})

test.each([
  ['SEV1', true],
  ['sev-0', true],
  ['P1 (critical)', true],
  ['Critical', true],
  ['major', true],
  ['SEV2 - major', false],
  ['SEV10', false],
  ['S3', false],
  ['high', false],
  ['', false],
  [null, false],
])('the severity %j is severe: %s', (severity, expected) => {
  expect(isSevere(severity)).toBe(expected)
})
