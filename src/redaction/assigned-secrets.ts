import type { Match } from './match.ts'

const words =
  'pass(?:word|wd|phrase|code)|pwd|secret|token|credentials?|signature|sig|auth|authorization|session(?:[_-]?id)?|(?:j|php)sess(?:ion)?id|sid|(?:[a-z]+[_-]?)?key'
const humps = 'Pass(?:word|wd|phrase)|Secret|Token|Credentials?|Signature|Key'
/** `API_KEY = "…"`, `password: …`, `?sig=…`, `{"clientToken": "…"}`, `| Password | … |`, `"client_secret" => '…'`. */
const assignment = new RegExp(
  `(?<name>(?<![A-Za-z])(?i:${words})|(?<=[a-z])(?:${humps})|PASS(?:WORD|WD)|SECRET|TOKEN)["'\`*]{0,3}\\s?(?<sign>=>|:=|[:=|])[ \\t*]{0,3}` +
    `(?<quote>["'\`]?)(?<value>[^\\s"'\`|<>,;)\\]}&]+)`,
  'dg',
)
/** `--password hunter2`, `curl -u jane:hunter2`, `-H "X-Api-Key: …"`. */
const option =
  /(?<![\w-])(?:--(?:[a-z]+-)?(?<name>password|passwd|secret|token|key)[ =]|-u [\w.@-]+:)["']?(?<value>[^\s"'`|<>,;)]+)/dgi
const told =
  /\b(?<name>password|passphrase|passcode)(?: for [\w-]{1,32})? (?:is|was|to|of)[: ]{1,2}(?<quote>["'`])(?<value>[^\s"'`]{4,})/dgi

type Assignment = {
  readonly name: string
  readonly sign: string
  readonly isQuoted: boolean
  readonly isWholeLine: boolean
}

/** Values that are assigned to something named like a secret and look like one. */
export function findAssignedSecrets(text: string): Match[] {
  return [assignment, option, told].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((found): Match[] => {
      const [start, stop] = found.indices?.groups?.value ?? [0, 0]
      const value = text.slice(start, stop).replace(/(?<![.:*])[.:*]+$/, '')
      const { name = 'password', sign = '=', quote = '' } = found.groups ?? {}
      const isWholeLine =
        /(?:^|\n)[\w\t .>-]*$/.test(text.slice(Math.max(0, found.index - 40), found.index)) &&
        /^[ \t]*(?:\r?\n|$)/.test(text.slice(stop, stop + 8))
      if (!isSecret(value, { name: name.toLowerCase(), sign, isQuoted: quote !== '', isWholeLine })) return []
      return [{ start, end: start + value.length, kind: 'secret', identity: value }]
    }),
  )
}

function isSecret(value: string, assigned: Assignment): boolean {
  if (isReference(value)) return false
  if (/^(?:pass|pwd)/.test(assigned.name)) return isPassword(value, assigned)
  const isUuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)
  if (isUuid) return /secret|token|auth|credential|api[_-]?key/.test(assigned.name)
  return isRandom(value)
}

/** Passwords may be words. With `=`, in quotes or as all of a line they are taken as such; otherwise prose may follow. */
function isPassword(value: string, { sign, isQuoted, isWholeLine }: Assignment): boolean {
  if (
    /^[~.]{0,2}\/|^(?:true|false|null|none|nil|undefined|yes|no|string|required|empty|changed|expired|rotated|reset|unknown|missing|invalid|wrong)$/i.test(
      value,
    )
  )
    return false
  if (sign === '=' || isQuoted) return value.length >= 4
  if (value.length < 6) return false
  return isWholeLine || (/\d/.test(value) && /\p{L}/u.test(value)) || /[!#$%^&*?]/.test(value)
}

/** A variable, a template, a call, a mask or a placeholder instead of the value itself. */
function isReference(value: string): boolean {
  if (/^\$(?:[A-Z\d_]+$|[{(])|^[\w.]+[[(]/.test(value)) return true
  return /^(?:%[\w(]|[<{[(]|\.{2,}|x{3,}|env[:.]|process\.env|vault:|ssm:|arn:|ref[:+]|https?:)|^\*+$|\*{3,}|^[a-z_]+(?:\.[a-z_]+)+$/i.test(
    value,
  )
}

/** Long, of letters and digits, and not made of words and numbers as names of things are (`db-credentials-v2`). */
function isRandom(value: string): boolean {
  if (value.length < 16 || !/^[A-Za-z0-9+/_=.~%-]+$/.test(value)) return false
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  const isMadeOfWords = value
    .split(/[-_./]/)
    .every((part) => /^(?:[A-Za-z]{0,20}|\d{1,8}|[A-Za-z]{1,12}\d{1,4})$/.test(part))
  return !isMadeOfWords && entropy(value) >= 3
}

/** Shannon entropy in bits per character. */
function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum - (count / value.length) * Math.log2(count / value.length), 0)
}
