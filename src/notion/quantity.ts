/**
 * Quantities as people type them into a text field. Null for what is none: a figure in a report is exact or absent, so
 * ranges ("10-20") and amounts that two countries read differently ("1.200") are refused.
 */
export function readNumber(text: string): number | null {
  const [, digits = '', magnitude = ''] =
    /^(\d[\d.,'’_ \u00a0\u202f]*?) ?(k|m|mn|bn|thousand|million|billion)?(?: \p{L}+){0,2}$/iu.exec(exactly(text)) ?? []
  const number = plainNumber(digits)
  return number === null ? null : number * (magnitudes[magnitude.toLowerCase()] ?? 1)
}

/** Minutes: of "1h 20m", "95 min", "1:20" (hours and minutes), or of a bare number of that unit. */
export function readDuration(text: string, unit: 'minutes' | 'hours'): number | null {
  const plain = exactly(text).toLowerCase()
  const clock = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?(?: ?h(?:ours?|rs?)?)?$/.exec(plain)
  if (clock) return rounded(Number(clock[1]) * 60 + Number(clock[2]) + Number(clock[3] ?? 0) / 60)
  const bare = plainNumber(plain)
  if (bare !== null) return rounded(unit === 'hours' ? bare * 60 : bare)
  const parts = [...plain.matchAll(part)]
  const isAll = parts.length > 0 && plain.replaceAll(part, '').replaceAll(/,|\band\b|\s/g, '') === ''
  if (!isAll) return null
  const minutes = parts.map(([, amount = '', name = '']) => (plainNumber(amount) ?? Number.NaN) * minutesIn(name))
  const sum = minutes.reduce((total, one) => total + one, 0)
  return Number.isNaN(sum) ? null : rounded(sum)
}

/** An amount without its currency, which must be the one that `code` names, if the text names any. */
export function readMoney(text: string, code: string | null): number | null {
  const plain = exactly(text)
  const named = Object.entries(currencies).filter(([, sign]) => sign.test(plain))
  if (named.length > 1 || (code !== null && named.some(([name]) => name !== code))) return null
  const amount = named.reduce((rest, [, sign]) => rest.replace(sign, ' '), plain)
  return readNumber(amount.trim())
}

/** What a text field holds that says nothing. */
export function saysNothing(text: string): boolean {
  return /^(?:|n\/?a|none|unknown|not (?:known|applicable|yet known)|tbd|tbc|[-–—?]+)$/i.test(text.trim())
}

const magnitudes: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
}

const currencies: Readonly<Record<string, RegExp>> = {
  eur: /€|\beur(?:os?)?\b/i,
  usd: /(?:us)?\$|\busd\b/i,
  gbp: /£|\bgbp\b/i,
  chf: /\bchf\b/i,
  sek: /\bsek\b/i,
  pln: /\bpln\b|zł/i,
}

const part = /(\d+(?:[.,]\d+)?) ?(days?|d|hours?|hrs?|h|std|minutes?|mins?|min|m|seconds?|secs?|s)\.?(?=[\s,\d]|$)/g

function minutesIn(name: string): number {
  if (name.startsWith('d')) return 1_440
  if (name.startsWith('h') || name === 'std') return 60
  return name.startsWith('m') ? 1 : 1 / 60
}

/** Without the words that only say "about". */
function exactly(text: string): string {
  return text
    .trim()
    .replace(/^(?:~|≈|about |approx(?:\.|imately)? |around |ca\.? |circa )\s*/i, '')
    .replaceAll(/\s+/g, ' ')
}

/** `1,234,567`, `1 234 567`, `12.5`, `12,5`; not `1.234`, which is either. */
function plainNumber(text: string): number | null {
  if (/^\d{1,3}(?:([,'’_ \u00a0\u202f])\d{3})(?:\1\d{3})*(?:\.\d+)?$/.test(text))
    return Number(text.replaceAll(/[^\d.]/g, ''))
  if (/^\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'))
  if (/^\d{1,3}\.\d{3}$/.test(text) && !text.startsWith('0')) return null
  return /^\d+(?:[.,]\d{1,2}|\.\d+)?$/.test(text) ? Number(text.replace(',', '.')) : null
}

function rounded(minutes: number): number {
  return Math.round(minutes * 100) / 100
}
