import { type Match, matchesOf } from './match.ts'
import { urlRegions, within } from './regions.ts'

const digitOrGap = '(?:[ \\u00a0.\\-/]?(?:\\d|\\(\\d{1,5}\\)))'
const start = '(?<![\\p{L}\\p{N}_+./:#,-])'
const end = '(?![\\p{L}\\p{N}_]|[-.:/%]\\d)'
const announcement =
  '\\b(?:phone|tel|telephone|mobile|cell|fax|dial(?:led|ed)?|sms|whatsapp|hotline|handy)(?: number| no)?[.:]?(?: (?:is|was|at|on|to))?[ :]{1,2}'

/** `+49 30 …`, `0049 30 …`; without gaps only from ten digits: `+10485760` is a difference in a log. */
const international = [
  new RegExp(
    `(?<![\\p{L}\\p{N}_+.])(?:\\+|00(?=[1-9]\\d?[ (]))(?=\\d{10}|\\d{1,9}[^\\d\\n]{1,2}\\d)[1-9]${digitOrGap}{7,14}${end}`,
    'gu',
  ),
]
const national = [
  // (415) 555-0132, 1-800-555-0199
  new RegExp(`${start}(?:1[-. ])?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}([-.]))\\d{3}(?:\\1|[- ])\\d{4}${end}`, 'gu'),
  // 020 7946 0958, 030/1234567, (030) 1234567
  new RegExp(`${start}(?:\\(0[1-9]\\d{1,4}\\) ?|0[1-9]\\d{1,4}[ /-]{1,3})\\d{3,8}(?:[ -]\\d{2,5}){0,3}${end}`, 'gu'),
  // Mobile, in one piece: German 015 to 017, British 07
  new RegExp(`${start}(?:01[5-7]\\d{8,9}|07\\d{9})${end}`, 'gu'),
  // 01 23 45 67 89, unless it goes on like a dump of bytes
  new RegExp(`(?<![0-9a-f]{2}[ .])${start}0[1-9]([ .])\\d{2}(?:\\1\\d{2}){3}${end}(?![ .][0-9a-f]{2}\\b)`, 'gu'),
]
const announced = new RegExp(`${announcement}(?<value>(?:\\+?\\d|\\(\\d{1,5}\\))${digitOrGap}{5,14})${end}`, 'dgiu')

/** What the number is, if the text says so and it is no telephone. */
const otherNumber =
  /\b(?:orders?|ids?|tickets?|no|nr|numbers?|ref|invoice|case|build|job|pid|ports?|account|customer|article|sku|offset)\W{0,3}$/i
const clockTimes = /^(?:[01]\d|2[0-3])[0-5]\d(?:[ -](?:[01]\d|2[0-3])[0-5]\d)+$/

/** Telephone numbers in international form, in national forms with an area code, or announced as one. */
export function findPhones(text: string): Match[] {
  const isUrl = within(urlRegions(text))
  const isPhone = (value: string, offset: number): boolean => {
    const digits = value.replace(/\D/g, '').length
    if (isUrl(offset) || digits < 9 || digits > 15 || /\d{4}-\d{2}-\d{2}/.test(value) || clockTimes.test(value))
      return false
    return !otherNumber.test(text.slice(Math.max(0, offset - 16), offset))
  }
  const written = [...international, ...national].flatMap((pattern) => matchesOf(text, pattern, 'phone', isPhone))
  const spoken = matchesOf(text, announced, 'phone', (value, offset) => !isUrl(offset) && value.length > 6)
  return [...written, ...spoken].map((match) => ({
    ...match,
    identity: match.identity.replace('(0)', '').replace(/\D/g, '').replace(/^00/, ''),
  }))
}
