import { type Directory, emptyDirectory, enterHandle, enterName, whoHasHandle, whoIsNamed } from './directory.ts'
import { collectives } from './lexicon/collectives.ts'
import { canBeGivenName, fold, isNobody } from './words.ts'

const address = /[^\s,;<(]+@[^\s,;>)]+\.[^\s,;>)]+/g

/** The people of a document (its properties) and everybody on the roster. Teams and duties in either are left out. */
export function readListedPeople(people: readonly string[], roster: readonly string[]): Directory {
  const directory = emptyDirectory()
  for (const entry of people) {
    const person = enterListed(directory, entry)
    if (person !== null) directory.present.add(person)
  }
  for (const entry of roster) enterListed(directory, entry)
  return directory
}

/** Reads "Jane Roe", "Jane Roe, jroe, U0123", "@jroe", "Jane Roe <jane.roe@example.com>". */
function enterListed(directory: Directory, entry: string): number | null {
  const parts = entry
    .replace(address, '')
    .replace(/<[^>]*>|\([^)]*\)/g, '')
    .split(/[,;]/)
    .map((part) => part.trim())
  const isName = (part: string, index: number): boolean =>
    /\s/.test(part) || (index === 0 && /^[\p{Lu}\p{Lo}]/u.test(part))
  const locals = [...entry.matchAll(address)].map(([whole]) => whole.slice(0, whole.indexOf('@')))
  const names = parts.filter((part, index) => isName(part, index) && !isCrowd(part))
  const handles = [...parts.filter((part, index) => !isName(part, index)), ...locals].filter(
    (handle) => handle !== '' && !isCrowd(handle),
  )
  if (names.length + handles.length === 0) return null
  const person = whoIsListed(directory, names, handles) ?? directory.size++
  directory.listed.add(person)
  for (const name of names) enterName(directory, person, name)
  for (const name of names) if (!/\s/.test(name) && !isNobody(name)) directory.mononyms.add(fold(name))
  for (const handle of handles) enterHandle(directory, person, handle)
  return person
}

/** Properties and roster may both have somebody; a handle alone belongs to whoever has it already. */
function whoIsListed(directory: Directory, names: readonly string[], handles: readonly string[]): number | null {
  const [named] = names.map((name) => whoIsNamed(directory, name)).filter((person) => person !== null)
  if (named !== undefined || names.length > 0) return named ?? null
  const [owner] = handles.map((handle) => whoHasHandle(directory, handle)).filter((person) => person !== null)
  return owner ?? null
}

/** "SRE team" and "team-checkout"; not "Dev Patel", whose first word may be a given name. */
function isCrowd(part: string): boolean {
  const words = part.replace(/^@/, '').split(/[\s._-]+/)
  const [first = ''] = words
  if (/\s/.test(part) && canBeGivenName(first) && !/\b(?:team|squad|group|on-?call)\b/i.test(part)) return false
  return words.some((word) => collectives.has(fold(word))) || collectives.has(fold(part))
}
