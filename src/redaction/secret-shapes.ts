import { type Match, matchesOf } from './match.ts'

const start = '(?<![\\p{L}\\p{N}_])'
const end = '(?![\\p{L}\\p{N}_-])'

/** What gives itself away by its prefix: key ids and tokens that secretlint misses or knows only in some lengths. */
const prefixed = new RegExp(
  `${start}(?:${[
    '(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[A-Z0-9]{16}',
    '(?:ntn_|secret_)[A-Za-z0-9]{32,}',
    'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?',
    'sk-(?=[A-Za-z_-]{0,80}\\d)[A-Za-z0-9_-]{20,}',
    '(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,}',
    '(?:gh[opusr]|glpat|github_pat|npm|hf|dckr_pat|shp(?:at|ca|pa|ss)|pypi|lin_api|dop_v1)[_-][A-Za-z0-9_-]{20,}',
    'xox[abeoprs]-[A-Za-z0-9-]{10,}',
    'xapp-[A-Za-z0-9-]{10,}',
    'AIza[A-Za-z0-9_-]{35}',
    'SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}',
    'hv[bs]\\.[A-Za-z0-9_-]{24,}',
    'AGE-SECRET-KEY-1[A-Z0-9]{20,}',
  ].join('|')})${end}`,
  'gu',
)
const header =
  /\b(?:Bearer|Authorization:\s?(?:Token|Digest|ApiKey))\s+(?<value>(?=[A-Za-z._~+/-]{0,200}\d)[A-Za-z0-9._~+/-]{16,}={0,2})/dgi
const basicHeader = /\bBasic\s+(?<value>[A-Za-z0-9+/]{12,}={1,2})/dg
const slackWebhook = /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<value>[A-Za-z0-9/_-]{16,})/dg
/** A secret access key next to its id, without a name of its own. */
const besideKeyId =
  /(?:AKIA|ASIA)[A-Z0-9]{16}[^\nA-Za-z0-9/+][^\n]{0,40}?(?<![A-Za-z0-9/+])(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dg
const credentials = /:\/\/(?<value>(?:[^\s/@:"'<>`$\\[{][^\s/@:"'<>`]*)?:[^\s@/"'<>`$\\[{][^\s@/"'<>`]*)@/dg

/** Secrets that can be told by their shape alone. Of an address with credentials only these are meant. */
export function findSecretShapes(text: string): Match[] {
  return [
    ...[prefixed, header, basicHeader, slackWebhook, besideKeyId, credentials].flatMap((pattern) =>
      matchesOf(text, pattern, 'secret'),
    ),
    ...privateKeys(text),
  ]
}

/** Whole PEM blocks; one that was cut off goes to the end of its key material. */
function privateKeys(text: string): Match[] {
  const matches: Match[] = []
  for (const begin of text.matchAll(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g)) {
    if (begin.index < (matches.at(-1)?.end ?? 0)) continue
    const material = /[A-Za-z0-9+/=:,.\s\\>|-]{0,10000}?-----END [A-Z0-9 ]{0,40}-----|[A-Za-z0-9+/=\s\\]*/y
    material.lastIndex = begin.index + begin[0].length
    const length = material.exec(text)?.[0].trimEnd().length ?? 0
    const last = begin.index + begin[0].length + length
    matches.push({ start: begin.index, end: last, kind: 'secret', identity: text.slice(begin.index, last) })
  }
  return matches
}
