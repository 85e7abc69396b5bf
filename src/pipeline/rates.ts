import type { TrendWord } from '../domain.ts'

/** Incidents that were counted over so many days. */
export type Exposure = { readonly count: number; readonly days: number }

/** How many times the rate of before the rate since is, with its 95 % interval; `Infinity` where there was none before. */
export type RateRatio = { readonly ratio: number; readonly low: number; readonly high: number; readonly p: number }

const significance = 0.05

/**
 * Compares two Poisson rates by the exact conditional test: given all incidents, how many fall into the second time is
 * binomial (Przyborowski and Wilenski 1940). The interval is that of Clopper and Pearson turned into a ratio, and `p` twice the
 * smaller tail, so that both always agree. Null where a time has no day, or nothing happened at all.
 */
export function compareRates(before: Exposure, after: Exposure): RateRatio | null {
  const all = before.count + after.count
  if (before.days <= 0 || after.days <= 0 || all === 0) return null
  const scale = before.days / after.days
  const share = after.days / (before.days + after.days)
  const [low, high] = shareInterval(after.count, all)
  const odds = (part: number): number => (part >= 1 ? Number.POSITIVE_INFINITY : (part / (1 - part)) * scale)
  const ratio = before.count === 0 ? Number.POSITIVE_INFINITY : (after.count / before.count) * scale
  const smaller = Math.min(atMost(after.count, all, share), atLeast(after.count, all, share))
  return { ratio, low: odds(low), high: odds(high), p: Math.min(1, 2 * smaller) }
}

/**
 * What came of a change, in a sentence without its stop. "Too few to say" means that even none since would have shown
 * nothing; "compatible with no effect" that an effect could have shown, and did not.
 */
export function rateWords(before: Exposure, after: Exposure): string {
  const since = `${after.count === 0 ? 'no' : after.count.toLocaleString('en')} incident${after.count === 1 ? '' : 's'} in the ${daysWords(after)} since`
  if (after.days <= 0) return 'nothing is on record since: too early to say'
  if (before.days <= 0) return `${since}, and nothing on record before to compare with`
  const compared = compareRates(before, after)
  if (before.count === 0 || !compared)
    return `${since}, none in the ${daysWords(before)} before: ${compared && compared.p < significance ? 'more than by chance' : 'too few to say'}`
  const expected = (before.count / before.days) * after.days
  const { ratio, low, high } = compared
  const interval = `rate ratio ${amount(ratio)}, 95 % ${amount(low)}–${amount(high)}`
  return `${since}, where ${expectedWords(expected)} to be expected: ${effectWords(before, after, compared, expected)} (${interval})`
}

function effectWords(before: Exposure, after: Exposure, { ratio, p }: RateRatio, expected: number): string {
  const fewer = rounded(expected - after.count)
  const spared = `spared about ${fewer} of ${rounded(expected)}`
  if (p < significance) return ratio < 1 ? spared : `about ${rounded(after.count - expected)} more than that`
  if (2 * (before.days / (before.days + after.days)) ** before.count >= significance) return 'too few to say'
  return `${ratio < 1 && fewer !== '0' ? spared : 'none spared'}, compatible with no effect`
}

/** The incidents of a window's two halves, and how likely as unequal a split is by chance. */
export type Trend = { readonly first: number; readonly second: number; readonly p: number }

/** Compares the halves of a window, oldest count first; the middle of an odd number belongs to neither. Null without halves. */
export function trendBetweenHalves(counts: readonly number[]): Trend | null {
  const days = Math.floor(counts.length / 2)
  if (days === 0) return null
  const first = sum(counts.slice(0, days))
  const second = sum(counts.slice(-days))
  return { first, second, p: compareRates({ count: first, days }, { count: second, days })?.p ?? 1 }
}

/** "Too few to say" where no split of so many incidents would show anything. */
export function trendWords(trend: Trend | null): TrendWord {
  if (!trend || 2 * 0.5 ** (trend.first + trend.second) >= significance) return 'too few to say'
  if (trend.p >= significance) return 'no clear change'
  return trend.second > trend.first ? 'rising' : 'falling'
}

/** The 95 % interval of Clopper and Pearson for a binomial share. */
export function shareInterval(hits: number, all: number): [number, number] {
  const tail = significance / 2
  const low = hits === 0 ? 0 : crossing((share) => atLeast(hits, all, share) - tail)
  const high = hits === all ? 1 : crossing((share) => tail - atMost(hits, all, share))
  return [low, high]
}

/** Where a function that rises from 0 to 1 crosses zero. */
function crossing(rising: (share: number) => number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (rising(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const atLeast = (hits: number, all: number, share: number): number => atMost(all - hits, all, 1 - share)

/** The chance of at most so many hits, summed in logarithms so that thousands of incidents neither over- nor underflow. */
function atMost(hits: number, all: number, share: number): number {
  let chance = 0
  let logChoose = 0
  for (let k = 0; k <= hits; k++) {
    chance += Math.exp(logChoose + k * Math.log(share) + (all - k) * Math.log1p(-share))
    logChoose += Math.log(all - k) - Math.log(k + 1)
  }
  return Math.min(1, chance)
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** "200 days"; one is "day", behind an article. */
export const daysWords = ({ days }: Exposure): string => (days === 1 ? 'day' : `${days.toLocaleString('en')} days`)

const rounded = (value: number): string =>
  (value >= 10 ? Math.round(value) : Number(value.toFixed(1))).toLocaleString('en')

function expectedWords(expected: number): string {
  const shown = rounded(expected)
  if (shown === '0') return 'fewer than 0.1 were'
  return `${shown} ${shown === '1' ? 'was' : 'were'}`
}

function amount(ratio: number): string {
  if (ratio === Number.POSITIVE_INFINITY) return '∞'
  return ratio >= 10 ? Math.round(ratio).toLocaleString('en') : ratio.toFixed(2)
}
