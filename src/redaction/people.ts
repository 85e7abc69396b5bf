import { readChatHeaders } from './chat-headers.ts'
import { type Directory, enterHandle, enterName, identityOf, onlyOne, whoHasHandle, whoIsNamed } from './directory.ts'
import { machineWordsOf } from './machine-words.ts'
import type { Match } from './match.ts'
import { readMentions } from './mentions.ts'
import { readProseNames } from './prose-names.ts'
import { readRoleLines } from './role-lines.ts'
import type { Sighting } from './sighting.ts'
import { readTranscripts } from './transcripts.ts'
import { fold, isAmbiguous, isGivenName } from './words.ts'

/**
 * Finds people where a person must stand (mentions, role lines, chats, full names) and enters them in the directory,
 * so that they are found in the rest of the document as well.
 */
export function meetPeople(text: string, directory: Directory): Match[] {
  const machineWords = machineWordsOf(text)
  const sightings = [
    ...readProseNames(text),
    ...readRoleLines(text, directory),
    ...readMentions(text, directory),
    ...readChatHeaders(text, directory),
    ...readTranscripts(text, directory, machineWords),
  ]
  // Full names come first, so that "Jane" and "jroe" can be told to be Jane Roe wherever they stand.
  const ordered = sightings.toSorted((a, b) => rank(a) - rank(b) || a.start - b.start)
  return ordered.map((sighting) => ({
    start: sighting.start,
    end: sighting.end,
    kind: 'person',
    identity: introduce(sighting, machineWords, directory),
  }))
}

function rank({ name, form }: Sighting): number {
  if (form === 'handle') return 2
  return /\s/.test(name) ? 0 : 1
}

function introduce({ name, form }: Sighting, machineWords: ReadonlySet<string>, directory: Directory): string {
  const known = whoIsMeant(name, form, directory)
  if (known === 'several') return fold(name)
  const person = known ?? directory.size++
  directory.present.add(person)
  if (form === 'handle') {
    if (known !== null || !isMisleading(name, machineWords)) enterHandle(directory, person, name)
  } else if (known === null) enterName(directory, person, name)
  return identityOf(person)
}

function whoIsMeant(name: string, form: Sighting['form'], directory: Directory): number | 'several' | null {
  if (form === 'handle') return whoHasHandle(directory, name)
  const [, shorter] = /^(\S+ \S+) \S+$/.exec(name) ?? []
  if (/\s/.test(name))
    return whoIsNamed(directory, name) ?? (shorter === undefined ? null : whoIsNamed(directory, shorter))
  const people = directory.singleNames.get(fold(name))
  return people === undefined ? null : (onlyOne(directory, people) ?? 'several')
}

/** A nickname that the text also uses as a word or for a system is replaced only where it was met. */
function isMisleading(handle: string, machineWords: ReadonlySet<string>): boolean {
  return !isGivenName(handle) && (isAmbiguous(handle) || machineWords.has(fold(handle)))
}
