import type { Directory } from './directory.ts'
import { readPeople, readPerson, type Sighting, type Trust } from './person-lists.ts'

/** Only people write, command and scribe; teams own, report and are on call as well. */
const labels: Readonly<Record<Trust, string>> = {
  sure:
    'authors?|co-authors?|ic|(?:deputy )?incident commander|commander|incident (?:lead|manager|owner|coordinator|handler)|scribe|' +
    'facilitator|moderator|(?:comm(?:unication)?s|ops|operations|tech(?:nical)?) lead|subject matter experts?|smes?|attendees|' +
    'participants|people(?: involved)?|postmortem (?:owner|author|lead)|pm owner|(?:co-authored|signed-off|reviewed|acked)-by',
  likely:
    'owners?|owned by|on-?call(?: engineer| person| primary| secondary)?|on call|reporter|reported by|detected by|' +
    'assignees?|assigned(?: to)?|dri|responders?|responding engineers?|engineers?(?: on duty)?|contacts?|point of contact|poc|cc|' +
    'leads?|reviewers?|approvers?|approved by|reviewed by|who|whom|responsible|from|duty engineer|duty manager|shepherd|resolver',
}
const by =
  /\b(?:written|authored|prepared|compiled|drafted|reviewed|approved|reported|facilitated|raised|filed|submitted|opened|led|triaged|handled|owned|posted|signed off|acknowledged|resolved|escalated) by[*_]{0,3}:?[*_]{0,3}[ \t]+/giu
const thanks =
  /\b(?:thanks|thank you|thx|kudos|props|shout-?outs?|hat tip|h\/t|credits?)\b(?: (?:again|also|so much|very much|a lot|goe?s?))?,?(?: (?:to|for))?[ \t]+/giu
const signature = /(?:^[ \t>]*|[.!?:)][ \t]+)(?:—|–|--)[ \t]?(?=[\p{Lu}@][^\n]{1,40}$)/gmu

/** Everybody named in a role ("Incident commander: …"), as an author, in thanks, in a signature or in an owner column. */
export function readRoleLines(text: string, directory: Directory): Sighting[] {
  const labelled = (['sure', 'likely'] as const).flatMap((trust) => afterLabels(text, trust, directory))
  const written = [...text.matchAll(by)].flatMap((found) =>
    readPeople(text, found.index + found[0].length, 'likely', directory),
  )
  const thanked = [...text.matchAll(thanks)].flatMap((found) =>
    readThanked(text, found.index + found[0].length, directory),
  )
  return [...labelled, ...written, ...thanked, ...signatures(text, directory), ...ownerColumns(text, directory)]
}

/** "Thanks to A and B", "Thanks to all people involved: A, B". */
function readThanked(text: string, offset: number, directory: Directory): Sighting[] {
  const people = readPeople(text, offset, 'likely', directory)
  const colon = /^[^.:\n]{0,40}:[ \t]+/.exec(text.slice(offset, offset + 48))
  return people.length > 0 || colon === null ? people : readPeople(text, offset + colon[0].length, 'likely', directory)
}

function afterLabels(text: string, trust: Trust, directory: Directory): Sighting[] {
  const colon = new RegExp(
    `(?<![\\p{L}\\p{N}_-])(?:${labels[trust]})(?:\\(s\\))?(?:[ \\t]*\\([^)\\n]{0,40}\\))?[*_\`"]{0,3}[ \\t]*[:：|][*_]{0,3}[ \\t]*`,
    'giu',
  )
  const heading = new RegExp(`^#{1,6}[ \\t]+(?:${labels[trust]})[ \\t]*:?[ \\t]*$`, 'gimu')
  return [...text.matchAll(colon), ...text.matchAll(heading)].flatMap((found) => {
    const offset = found.index + found[0].length
    if (!/^[ \t*_]*(?:\r?\n|$)/.test(text.slice(offset, offset + 8))) return readPeople(text, offset, trust, directory)
    return belowLabel(text, offset, trust, directory)
  })
}

/** The items of a list under a label, or the one line under a heading. */
function belowLabel(text: string, offset: number, trust: Trust, directory: Directory): Sighting[] {
  const sightings: Sighting[] = []
  const item = /[ \t*_]*(?:\r?\n[ \t]*)+(?:[-*+]|\d+[.)])[ \t]+(?:\[[ x]\][ \t]+)?/y
  for (let at = offset; ; ) {
    item.lastIndex = at
    const bullet = item.exec(text)
    if (bullet === null) return sightings
    const start = at + bullet[0].length
    sightings.push(...readPeople(text, start, trust, directory))
    const end = text.indexOf('\n', start)
    if (end === -1) return sightings
    at = end
  }
}

/** "— Jane" at the end of a line. On a line of its own any name will do. */
function signatures(text: string, directory: Directory): Sighting[] {
  return [...text.matchAll(signature)].flatMap((found) => {
    const start = found.index + found[0].length
    const sighting = readPerson(text, start, /[.!?:)]/.test(found[0]) ? 'likely' : 'sure', directory)
    const rest = sighting === null ? '' : text.slice(sighting.end, sighting.end + 64)
    return sighting !== null && /^[ \t]*(?:\([^)\n]*\)|,[^\n]{0,30})?[ \t]*\r?(?:\n|$)/.test(rest) ? [sighting] : []
  })
}

/** Cells under "Owner" and the like in a Markdown table. */
function ownerColumns(text: string, directory: Directory): Sighting[] {
  const isOwner = new RegExp(`^[*_\\s]*(?:${labels.sure}|${labels.likely})[*_\\s]*$`, 'iu')
  return [...text.matchAll(/(?<=\n)[ \t>|:-]+(?=\r?\n)/g)].flatMap((delimiter) => {
    if (!/\|/.test(delimiter[0]) || !/-/.test(delimiter[0])) return []
    const header = text.slice(text.lastIndexOf('\n', delimiter.index - 2) + 1, delimiter.index - 1)
    const columns = cellsOf(header).flatMap((cell, column) => (isOwner.test(cell.text) ? [column] : []))
    return columns.length === 0 ? [] : cellsBelow(text, delimiter.index + delimiter[0].length, columns, directory)
  })
}

function cellsBelow(text: string, offset: number, columns: readonly number[], directory: Directory): Sighting[] {
  const sightings: Sighting[] = []
  const row = /\r?\n([^\n]*\|[^\n]*)/y
  for (let at = offset; ; at = row.lastIndex) {
    row.lastIndex = at
    const line = row.exec(text)
    if (line === null) return sightings
    const start = row.lastIndex - (line[1] ?? '').length
    const cells = cellsOf(line[1] ?? '')
    for (const column of columns)
      if (cells[column] !== undefined)
        sightings.push(...readPeople(text, start + cells[column].start, 'likely', directory))
  }
}

function cellsOf(line: string): { text: string; start: number }[] {
  return [...line.matchAll(/(?:\||^)[ \t]*([^|]*)/g)].map((cell) => ({
    text: cell[1] ?? '',
    start: cell.index + cell[0].length - (cell[1] ?? '').length,
  }))
}
