import { currencies } from '../domain.ts'
import { type Match, matchesOf } from './match.ts'
import { codeRegions, urlRegions, within } from './regions.ts'

const space = '[ \\u00a0\\u202f]'
const number = `(?:\\d{1,3}(?:[,.'’ \\u00a0\\u202f]\\d{3}){1,5}(?:[.,]\\d{1,2})?|\\d{1,15}(?:[.,]\\d{1,6})?)`
const magnitude = `(?:${space}?(?:[kKmMbB]|[mMbB]n|[mM]io\\.?|[Mm]illion|[Bb]illion|[Tt]housand)(?![\\p{L}\\p{N}]))`
const range = `${number}${magnitude}?(?:${space}?[-–]${space}?${number}${magnitude}?)?`
const symbols = '(?:USD?|A|C|NZ|HK)?[$€£¥₹]'
const units = `(?:[€£¥₹]|(?:${currencies})|[Ee]uros?|(?:US )?[Dd]ollars?|[Pp]ounds(?: [Ss]terling)?)(?![\\p{L}\\p{N}_])`
const figures = 'GMV|[Rr]evenue|[Tt]urnover|[Ss]ales'
const link =
  '(?:\\s(?:of|was|is|at|by|loss|impact|about|around|approximately|approx\\.?|roughly|lost|dropped|fell|down)|[:=~≈])'

const patterns = [
  new RegExp(`(?<![\\p{L}\\p{N}$])(?:${symbols}${space}?|(?:${currencies})${space}?)${range}`, 'gu'),
  new RegExp(`(?<![\\p{L}\\p{N}.,_$#-])${range}${space}?${units}`, 'gu'),
  new RegExp(`(?<![\\p{L}\\p{N}.,_$#-])${range}${space}?\\$(?![\\p{L}\\p{N}_({$'"\`/])`, 'gu'),
  new RegExp(`\\b(?:${figures})${link}{1,3}\\s?(?<value>${number}${magnitude})`, 'dgu'),
  new RegExp(`(?<![\\p{L}\\p{N}.,_$#-])(?<value>${number}${magnitude}) (?:in|of) (?:lost )?(?:${figures})\\b`, 'dgu'),
]

/** Amounts with a currency, and sized amounts of revenue ("GMV of 1.2M"); not `$1` and the like in code. */
export function findMoney(text: string): Match[] {
  const isCode = within(codeRegions(text))
  const isUrl = within(urlRegions(text))
  const isAmount = (value: string, start: number): boolean =>
    !isUrl(start) && !(isCode(start) && /^\$\d{1,2}$|\$$/.test(value.trim())) && !isParameter(text, value, start)
  return patterns
    .flatMap((pattern) => matchesOf(text, pattern, 'money', isAmount))
    .map((match) => ({ ...match, identity: match.identity.toLowerCase().replace(/\s/g, '') }))
}

/** `{print $1, $2}`, `id = $1;` outside marked code. */
function isParameter(text: string, value: string, start: number): boolean {
  if (!/^\$\d{1,2}$/.test(value)) return false
  const end = start + value.length
  return (
    /(?:[=({'"`/:|<>]|\bprint|\$\d,)\s?$/.test(text.slice(Math.max(0, start - 8), start)) ||
    /^[)}'"`;]/.test(text.slice(end, end + 1))
  )
}
