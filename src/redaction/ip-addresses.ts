import { isIPv6 } from 'node:net'
import { type Match, matchesOf } from './match.ts'

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const v4 = new RegExp(
  `(?<![\\p{L}\\p{N}_.])(?:${octet}\\.){3}${octet}(?![\\p{L}\\p{N}_]|\\.[\\p{L}\\p{N}]|-\\p{L})`,
  'gu',
)
/** Only a candidate; `isIPv6` decides. */
const v6 = /(?<![\p{L}\p{N}_:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\p{L}\p{N}_:])/giu

/** Before a number they make it an address, where the name of a product makes it a version. */
const hostWord =
  /^(?:ips?|ipv4|address(?:es)?|hosts?|servers?|clients?|nodes?|dns|nameserver|from|to|at|on|via|by|the|and|or|block(?:ed)?|allow(?:ed)?|router|gateway|vip|user|attacker|ping(?:ed|s)?|ban(?:ned)?|source|target|peer|resolver|upstream|requests?|traffic|calls?|is|was|and|with|into|behind|between|against|for|of)$/i

/** IPv4 and IPv6 addresses without port and prefix length; not loopback, masks, the metadata service, or versions. */
export function findIpAddresses(text: string): Match[] {
  const four = matchesOf(text, v4, 'ip', (value, start) => !isWellKnown(value) && !isVersion(text, value, start))
  const six = matchesOf(text, v6, 'ip', (value) => isIPv6(value) && namesHost(value))
  return [...four, ...six].map((match) => ({ ...match, identity: match.identity.toLowerCase() }))
}

function isWellKnown(value: string): boolean {
  return /^(?:127\.|0\.|255\.|169\.254\.169\.254$)/.test(value)
}

/** `::`, `::1` and what is only punctuation between short words, as in `a::b`. */
function namesHost(value: string): boolean {
  return /\d/.test(value) && value.replaceAll(':', '').length > 3
}

/** Four-part versions exist. Private networks are never versions unless the text says so. */
function isVersion(text: string, value: string, start: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - 40), start)
  if (
    /(?:\b(?:version|ver|v|release|build|rev|firmware|section|sec|chapter|clause|appendix|oid|rfc\s?\d+)\.?|==|[@~^§])[\s:=]*$|>=?\s*$|^\s*#+\s*$/i.test(
      line,
    )
  )
    return true
  if (/^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(value)) return false
  const product = /([\p{L}\d]+)[\s/:-]$/u.exec(line)?.[1] ?? ''
  const isSmall = /^\d\./.test(value) && value.split('.').every((part) => Number(part) <= 40)
  return isSmall && /^\p{L}{3}/u.test(product) && !hostWord.test(product)
}
