import { isCrowdHandle } from './believable-names.ts'
import { type Directory, whoHasHandle } from './directory.ts'
import { codeRegions, urlRegions, within } from './regions.ts'
import type { Sighting } from './sighting.ts'
import { canBeGivenName, isCapitalised, isGivenName, isNobody } from './words.ts'

const slack = /<@(?<id>[UW][A-Z0-9]{4,})(?:\|(?<label>[^>\n]{1,80}))?>/g
const notion = /<mention-user\b[^>\n]{0,300}>(?<name>[^<\n]{1,80})<\/mention-user>/dg
const at =
  /(?<![\p{L}\p{N}_.@/\\+\]{-])@(?<name>[\p{L}_][\p{L}\p{M}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*)(?![\p{L}\p{M}\p{N}_@-]|[./][\p{L}\p{N}]|\()/gu

/** Everybody, groups, and what `@` means in code, packages, documents and log fields. */
const noMention = new Set(
  `here channel everyone all group media import charset keyframes font-face supports layer property param params return returns
  throws see deprecated override since author example type typedef ts-ignore ts-expect-error staticmethod classmethod
  dataclass cached cache pytest app component injectable timestamp version metadata context id graph message fields latest
  next canary beta master main head test before after transactional autowired bean service async scheduled
  retryable entity column inject singleton controller restcontroller value nullable notnull nonnull data builder slf4j mock
  configuration repository profile query predestroy postconstruct cacheable valid suppresswarnings functionalinterface
  observable binding state published mainactor post get put delete patch path produces consumes timed counted bulkhead
  circuitbreaker ratelimiter lock synchronized volatile`.split(/\s+/),
)

/** Mentions: `@jane`, `@Jane Roe`, Slack's `<@U0123>` and Notion's. Not annotations, package scopes or `@here`. */
export function readMentions(text: string, directory: Directory): Sighting[] {
  return [...slackMentions(text), ...notionMentions(text), ...atMentions(text, directory)]
}

function slackMentions(text: string): Sighting[] {
  return [...text.matchAll(slack)].map((found) => {
    const { id = '', label } = found.groups ?? {}
    const name = label?.replace(/^@/, '') ?? id
    return { start: found.index, end: found.index + found[0].length, name, form: /\s/.test(name) ? 'name' : 'handle' }
  })
}

function notionMentions(text: string): Sighting[] {
  return [...text.matchAll(notion)].flatMap((found): Sighting[] => {
    const [start, end] = found.indices?.groups?.name ?? [0, 0]
    const name = text.slice(start, end).trim()
    return name === '' || name.startsWith('[') ? [] : [{ start, end, name, form: 'name' }]
  })
}

function atMentions(text: string, directory: Directory): Sighting[] {
  const isCode = within(codeRegions(text))
  const isUrl = within(urlRegions(text))
  return [...text.matchAll(at)].flatMap((found): Sighting[] => {
    const name = (found.groups?.name ?? '').replace(/[-_]+$/, '')
    const end = found.index + 1 + name.length
    if (isUrl(found.index) || !isMention(text, name, found.index, end, isCode(found.index), directory)) return []
    const family = isGivenName(name)
      ? /^[ \u00a0](?:\p{Lu}\.[ \u00a0])?\p{Lu}\p{Ll}[\p{L}'’-]*/u.exec(text.slice(end, end + 40))
      : null
    if (family === null || isNobody(family[0].trim())) return [{ start: found.index, end, name, form: 'handle' }]
    return [{ start: found.index, end: end + family[0].length, name: name + family[0], form: 'name' }]
  })
}

function isMention(
  text: string,
  name: string,
  start: number,
  end: number,
  isCode: boolean,
  directory: Directory,
): boolean {
  if (whoHasHandle(directory, name) !== null || isGivenName(name)) return true
  if (noMention.has(name.toLowerCase()) || isCrowdHandle(name)) return false
  if (/^(?:[\p{Lu}][\p{Ll}\d]+){2,}$/u.test(name) && !canBeGivenName(/^\p{Lu}\p{Ll}+/u.exec(name)?.[0] ?? ''))
    return false
  if (/^\s+(?:annotations?|decorators?|directives?|rules?|tags?)\b/.test(text.slice(end, end + 16))) return false
  if (!isCode) return true
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  return !isCapitalised(name) && /[^`\s]/.test(line) && !/`$/.test(line)
}
