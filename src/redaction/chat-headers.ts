import { isCrowdHandle } from './believable-names.ts'
import { type Directory, whoHasHandle } from './directory.ts'
import { namesakes } from './lexicon/namesakes.ts'
import { readPerson } from './person-lists.ts'
import type { Sighting } from './sighting.ts'
import { fold, isAmbiguous, isGivenName, isNobody } from './words.ts'

/** "Jane Roe  10:05 AM" above or before what she wrote, as chat clients copy it. */
const header =
  /^[ \t>]*[*_]{0,2}(?<name>[\p{L}_][\p{L}\p{N}_.'’-]*(?: \p{Lu}[\p{L}'’-]+){0,2})[*_]{0,2}[ \t]+(?:[[(]?\d{1,2}:\d{2}[ \t]?[AaPp]\.?[Mm]\.?[\])]?|[[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?(?=[ \t]*\r?$))/dgmu
/** `jane: …` without a time. */
const turn = /^[ \t>]*(?<name>[\p{L}_][\p{L}\p{N}_-]{1,30}):[ \t]+\S/du

/** Speakers in chats that were pasted without the usual time in front. */
export function readChatHeaders(text: string, directory: Directory): Sighting[] {
  const headers = [...text.matchAll(header)].flatMap((found): Sighting[] => {
    const [start, end] = found.indices?.groups?.name ?? [0, 0]
    const sighting = readPerson(text, start, 'likely', directory)
    if (sighting?.end === end) return [sighting]
    const name = text.slice(start, end)
    return /^\p{Ll}+\.\p{Ll}+$/u.test(name) && !isCrowdHandle(name) ? [{ start, end, name, form: 'handle' }] : []
  })
  return [...headers, ...readTurns(text, directory)]
}

/** In a run of turns where one speaker is certainly a person, the others are too. */
function readTurns(text: string, directory: Directory): Sighting[] {
  const sightings: Sighting[] = []
  let run: Sighting[] = []
  let offset = 0
  const endRun = (): void => {
    const isChat = run.some(({ name }) => isGivenName(name) || whoHasHandle(directory, name) !== null)
    if (isChat && run.length > 1) sightings.push(...run.filter(({ name }) => isSpeaker(name)))
    run = []
  }
  for (const line of text.split('\n')) {
    const found = turn.exec(line)
    const [from, to] = found?.indices?.groups?.name ?? [0, 0]
    if (found === null) endRun()
    else run.push({ start: offset + from, end: offset + to, name: line.slice(from, to), form: 'handle' })
    offset += line.length + 1
  }
  endRun()
  return sightings
}

function isSpeaker(name: string): boolean {
  return isGivenName(name) || (!isNobody(name) && (!isAmbiguous(name) || namesakes.has(fold(name))))
}
