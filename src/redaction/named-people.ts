import { type Directory, identityOf, onlyOne } from './directory.ts'
import { findHandles } from './handles.ts'
import type { Match } from './match.ts'
import { isPersonHere } from './personal-context.ts'
import { urlRegions, within } from './regions.ts'
import { fold, isAmbiguous, isCapitalised, isGivenName, isNobody, standsAlone, type Word, wordsOf } from './words.ts'

/** What may stand between two words of a name: spaces, a line end in wrapped text, the comma of "Roe, Jane". */
const gapBetween = /^(?:[ \t\u00a0]+|[ \t]*\r?\n[ \t>]*|,[ \t])$/
const initialGap = /^(?:\.[ \t\u00a0]?|[ \t\u00a0])$/

/** Every place where somebody of the directory, or anybody with an unmistakable given name, is named. */
export function findNamedPeople(text: string, directory: Directory): Match[] {
  const isUrl = within(urlRegions(text))
  const names = joinNeighbours(text, namesIn(text, directory, isUrl))
  return [...names, ...findHandles(text, directory), ...literalsIn(text, directory)]
}

function namesIn(text: string, directory: Directory, isUrl: (offset: number) => boolean): Match[] {
  const words = wordsOf(text).filter((word) => !isUrl(word.start) && standsAlone(text, word))
  const matches: Match[] = []
  const doubtful: Match[] = []
  for (let index = 0; index < words.length; index++) {
    const full = fullNameAt(text, words, index, directory)
    const word = words[index]
    if (full !== null) {
      matches.push(full.match)
      index += full.length - 1
    } else if (word !== undefined) {
      const match = singleName(text, word, directory)
      if (match === null) continue
      const isDoubtful = isAmbiguous(word.text) && !directory.mononyms.has(fold(word.text))
      if (isDoubtful && !isPersonHere(text, word.start, word.end)) doubtful.push(match)
      else matches.push(match)
    }
  }
  const paired = [...matches, ...inCompany(text, doubtful, matches)]
  return [...paired, ...inList(text, doubtful, paired)].toSorted((a, b) => a.start - b.start)
}

/** Of "Jane and Will" the word next to a person is one as well. */
function inCompany(text: string, doubtful: readonly Match[], certain: readonly Match[]): Match[] {
  const { isEnd, isStart } = edgesOf(certain)
  return doubtful.filter(({ start, end }) => {
    const before = /(?:,? and | or | & |\/)$/.exec(text.slice(Math.max(0, start - 6), start))?.[0].length ?? 0
    const after = /^(?:,? and | or | & |\/)/.exec(text.slice(end, end + 6))?.[0].length ?? 0
    return (before > 0 && isEnd(start - before)) || (after > 0 && isStart(end + after))
  })
}

/** In "Jane, Will, Tom" so is the word between two. */
function inList(text: string, doubtful: readonly Match[], certain: readonly Match[]): Match[] {
  const { isEnd, isStart } = edgesOf(certain)
  return doubtful.filter(
    ({ start, end }) =>
      text.slice(start - 2, start) === ', ' && isEnd(start - 2) && text.startsWith(', ', end) && isStart(end + 2),
  )
}

function edgesOf(matches: readonly Match[]): { isStart(offset: number): boolean; isEnd(offset: number): boolean } {
  const starts = new Set(matches.map(({ start }) => start))
  const ends = new Set(matches.map(({ end }) => end))
  return { isStart: (offset) => starts.has(offset), isEnd: (offset) => ends.has(offset) }
}

function fullNameAt(
  text: string,
  words: readonly Word[],
  index: number,
  directory: Directory,
): { match: Match; length: number } | null {
  let longest: { match: Match; length: number; person: number } | null = null
  for (const { words: name, person } of directory.fullNames.get(fold(words[index]?.text ?? ''))?.values() ?? []) {
    const parts = words.slice(index, index + name.length)
    if (name.length <= (longest?.length ?? 0) || !isNamedBy(text, parts, name)) continue
    const place = { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 }
    longest = { match: { ...place, kind: 'person', identity: identityOf(person) }, length: name.length, person }
  }
  if (longest !== null) directory.present.add(longest.person)
  return longest
}

/** Tells whether words that follow each other in a text are a name. One that could be a phrase needs its capitals. */
function isNamedBy(text: string, parts: readonly Word[], name: readonly string[]): boolean {
  if (parts.length < name.length || !name.every((word, at) => word === fold(parts[at]?.text ?? ''))) return false
  const gaps = parts.slice(1).map((part, at) => text.slice(parts[at]?.end, part.start))
  if (!gaps.every((gap, at) => (parts[at]?.text.length === 1 ? initialGap : gapBetween).test(gap))) return false
  return parts.every((part) => isCapitalised(part.text)) || !parts.every((part) => isAmbiguous(part.text))
}

/** Who may be meant by a first or last name alone; somebody without a number of the directory if that isn't certain. */
function singleName(text: string, { start, end, text: word }: Word, directory: Directory): Match | null {
  if (!isCapitalised(word) || isNobody(word)) return null
  const people = directory.singleNames.get(fold(word)) ?? directory.handles.get(fold(word))
  if (people === undefined && !isGivenName(word)) return null
  // Places, and the database in two words.
  if (/\b(?:San|Santa|S[aã]o|Saint|St\.?|Sankt)\s$/.test(text.slice(Math.max(0, start - 7), start))) return null
  if (/^ DB\b/.test(text.slice(end, end + 4))) return null
  const person = people === undefined ? null : onlyOne(directory, people)
  return { start, end, kind: 'person', identity: person === null ? fold(word) : identityOf(person) }
}

/** "Jane" and "Roe" next to each other, or with an initial between, are one mention of one person. */
function joinNeighbours(text: string, matches: readonly Match[]): Match[] {
  const joined: Match[] = []
  for (const match of matches) {
    const last = joined.at(-1)
    const gap = last === undefined ? '' : text.slice(last.end, match.start)
    if (last?.identity === match.identity && /^[ \u00a0](?:\p{Lu}\.[ \u00a0]?)?$/u.test(gap))
      joined[joined.length - 1] = { ...last, end: match.end }
    else joined.push(match)
  }
  return joined
}

function literalsIn(text: string, directory: Directory): Match[] {
  return [...directory.literals].flatMap(([name, person]) => {
    const matches: Match[] = []
    for (let start = text.indexOf(name); start !== -1; start = text.indexOf(name, start + name.length)) {
      const end = start + name.length
      const isPart = /[A-Za-z0-9]/.test(text[start - 1] ?? '') || /[A-Za-z0-9]/.test(text[end] ?? '')
      if (!isPart) matches.push({ start, end, kind: 'person', identity: identityOf(person) })
    }
    return matches
  })
}
