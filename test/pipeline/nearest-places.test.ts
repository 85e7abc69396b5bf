import { expect, test } from 'vitest'
import { nearestPlaces } from '../../src/pipeline/nearest-places.ts'

test.each([
  ['the pattern itself', 'the pool was full', 'pool', 1, [{ start: 4, end: 8, errors: 0 }]],
  ['a letter changed', 'the pool was full', 'poal', 1, [{ start: 4, end: 8, errors: 1 }]],
  ['a letter missing', 'the pool was full', 'pol w', 1, [{ start: 4, end: 10, errors: 1 }]],
  ['a letter too many', 'the pool was full', 'pooul', 1, [{ start: 4, end: 8, errors: 1 }]],
  ['only the best', 'pawl or pool', 'pool', 2, [{ start: 8, end: 12, errors: 0 }]],
  ['every one of the best', 'pool, pool', 'pool', 1, [4, 10].map((end) => ({ start: end - 4, end, errors: 0 }))],
  ['nothing beyond the bound', 'the pool was full', 'pxxl', 1, []],
  ['nothing in an empty text', '', 'pool', 2, []],
])('what reads most like a pattern is found: %s', (_, text, pattern, mostErrors, places) => {
  expect(nearestPlaces(text, pattern, mostErrors)).toEqual(places)
})

test('a text that repeats itself has a place at each of its letters', () => {
  expect(nearestPlaces('a'.repeat(1_000), 'aaaaa', 0)).toHaveLength(996)
})
