import { type Match, matchesOf } from './match.ts'
import { urlRegions, within } from './regions.ts'

const grouped = /(?<![\p{L}\p{N}_.-])\d{4}(?:([ -])\d{4}\1\d{4}\1\d{4}|([ -])\d{6}\2\d{4,5})(?![\p{L}\p{N}_-]|\.\d)/gu
const bare = /(?<![\p{L}\p{N}_.-])\d{14,16}(?![\p{L}\p{N}_-]|\.\d)/gu
/** Ranges and lengths of Visa, Mastercard, Discover and JCB (16), American Express (15), Diners (14). */
const issued = /^(?:(?:4\d|5[1-5]|2[2-7]|6[045]|35)\d{14}|3[47]\d{13}|3[068]\d{12})$/

/** Payment card numbers: an issuer's range and length, and a right check digit. */
export function findCards(text: string): Match[] {
  const isUrl = within(urlRegions(text))
  const isCard = (value: string, start: number): boolean => {
    const digits = value.replace(/\D/g, '')
    return issued.test(digits) && hasCheckDigit(digits) && !isUrl(start)
  }
  return [grouped, bare]
    .flatMap((pattern) => matchesOf(text, pattern, 'card', isCard))
    .map((match) => ({ ...match, identity: match.identity.replace(/\D/g, '') }))
}

/** Luhn, ISO/IEC 7812-1. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
