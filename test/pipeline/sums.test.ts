import { expect, test } from 'vitest'
import { sumsOf } from '../../src/pipeline/report-contents.ts'

test.each([
  ['of no incident', [], ['duration_minutes 0/0', 'customers_affected 0/0', 'money 0/0']],
  ['that nobody states', [{}, {}], ['duration_minutes 0/0', 'customers_affected 0/0', 'money 0/0']],
  ['of nothing', [{ duration_minutes: 0 }], ['duration_minutes 0/1', 'customers_affected 0/0', 'money 0/0']],
  [
    'of money in two currencies, apart',
    [{ lost_eur: 100, lost_chf: 30 }, { lost_eur: 50 }],
    ['duration_minutes 0/0', 'customers_affected 0/0', 'lost_chf 30/1', 'lost_eur 150/2'],
  ],
  [
    'of money in any currency that is read',
    [{ lost_sek: 7, failed_orders: 2 }],
    ['duration_minutes 0/0', 'customers_affected 0/0', 'lost_sek 7/1', 'failed_orders 2/1'],
  ],
])('facts %s are summed, with how many state them', (_, incidents, sums) => {
  const facts = (incidents as readonly Record<string, number>[]).map((one) => ({ facts: one }))
  expect(sumsOf(facts).map(({ fact, total, stated }) => `${fact} ${total}/${stated}`)).toEqual(sums)
})
