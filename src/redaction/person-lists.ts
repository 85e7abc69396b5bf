import { type Directory, whoHasHandle } from './directory.ts'
import { canBeGivenName, fold, isAmbiguous, isCapitalised, isGivenName, isNobody } from './words.ts'

/** Somebody who was named where a person must stand. The offsets take in an `@`. */
export type Sighting = {
  readonly start: number
  readonly end: number
  readonly name: string
  readonly form: 'name' | 'handle'
}

/** How far a place can be trusted to name people: `sure` = nothing else stands there, `likely` = a team may. */
export type Trust = 'sure' | 'likely'

const particles = 'de|van|von|der|den|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten|zu|zur|af|av'
const namePart = "\\p{Lu}[\\p{L}\\p{M}]*(?:['’-][\\p{L}\\p{M}]+)*"
const nameShape = new RegExp(
  `(?:${namePart}(?:[ \\t\\u00a0]+(?:(?:${particles})[ \\t]+){0,3}(?:\\p{Lu}\\.(?=[ \\t])|${namePart})){0,4}|\\p{Lo}{2,8})(?![@\\p{L}\\p{N}_])`,
  'uy',
)
const handleShape = /@?[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*(?!@)/uy
const skipped = /(?:[*_`"“”([~]|(?:Dr|Mr|Mrs|Ms|Prof)\.?[ \t]|<@[^>\n]*>|<?[^\s,;<>@]+@[^\s,;<>]+>?|\[PERSON_\d+\])*/uy
const trailing =
  /(?:[*_`"”)\]~]|\]\([^)\n]*\)|[ \t]*\([^)\n]{0,60}\)|[ \t]*<[^>\n]*>|[ \t]+[–—-][ \t]+[^,;\n|]{0,60}(?=[,;\n]|$))*/uy
const separator =
  /[ \t]*(?:[,;/&+]|\b(?:and|und)\b)(?:[ \t]*\n[ \t>]*|[ \t]*)(?:(?:and|und)[ \t]+)?|[ \t]*\n[ \t>]*(?:and|und)[ \t]+/uy

/** Reads "Jane Roe, @bob and Carol (SRE)" from an offset for as long as it goes on naming people. */
export function readPeople(text: string, offset: number, trust: Trust, directory: Directory): Sighting[] {
  const sightings: Sighting[] = []
  let at = offset
  for (;;) {
    const before = at
    at = past(skipped, text, at)
    const skippedSomebody = /[@\]]/.test(text.slice(before, at))
    const sighting = readPerson(text, at, trust, directory, sightings.length > 0)
    if (sighting === null && !skippedSomebody) return sightings
    if (sighting !== null && /^[*_]{0,3}[ \t]*:/.test(text.slice(sighting.end, sighting.end + 6)))
      return [...sightings, ...withoutLabel(sighting)]
    if (sighting !== null) sightings.push(sighting)
    at = past(trailing, text, sighting?.end ?? at)
    const next = past(separator, text, at)
    if (next === at) return sightings
    at = next
  }
}

/** In "Author: Jane Roe Reviewer: Bob" the word before the second colon is no name. */
function withoutLabel(sighting: Sighting): Sighting[] {
  const name = /^(.*\S)\s+\S+$/.exec(sighting.name)?.[1]
  return name === undefined ? [] : [{ ...sighting, name, end: sighting.start + name.length }]
}

/** Reads one person at an offset. After another person (`inCompany`) less convincing names are believed as well. */
export function readPerson(
  text: string,
  offset: number,
  trust: Trust,
  directory: Directory,
  inCompany = false,
): Sighting | null {
  nameShape.lastIndex = offset
  const shape = nameShape.exec(text)?.[0]
  if (shape !== undefined) {
    const name = believableName(shape, trust, directory, inCompany)
    return name === null ? null : { start: offset, end: offset + name.length, name, form: 'name' }
  }
  handleShape.lastIndex = offset
  const handle = handleShape.exec(text)?.[0]
  if (handle === undefined || !isBelievableHandle(handle, text, offset, trust, directory, inCompany)) return null
  return { start: offset, end: offset + handle.length, name: handle.replace(/^@/, ''), form: 'handle' }
}

/** The part of a capitalised phrase that is somebody's name, if any is: "Jane Roe" of "Jane Roe SRE", not "Data Platform". */
function believableName(shape: string, trust: Trust, directory: Directory, inCompany: boolean): string | null {
  const words = [...shape.matchAll(/[^ \t\u00a0]+/g)]
  const first = words[0]?.[0] ?? ''
  const beginsWell = canBeGivenName(first)
  const crowd = words.findIndex(([word]) => isNobody(word) && (!beginsWell || /^\p{Lu}+$/u.test(word)))
  if (crowd === 0 || (crowd > 0 && !beginsWell)) return null
  const kept = crowd === -1 ? words : words.slice(0, crowd)
  const last = kept.at(-1)
  const name = shape.slice(0, (last?.index ?? 0) + (last?.[0].length ?? 0)).replace(/['’]s$/i, '')
  if (kept.length === 1) return isBelievableWord(first, trust, directory, inCompany) ? name : null
  const isLikeOthers = !isAmbiguous(first) && isCapitalised(first) && !kept.some(([word]) => /^\p{Lu}{2,}$/u.test(word))
  const endsWell = trust === 'sure' || !isAmbiguous(last?.[0] ?? '')
  return beginsWell || (isLikeOthers && endsWell) ? name : null
}

function isBelievableWord(word: string, trust: Trust, directory: Directory, inCompany: boolean): boolean {
  if (isGivenName(word) || directory.singleNames.has(fold(word))) return true
  if (trust === 'likely' && !inCompany) return false
  const isInitials = trust === 'sure' && /^\p{Lu}{2,3}$/u.test(word)
  return canBeGivenName(word) || isInitials || (isCapitalised(word) && !isAmbiguous(word))
}

function isBelievableHandle(
  handle: string,
  text: string,
  offset: number,
  trust: Trust,
  directory: Directory,
  inCompany: boolean,
): boolean {
  if (whoHasHandle(directory, handle) !== null) return true
  if (handle.startsWith('@')) return !isCrowdHandle(handle)
  const [first = '', ...others] = handle.split(/[._]/)
  if (isAmbiguous(handle) || isCrowdHandle(handle)) return false
  if (isGivenName(first)) return true
  const isDotted =
    others.length === 1 &&
    text[offset - 1] !== '`' &&
    !/\.(?:com|net|org|io|conf|[jt]s|py|go|ya?ml|json|md|svc)$/.test(handle)
  const ends = /^[*_`"]*[ \t]*(?:$|[,;/&|()\n\].]|and\b)/.test(
    text.slice(offset + handle.length, offset + handle.length + 12),
  )
  return ends && handle.length > 2 && (trust === 'sure' || inCompany || isDotted) && !/\d{3,}$/.test(handle)
}

/** A team's or a robot's name: `team-checkout`, `sre-oncall`, `icinga-wm`, `deploybot`. */
export function isCrowdHandle(handle: string): boolean {
  if (/bot$|^bot\b|[-_]wm$|alert|webhook/i.test(handle)) return true
  return handle
    .replace(/^@/, '')
    .split(/[._-]/)
    .some((part) => isNobody(part))
}

function past(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset
  return offset + (pattern.exec(text)?.[0].length ?? 0)
}
