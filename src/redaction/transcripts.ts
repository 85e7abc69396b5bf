import { isCrowdHandle } from './believable-names.ts'
import { type Directory, whoHasHandle } from './directory.ts'
import { readPerson } from './person-lists.ts'
import { surelyHuman } from './personal-context.ts'
import { codeRegions, within } from './regions.ts'
import type { Sighting } from './sighting.ts'
import { fold, isAmbiguous, isCapitalised, isGivenName, isNobody } from './words.ts'

const clock = '\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,6})?'
const zone = '(?:[ \\t]?(?:UTC|GMT|CES?T|BST|[ECMP][SD]?T|Z|utc|[aApP]\\.?[mM]\\.?)(?![\\p{L}\\p{N}]))*'
const date = '(?:(?:\\p{L}{2,9}|\\d{1,4}(?:[-/.]\\d{1,2}){0,2})\\.?,?[ \\t]+){0,4}(?:\\d{4}-\\d{2}-\\d{2}T)?'
/** The start of a line that carries a time: list marker, date, time or span of time, dash. */
const stamp = new RegExp(
  `^[ \\t>|*+#–—-]*(?:\\d{1,2}\\.[ \\t]+)?[*_[(\`~]{0,4}${date}[[(~]{0,2}${clock}${zone}(?:[ \\t]*(?:->|-|–|to)[ \\t]*${clock}${zone})?` +
    `[\\])*_\`~]*[ \\t|:–—,-]*(?:\\[SAL\\][ \\t]*)?`,
  'gmu',
)
const nick = '[\\p{L}_][\\p{L}\\p{N}_|^\\\\{}.-]{0,30}'
const angled = new RegExp(`(?<![\\p{L}\\p{N}_/=-])<[ ]?[@+%&~]?(?<name>${nick})(?:@[\\w.-]+)?>(?=[ \\t])`, 'dgu')
const speaker = new RegExp(`^(?<name>${nick}(?: \\p{Lu}[\\p{L}'’-]+){0,2})[*_]{0,2}:(?=[ \\t*]|$)`, 'u')
const login = /(?:(?<=!log )|^)(?<name>[\p{L}_][\p{L}\p{N}_-]{1,30})@[\w-]+(?=[: \t])/dgu
const actor = new RegExp(
  `^(?<name>[\\p{L}_][\\p{L}\\p{N}_-]{2,30})(?:,? (?:also|then|quickly|later))?,? ${surelyHuman}`,
  'dgu',
)
/** What people write to each other, and logs don't. */
const conversation =
  /(?<![\p{L}'’])(?:I|I['’](?:m|ll|ve|d)|[Ww]e|[Yy]ou|[Mm]e|[Ll]et['’]?s|[Yy]es|[Yy]eah|[Yy]ep|lol|ok so|[Tt]hanks|[Ss]orry|hmm|[Aa]nyone)(?![\p{L}])/u
/** Placeholders and HTML that look like a speaker. */
const noSpeaker =
  /^(?:br|hr|b|i|u|p|a|li|ul|ol|td|tr|th|div|span|pre|code|sub|sup|kbd|img|details|summary|name|user|username|host|hostname|id|pod|node|namespace|file|filename|path|url|uri|ip|port|time|date|version|intervening|none|null|key|value|string|number)$/i
const serviceAccounts =
  /^(?:root|admin|git|ubuntu|ec2-user|centos|debian|core|deploy|www-data|postgres|mysql|repl|user|jenkins|nobody|app|apps|svc.*)$/

/** Names for what runs rather than for who speaks: "scheduler", "provisioning", "billing-api". */
const serviceWord = /(?:er|or|tion|ing|ment|service|db|api|ctl|job|queue)$/

type Transcript = {
  readonly text: string
  readonly directory: Directory
  readonly machineWords: ReadonlySet<string>
  /** Who of those before a colon says what only people say. */
  readonly chatting: ReadonlySet<string>
  /** What is closed like an HTML element somewhere, as `a` by `</a>`. */
  readonly elements: ReadonlySet<string>
}
type Entry = { readonly start: number; readonly line: string; readonly isCode: boolean; readonly isChat: boolean }

/** Speakers and actors in chat transcripts and timelines: `[10:05] <jane> …`, `10:05 jane: …`, `10:05 jane@host: …`. */
export function readTranscripts(text: string, directory: Directory, machineWords: ReadonlySet<string>): Sighting[] {
  const isCode = within(codeRegions(text))
  const entries = [...text.matchAll(stamp)].map((found) => {
    const start = found.index + found[0].length
    const newline = text.indexOf('\n', start)
    const line = text.slice(start, newline === -1 ? text.length : newline)
    return { start, line, isCode: isCode(start), isChat: conversation.test(line) }
  })
  const spoken = entries.flatMap(({ line }) => {
    const name = speaker.exec(line)?.groups?.name
    return name !== undefined && conversation.test(line.slice(name.length)) ? [name] : []
  })
  const elements = new Set([...text.matchAll(/<\/([^<>\s]{1,40})>/g)].map(([, name = '']) => name))
  const transcript = { text, directory, machineWords, chatting: new Set(spoken), elements }
  return entries.flatMap((entry) => readEntry(entry, transcript))
}

function readEntry(entry: Entry, transcript: Transcript): Sighting[] {
  const { line, start } = entry
  const { elements, machineWords } = transcript
  const named = (pattern: RegExp, isOne: (name: string) => boolean): Sighting[] =>
    [...line.matchAll(pattern)].flatMap((found): Sighting[] => {
      const [from, to] = found.indices?.groups?.name ?? [0, 0]
      const name = line.slice(from, to)
      return isOne(name) ? [{ start: start + from, end: start + to, name, form: 'handle' }] : []
    })
  return [
    ...named(angled, (name) => !isCrowdHandle(name) && !elements.has(name) && (!noSpeaker.test(name) || entry.isChat)),
    ...named(login, (name) => !serviceAccounts.test(name) && !isNobody(name)),
    ...named(actor, (name) => !isAmbiguous(name) && !isCrowdHandle(name) && !machineWords.has(fold(name))),
    ...readSpeaker(entry, transcript),
  ]
}

/** `jane:` or `Jane Roe:` right after the time. Services log like that too, so an unknown word needs some sign of life. */
function readSpeaker(entry: Entry, transcript: Transcript): Sighting[] {
  const name = speaker.exec(entry.line)?.groups?.name
  if (name === undefined) return []
  const { text, directory, chatting } = transcript
  const place = { start: entry.start, end: entry.start + name.length, name }
  const isWord = /\s/.test(name) || (isCapitalised(name) && !/\d/.test(name) && whoHasHandle(directory, name) === null)
  if (!isWord) return isNickname(name, entry, transcript) ? [{ ...place, form: 'handle' }] : []
  const person = readPerson(text, entry.start, 'likely', directory)
  if (person !== null) return person.end === place.end ? [person] : []
  return /\s/.test(name) || isAmbiguous(name) || !chatting.has(name) ? [] : [{ ...place, form: 'name' }]
}

function isNickname(name: string, entry: Entry, { directory, machineWords, chatting }: Transcript): boolean {
  if (isCrowdHandle(name) || noSpeaker.test(name)) return chatting.has(name) && !isCrowdHandle(name)
  const [first = '', ...others] = name.split('.')
  if (chatting.has(name) || isGivenName(first) || whoHasHandle(directory, name) !== null) return true
  if (entry.isCode || isAmbiguous(name) || others.length > 1) return false
  return !/\d{3,}$/.test(name) && !serviceWord.test(name) && !machineWords.has(fold(name))
}
