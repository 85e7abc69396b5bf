import { type Match, matchesOf } from './match.ts'
import { urlRegions, within } from './regions.ts'

const sep = '[ \\u00a0.\\-/]'
const boundary = '(?![\\p{L}\\p{N}_]|[-.:/%]\\d)'
const patterns = {
  international: new RegExp(
    `(?<![\\p{L}\\p{N}_+.])(?:\\+|00(?=[1-9]\\d?[ (]))[1-9](?:${sep}?(?:\\d|\\(\\d{1,5}\\))){5,14}${boundary}`,
    'gu',
  ),
  northAmerican: new RegExp(
    `(?<![\\p{L}\\p{N}_+./:#-])(?:1[-. ])?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}([-.]))\\d{3}(?:\\1|[- ])\\d{4}${boundary}`,
    'gu',
  ),
  national: new RegExp(
    `(?<![\\p{L}\\p{N}_+./:#,-])(?:\\(0[1-9]\\d{1,4}\\) ?|0[1-9]\\d{1,4}[ /-]{1,3})\\d{3,8}(?:[ -]\\d{2,5}){0,3}${boundary}`,
    'gu',
  ),
  french: new RegExp(
    `(?<![\\p{L}\\p{N}_+./:#,-]|[0-9a-f]{2}[ .])0[1-9](?:([ .])\\d{2})(?:\\1\\d{2}){3}${boundary}(?![ .][0-9a-f]{2}\\b)`,
    'gu',
  ),
  announced: new RegExp(
    `\\b(?:phone|tel|telephone|mobile|cell|fax|dial(?:led|ed)?|sms|whatsapp|hotline|handy)(?: number| no)?[.:]?(?: (?:is|was|at|on|to))?[ :]{1,2}` +
      `(?<value>(?:\\+?\\d|\\(\\d{1,5}\\))(?:${sep}?(?:\\d|\\(\\d{1,5}\\))){5,14})${boundary}`,
    'dgiu',
  ),
} as const

/** What the number is, if the text says so and it is no telephone. */
const otherNumber =
  /\b(?:orders?|ids?|tickets?|no|nr|numbers?|ref|invoice|case|build|job|pid|ports?|account|customer|article|sku|offset)\W{0,3}$/i

/** Telephone numbers in international form, in national forms with an area code, or announced as one. */
export function findPhones(text: string): Match[] {
  const isUrl = within(urlRegions(text))
  const isPhone = (value: string, start: number): boolean => {
    const digits = value.replace(/\D/g, '').length
    if (isUrl(start) || digits < 8 || digits > 15 || /\d{4}-\d{2}-\d{2}/.test(value)) return false
    return !otherNumber.test(text.slice(Math.max(0, start - 16), start))
  }
  const written = [patterns.northAmerican, patterns.national, patterns.french].flatMap((pattern) =>
    matchesOf(text, pattern, 'phone', isPhone),
  )
  // `+10485760` is more likely a difference in a log than a telephone number.
  const international = matchesOf(
    text,
    patterns.international,
    'phone',
    (value, start) => isPhone(value, start) && (/^\+?\d+$/.test(value) ? value.length > 10 : true),
  )
  const announced = matchesOf(text, patterns.announced, 'phone', (value, start) => !isUrl(start) && value.length > 6)
  return [...written, ...international, ...announced].map((match) => ({
    ...match,
    identity: match.identity.replace('(0)', '').replace(/\D/g, '').replace(/^00/, ''),
  }))
}
