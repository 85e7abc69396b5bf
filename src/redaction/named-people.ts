import { type Directory, handleKey, onlyOne } from './directory.ts'
import type { Match } from './match.ts'
import { isPersonHere } from './personal-context.ts'
import { urlRegions, within } from './regions.ts'
import { fold, isAmbiguous, isCapitalised, isGivenName, isNobody, type Word, wordsOf } from './words.ts'

/** The identity of somebody in the directory. */
export function identityOf(person: number): string {
  return `#${person}`
}

/** What may stand between two words of a name: spaces, a line end in wrapped text, the comma of "Roe, Jane". */
const gapBetween = /^(?:[ \t\u00a0]+|[ \t]*\r?\n[ \t>]*|,[ \t])$/
const initialGap = /^(?:\.[ \t\u00a0]?|[ \t\u00a0])$/

/** Every place where somebody of the directory, or anybody with an unmistakable given name, is named. */
export function findNamedPeople(text: string, directory: Directory): Match[] {
  const isUrl = within(urlRegions(text))
  const names = joinNeighbours(text, namesIn(text, directory, isUrl))
  return [...names, ...handlesIn(text, directory, isUrl), ...literalsIn(text, directory)]
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
      if (isAmbiguous(word.text) && !isPersonHere(text, word.start, word.end)) doubtful.push(match)
      else matches.push(match)
    }
  }
  return [...matches, ...inCompany(text, doubtful, matches)].toSorted((a, b) => a.start - b.start)
}

/** Of "Jane and Will" the word next to a person is one as well. */
function inCompany(text: string, doubtful: readonly Match[], certain: readonly Match[]): Match[] {
  const starts = new Set(certain.map(({ start }) => start))
  const ends = new Set(certain.map(({ end }) => end))
  return doubtful.filter(({ start, end }) => {
    const before = /(?:,? and | & |\/)$/.exec(text.slice(Math.max(0, start - 6), start))?.[0].length ?? 0
    const after = /^(?:,? and | & |\/)/.exec(text.slice(end, end + 6))?.[0].length ?? 0
    return (before > 0 && ends.has(start - before)) || (after > 0 && starts.has(end + after))
  })
}

function fullNameAt(
  text: string,
  words: readonly Word[],
  index: number,
  directory: Directory,
): { match: Match; length: number } | null {
  const first = words[index]
  if (first === undefined) return null
  for (const { words: name, person } of directory.fullNames.get(fold(first.text)) ?? []) {
    const parts = words.slice(index, index + name.length)
    const last = parts.at(-1)
    if (last === undefined || !name.every((word, at) => word === fold(parts[at]?.text ?? ''))) continue
    const gaps = parts.slice(1).map((part, at) => text.slice(parts[at]?.end, part.start))
    if (!gaps.every((gap, at) => (parts[at]?.text.length === 1 ? initialGap : gapBetween).test(gap))) continue
    if (parts.every((part) => isAmbiguous(part.text)) && !parts.every((part) => isCapitalised(part.text))) continue
    directory.present.add(person)
    return {
      match: { start: first.start, end: last.end, kind: 'person', identity: identityOf(person) },
      length: name.length,
    }
  }
  return null
}

/** Who may be meant by a first or last name alone; somebody without a number of the directory if that isn't certain. */
function singleName(text: string, { start, end, text: word }: Word, directory: Directory): Match | null {
  if (!isCapitalised(word) || isNobody(word)) return null
  const people = directory.singleNames.get(fold(word)) ?? directory.handles.get(fold(word))
  if (people === undefined && !isGivenName(word)) return null
  if (/\b(?:San|Santa|S[aã]o|Saint|St\.?|Sankt)\s$/.test(text.slice(Math.max(0, start - 7), start))) return null
  if (/^ DB\b/.test(text.slice(end, end + 4))) return null
  const person = people === undefined ? null : onlyOne(directory, people)
  return { start, end, kind: 'person', identity: person === null ? fold(word) : identityOf(person) }
}

/** A part of an identifier, path or address is no word: `foo.Jane`, `src/Jane`, `Jane()`, `Jane::x`, `Alice-2`. */
function standsAlone(text: string, { start, end }: Word): boolean {
  const before = text[start - 1] ?? ''
  if (/[\p{L}\p{N}_@$#%&=\\]/u.test(before)) return false
  if (/[.-]/.test(before) && /[\p{L}\p{N}_)]/u.test(text[start - 2] ?? '')) return false
  if (
    before === '/' &&
    !/(?:^|[^\p{L}\p{N}_./-])\p{Lu}[\p{L}'’-]*\/$/u.test(text.slice(Math.max(0, start - 24), start))
  )
    return false
  return !/^(?:[\p{L}\p{N}_=@]|\.[\p{L}\p{N}_]|-\p{N}|::|\(\)|\/\p{Ll})/u.test(text.slice(end, end + 2))
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

function handlesIn(text: string, directory: Directory, isUrl: (offset: number) => boolean): Match[] {
  const matches: Match[] = []
  for (const found of text.matchAll(/[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*/gu)) {
    const token = found[0].replace(/(?<![.-])[.-]+$/, '')
    const people = directory.handles.get(handleKey(token))
    if (people === undefined) continue
    const end = found.index + token.length
    if (!isHandleHere(text, token, found.index, end, isUrl)) continue
    const person = onlyOne(directory, people)
    if (person !== null) directory.present.add(person)
    const start =
      text[found.index - 1] === '@' && !/[\p{L}\p{N}]/u.test(text[found.index - 2] ?? '')
        ? found.index - 1
        : found.index
    matches.push({ start, end, kind: 'person', identity: person === null ? handleKey(token) : identityOf(person) })
  }
  return matches
}

/** In addresses only forms with a whole name count; acronyms and words that mean something else need a sign. */
function isHandleHere(
  text: string,
  token: string,
  start: number,
  end: number,
  isUrl: (offset: number) => boolean,
): boolean {
  const before = text[start - 1] ?? ''
  if (isUrl(start)) return /[._-]/.test(token) || /[@~]/.test(before)
  if (/[\\$#%&=.-]/.test(before) || /^(?:\(\)|::|=)/.test(text.slice(end, end + 2))) return false
  if (before === '@') return !/[\p{L}\p{N}]/u.test(text[start - 2] ?? '')
  if (/^\p{Lu}{1,4}$/u.test(token)) return false
  return !isAmbiguous(token) || isPersonHere(text, start, end)
}

function literalsIn(text: string, directory: Directory): Match[] {
  return [...directory.literals].flatMap(([name, person]) => {
    const matches: Match[] = []
    for (let start = text.indexOf(name); start !== -1; start = text.indexOf(name, start + name.length))
      matches.push({ start, end: start + name.length, kind: 'person', identity: identityOf(person) })
    return matches
  })
}
