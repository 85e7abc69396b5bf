import { describe, expect, test } from 'vitest'
import { compareRates, type Exposure, rateWords, trendBetweenHalves, trendWords } from '../../src/pipeline/rates.ts'

const over = (count: number, days: number): Exposure => ({ count, days })

describe('two rates', () => {
  test.each<[what: string, before: Exposure, after: Exposure, expected: readonly [number, number, number, number]]>([
    // Clopper and Pearson for 1 of 10: 0.25 % to 44.50 %; both tails of a fair coin: 22 of 1024.
    ['one of ten in equal times', over(9, 100), over(1, 100), [1 / 9, 0.00253499, 0.80185413, 22 / 1024]],
    // None of ten: at most 1 - 0.025^(1/10) = 30.85 %; 2 of 1024.
    ['none of ten in equal times', over(10, 100), over(0, 100), [0, 0, 0.44612555, 2 / 1024]],
    // The example of R's poisson.test (stomach cancers of two groups): 1.971488, 0.8584264 to 4.2772659.
    ['the published example', over(21, 3_011), over(11, 800), [1.9714881, 0.8584264, 4.27726594, 0.11201732]],
    ['the same, the other way round', over(11, 800), over(21, 3_011), [0.5072311, 0.23379393, 1.16492225, 0.11201732]],
    ['three where twelve were to be expected', over(12, 200), over(3, 200), [0.25, 0.04527286, 0.92637819, 0.03515625]],
    ['unequal times', over(11, 275), over(2, 350), [1 / 7, 0.01538648, 0.65456545, 0.00666735]],
    ['equal rates', over(20, 400), over(10, 200), [1, 0.41801193, 2.23836609, 1]],
  ])('of %s', (_, before, after, expected) => {
    const { ratio, low, high, p } = compareRates(before, after) ?? { ratio: 0, low: 0, high: 0, p: 0 }
    for (const [index, value] of [ratio, low, high, p].entries()) expect(value).toBeCloseTo(expected[index] ?? 0, 6)
  })

  test('of which the first is none have no bound above', () => {
    expect(compareRates(over(0, 100), over(5, 100))).toMatchObject({
      ratio: Number.POSITIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      p: 0.0625,
    })
  })

  test('of thousands of incidents are told apart', () => {
    const { low, high, p } = compareRates(over(5_000, 1_000), over(4_000, 1_000)) ?? { low: 0, high: 0, p: 1 }
    expect([low, high]).toEqual([expect.closeTo(0.7674, 3), expect.closeTo(0.834, 3)])
    expect(p).toBeLessThan(1e-20)
  })

  test.each([
    ['nothing happened', over(0, 100), over(0, 100)],
    ['no day has passed since', over(4, 100), over(0, 0)],
    ['nothing is on record before', over(0, 0), over(3, 50)],
  ])('are not compared where %s', (_, before, after) => {
    expect(compareRates(before, after)).toBeNull()
  })
})

test.each<[before: Exposure, after: Exposure, words: string]>([
  [
    over(12, 200),
    over(3, 200),
    '3 incidents in the 200 days since, where 12 were to be expected: spared about 9 of 12 (rate ratio 0.25, 95 % 0.05–0.93)',
  ],
  [
    over(6, 200),
    over(1, 200),
    '1 incident in the 200 days since, where 6 were to be expected: spared about 5 of 6, compatible with no effect (rate ratio 0.17, 95 % 0.00–1.37)',
  ],
  [
    over(30, 1_000),
    over(9, 250),
    '9 incidents in the 250 days since, where 7.5 were to be expected: none spared, compatible with no effect (rate ratio 1.20, 95 % 0.50–2.59)',
  ],
  [
    over(5, 100),
    over(0, 100),
    'no incidents in the 100 days since, where 5 were to be expected: too few to say (rate ratio 0.00, 95 % 0.00–1.09)',
  ],
  [
    over(4, 400),
    over(6, 100),
    '6 incidents in the 100 days since, where 1 was to be expected: about 5 more than that (rate ratio 6.00, 95 % 1.42–29)',
  ],
  [over(0, 300), over(1, 30), '1 incident in the 30 days since, none in the 300 days before: too few to say'],
  [over(0, 300), over(3, 30), '3 incidents in the 30 days since, none in the 300 days before: more than by chance'],
  [over(0, 300), over(0, 1), 'no incidents in the day since, none in the 300 days before: too few to say'],
  [
    over(12, 400),
    over(0, 1),
    'no incidents in the day since, where fewer than 0.1 were to be expected: too few to say (rate ratio 0.00, 95 % 0.00–144)',
  ],
  [
    over(1_000, 3_000),
    over(1_000, 3_000),
    '1,000 incidents in the 3,000 days since, where 1,000 were to be expected: none spared, compatible with no effect (rate ratio 1.00, 95 % 0.92–1.09)',
  ],
  [
    over(20, 3_000),
    over(20, 3_005),
    '20 incidents in the 3,005 days since, where 20 were to be expected: none spared, compatible with no effect (rate ratio 1.00, 95 % 0.51–1.96)',
  ],
  [over(7, 300), over(0, 0), 'nothing is on record since: too early to say'],
  [over(0, 0), over(2, 30), '2 incidents in the 30 days since, and nothing on record before to compare with'],
])('%j before and %j after are said in words', (before, after, words) => {
  expect(rateWords(before, after)).toBe(words)
})

describe('the halves of a window', () => {
  test.each<[counts: readonly number[], words: string]>([
    [[], 'too few to say'],
    [[9], 'too few to say'],
    [[0, 0, 0, 0], 'too few to say'],
    [[0, 0, 3, 2], 'too few to say'],
    [[0, 0, 3, 3], 'rising'],
    [[4, 2, 0, 0], 'falling'],
    [[3, 4, 5, 4], 'no clear change'],
    [[40, 45, 60, 70], 'rising'],
  ])('%j: %s', (counts, words) => {
    expect(trendWords(trendBetweenHalves(counts))).toBe(words)
  })

  test('are compared as by a fair coin', () => {
    // Seven of seven on one side: 2 of 2^7.
    expect(trendBetweenHalves([4, 3, 0, 0])).toEqual({ first: 7, second: 0, p: expect.closeTo(1 / 64, 12) })
  })

  test('leave out the middle of an odd number', () => {
    expect(trendBetweenHalves([1, 2, 99, 3, 4])).toMatchObject({ first: 3, second: 7 })
  })
})
