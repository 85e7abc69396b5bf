import type { Directory } from './directory.ts'
import { readOwnerColumns } from './owner-columns.ts'
import { readPeople, readPerson } from './person-lists.ts'
import { roleLabels } from './role-labels.ts'
import type { Sighting, Trust } from './sighting.ts'

const by =
  /\b(?:written|authored|prepared|compiled|drafted|reviewed|approved|reported|facilitated|raised|filed|submitted|opened|led|triaged|handled|owned|posted|signed off|acknowledged|resolved|escalated) by[*_]{0,3}:?[*_]{0,3}[ \t]+/giu
const thanks =
  /\b(?:thanks|thank you|thx|kudos|props|shout-?outs?|hat tip|h\/t|credits?)\b(?: (?:again|also|so much|very much|a lot|goe?s?))?,?(?: (?:to|for))?[ \t]+/giu
const signature = /(?:^[ \t>]*|[.!?:)][ \t]+)(?:—|–|--)[ \t]?(?=[\p{Lu}@][^\n]{1,40}$)/gmu

const roleAfterName = new RegExp(
  `^[ \\t>|*+-]*(?<name>\\p{Lu}[^\\n–—:(|,*]{1,60}?)[*_]{0,3}(?:[ \\t]*[–—:(|,]|[ \\t]-)[ \\t*_]*(?:the )?(?:${roleLabels.sure})[*_.]{0,3}[ \\t]*(?=$|[|)])`,
  'dgimu',
)

/** Everybody named in a role ("Incident commander: …"), as an author, in thanks, in a signature or in an owner column. */
export function readRoleLines(text: string, directory: Directory): Sighting[] {
  const labelled = (['sure', 'likely'] as const).flatMap((trust) => afterLabels(text, trust, directory))
  const written = [...text.matchAll(by)].flatMap((found) =>
    readPeople(text, found.index + found[0].length, 'likely', directory),
  )
  const thanked = [...text.matchAll(thanks)].flatMap((found) =>
    readThanked(text, found.index + found[0].length, directory),
  )
  return [
    ...labelled,
    ...written,
    ...thanked,
    ...signatures(text, directory),
    ...readOwnerColumns(text, directory),
    ...beforeRoles(text, directory),
  ]
}

/** "Thanks to A and B", "Thanks to all people involved: A, B". */
function readThanked(text: string, offset: number, directory: Directory): Sighting[] {
  const people = readPeople(text, offset, 'likely', directory)
  const colon = /^[^.:\n]{0,40}:[ \t]+/.exec(text.slice(offset, offset + 48))
  return people.length > 0 || colon === null ? people : readPeople(text, offset + colon[0].length, 'likely', directory)
}

function afterLabels(text: string, trust: Trust, directory: Directory): Sighting[] {
  const colon = new RegExp(
    `(?<![\\p{L}\\p{N}_-])(?:${roleLabels[trust]})(?:\\(s\\))?(?:[ \\t]*\\([^)\\n]{0,40}\\))?[*_\`"]{0,3}(?:[ \\t]*[:：|]${trust === 'sure' ? '|[ \\t][–—-](?=[ \\t])' : ''})[*_]{0,3}[ \\t]*`,
    'giu',
  )
  const heading = new RegExp(`^#{1,6}[ \\t]+(?:${roleLabels[trust]})[ \\t]*:?[ \\t]*$`, 'gimu')
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

/** "Jane Roe — incident commander", "Jane Roe (scribe)" as an item or cell of its own. */
function beforeRoles(text: string, directory: Directory): Sighting[] {
  return [...text.matchAll(roleAfterName)].flatMap((found) => {
    const [start, end] = found.indices?.groups?.name ?? [0, 0]
    const sighting = readPerson(text, start, 'sure', directory)
    return sighting?.end === end ? [sighting] : []
  })
}
