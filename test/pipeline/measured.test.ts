import { expect, test } from 'vitest'
import { type AroundShipping, measuredOn } from '../../src/pipeline/measured.ts'

const counted: AroundShipping = {
  patterns: 1,
  living: 1,
  began: '2024-01-01',
  ended: '2025-02-04',
  before: { count: 12, days: 200 },
  after: { count: 3, days: 200 },
  undated: 0,
}
const before = 'Before it: 12 incidents in the 200 days after the first on record (2024-01-01).'
const since =
  '3 incidents in the 200 days since, where 12 were to be expected: spared about 9 of 12 (rate ratio 0.25, 95 % 0.05–0.93).'
const end = 'The record ends with the latest incident of any technology (2025-02-04).'

test.each<[what: string, part: Partial<AroundShipping>, words: string]>([
  ['what was there before and since', {}, `${before} ${since} ${end}`],
  ['incidents without a date', { undated: 2 }, `${before} ${since} ${end} 2 incidents without a date are not counted.`],
  [
    'patterns that are no more',
    { patterns: 3, undated: 1 },
    `${before} ${since} ${end} 1 incident without a date is not counted. 2 of its 3 patterns are not in the latest fold any more.`,
  ],
  [
    'that nothing can be counted',
    { patterns: 2, living: 0 },
    'None of its patterns is in the latest fold any more: nothing can be counted.',
  ],
  [
    'that there is no record',
    { began: null, ended: null, before: { count: 0, days: 0 }, after: { count: 0, days: 9 }, undated: 1 },
    'No incidents in the 9 days since, and nothing on record before to compare with. 1 incident without a date is not counted.',
  ],
  [
    'that a day is a day',
    { before: { count: 0, days: 1 }, after: { count: 0, days: 1 } },
    `Before it: 0 incidents in the day after the first on record (2024-01-01). No incidents in the day since, none in the day before: too few to say. ${end}`,
  ],
  [
    'nothing of days before it where the record begins later',
    { before: { count: 0, days: 0 }, after: { count: 1, days: 152 } },
    `1 incident in the 152 days since, and nothing on record before to compare with. ${end}`,
  ],
  [
    'that nothing is on record since',
    { after: { count: 0, days: 0 } },
    `${before} Nothing is on record since: too early to say. ${end}`,
  ],
])('the measure says %s', (_, part, words) => {
  expect(measuredOn('2025-02-04', { ...counted, ...part })).toEqual({ on: '2025-02-04', words })
})
