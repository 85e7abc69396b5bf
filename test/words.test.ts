import { expect, test } from 'vitest'
import { counted, factName, factWords, ordinal, ordinalWord, trendBars } from '../src/words.ts'

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [21, '21st'],
  [102, '102nd'],
  [1_113, '1,113th'],
])('the place %i is the %s', (place, words) => {
  expect(ordinal(place)).toBe(words)
})

test.each([
  [1, 'First'],
  [10, 'Tenth'],
  [11, '11th'],
])('a sentence begins with the place %i as %s', (place, words) => {
  expect(ordinalWord(place)).toBe(words)
})

test.each([
  ['duration_minutes', 1, '1 minute', 'minutes'],
  ['duration_minutes', 1_047, '1,047 minutes', 'minutes'],
  ['customers_affected', 12_000, '12,000 customers', 'customers'],
  ['lost_revenue_eur', 180_000, 'lost revenue 180,000 EUR', 'lost revenue (EUR)'],
  ['lost_revenue_chf', 0, 'lost revenue 0 CHF', 'lost revenue (CHF)'],
  ['failed_orders', 7, 'failed orders 7', 'failed orders'],
])('the fact %s of %i reads "%s", and unknown it is called "%s"', (fact, value, words, name) => {
  expect(factWords({ [fact]: value })).toEqual([words])
  expect(factName(fact)).toBe(name)
})

test.each([
  [[], ''],
  [[0, 0], '▁▁'],
  [[1, 2, 4], '▃▅█'],
  [[0, 7, 1], '▁█▂'],
])('the trend %j is drawn as "%s"', (trend, bars) => {
  expect(trendBars(trend)).toBe(bars)
})

test('what is counted has its plural', () => {
  expect([counted(1, 'incident'), counted(2_000, 'incident'), counted(0, 'opportunity', 'opportunities')]).toEqual([
    '1 incident',
    '2,000 incidents',
    '0 opportunities',
  ])
})
