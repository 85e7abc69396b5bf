import { expect, test } from 'vitest'
import type { Incident, PatternCount } from '../../src/pipeline/fold.ts'
import { changesBetween } from '../../src/pipeline/report-contents.ts'

const anIncident = (incidentDate: string | null): Incident => ({
  postmortemId: 1,
  title: 't',
  url: null,
  incidentDate,
  quarter: null,
  severity: null,
  role: 'root_cause',
  sentences: [],
  facts: {},
})

const aPattern = (name: string, ...dates: (string | null)[]): PatternCount => ({
  id: 1,
  line: 1,
  name,
  criterion: 'c',
  failureClass: 'security',
  description: 'd',
  incidents: dates.map(anIncident),
  trend: [1, 0, 1, 0, 0, 0, 0],
  halves: { from: '2023-01-01', until: '2026-10-02', first: 0, second: 0, trend: 'too few to say' },
})

test('what has faded had several incidents, and none in the last year of the record', () => {
  const patterns = [
    aPattern('quiet for nine months, over four ends of a quarter', '2025-06-01', '2025-12-30'),
    aPattern('quiet for a year but a day', '2025-06-01', '2025-10-03'),
    aPattern('quiet for a year', null, '2025-10-02', '2024-01-01'),
    aPattern('happened once', '2024-01-01', null),
    aPattern('undated', null, null),
  ]
  expect(changesBetween([], patterns, new Date('2026-09-01')).faded).toEqual(['quiet for a year'])
})
