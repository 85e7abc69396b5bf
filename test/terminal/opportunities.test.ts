import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { everything } from '../../src/domain.ts'
import type { Incident, Report } from '../../src/pipeline/fold.ts'
import { opportunitiesText, type TrackedOpportunity } from '../../src/terminal/report.ts'

const incident: Incident = {
  postmortemId: 7,
  title: 'Checkout was slow',
  url: null,
  incidentDate: '2024-03-05',
  quarter: '2024-Q1',
  severity: 'SEV2',
  role: 'root_cause',
  sentences: [],
  facts: { duration_minutes: 47 },
}
const report: Report = {
  technology: { id: 'dynamodb', name: 'DynamoDB' },
  filter: everything,
  model: 'scripted',
  roles: [],
  quarters: ['2024-Q1'],
  patterns: [],
  rare: [],
  ledger: {
    found: 4,
    unreadable: 0,
    restricted: 0,
    withdrawn: 0,
    waiting: 0,
    failed: 0,
    noTechnology: 0,
    otherTechnology: 0,
    outsideFilter: 0,
    setAside: 0,
    heldBack: 0,
    disputed: 0,
    inScope: 4,
    themed: 1,
    other: 3,
  },
}
const preventions = [{ postmortemId: 7, why: 'w', quote: 'Nobody watched the partitions.' }]
const opportunity: TrackedOpportunity = {
  id: 1,
  state: 'shipped',
  shippedOn: '2024-07-19',
  investment: 'Heat alarms',
  mechanism: 'The pager rings before it throttles.',
  patternIds: [11],
  preventions,
  reach: { patterns: ['Hot partitions'], prevented: preventions.map((said) => ({ ...said, incident })) },
  counterEvidence: 'Nobody heard the last alarm.',
  unconfirmed: 1,
  measured: { on: '2025-02-04', words: 'Spared about 9 of 12.' },
}

test('an opportunity is printed with its reach, the words that confirm it, and what it has spared', () => {
  const text = stripVTControlCharacters(opportunitiesText('DynamoDB', [opportunity], report))
  expect(text).toMatch(/^1\. Heat alarms {2}shipped 2024-07-19$/m)
  expect(text).toContain('answers Hot partitions')
  expect(text).toContain('reach 1 of 4 incidents, 47 minutes, customers unknown, money unknown')
  expect(text).toContain('“Nobody watched the partitions.”')
  expect(text).toContain('claimed, but not confirmed by their own text: 1 incident')
  expect(text).toContain('Spared about 9 of 12. Counted on 2025-02-04.')
})
