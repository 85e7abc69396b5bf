import { isBelievableHandle, nameIn } from './believable-names.ts'
import type { Directory } from './directory.ts'
import type { Sighting, Trust } from './sighting.ts'
import { nameParticles } from './words.ts'

const namePart = "\\p{Lu}[\\p{L}\\p{M}]*(?:['’-][\\p{L}\\p{M}]+)*"
const nameShape = new RegExp(
  `(?:${namePart}(?:[ \\t\\u00a0]+(?:(?:${nameParticles})[ \\t]+){0,3}(?:\\p{Lu}\\.(?=[ \\t])|${namePart})){0,4}|\\p{Lo}{2,8})(?![@\\p{L}\\p{N}_])`,
  'uy',
)
const handleShape = /@?[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*(?!@)/uy
const skipped =
  /(?:[*_`"“”([~]|(?:Dr|Mr|Mrs|Ms|Prof)\.?[ \t]|<@[^>\n]{0,80}>|<?[^\s,;<>@]+@[^\s,;<>]+>?|\[PERSON_\d+\])*/uy
const trailing =
  /(?:[*_`"”)\]~]|\]\([^)\n]*\)|[ \t]*\([^)\n]{0,60}\)|[ \t]*<[^>\n]{0,80}>|[ \t]+[–—-][ \t]+[^,;\n|]{0,60}(?=[,;\n]|$))*/uy
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
    const name = nameIn(shape, { trust, inCompany, directory })
    return name === null ? null : { start: offset, end: offset + name.length, name, form: 'name' }
  }
  handleShape.lastIndex = offset
  const handle = handleShape.exec(text)?.[0]
  if (handle === undefined) return null
  const surroundings = [
    text.slice(Math.max(0, offset - 1), offset),
    text.slice(offset + handle.length, offset + handle.length + 12),
  ] as const
  if (!isBelievableHandle(handle, surroundings, { trust, inCompany, directory })) return null
  return { start: offset, end: offset + handle.length, name: handle.replace(/^@/, ''), form: 'handle' }
}

function past(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset
  return offset + (pattern.exec(text)?.[0].length ?? 0)
}
