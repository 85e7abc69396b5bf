import { fold } from './words.ts'

type FullName = { readonly words: readonly string[]; readonly person: number }

/** Whom a document may name. Keys are folded; a key that fits several people holds all of them. */
export type Directory = {
  size: number
  /** By first word, then by the whole name. */
  readonly fullNames: Map<string, Map<string, FullName>>
  readonly singleNames: Map<string, Set<number>>
  readonly handles: Map<string, Set<number>>
  readonly bearers: { readonly given: string; readonly family: string; readonly person: number }[]
  /** Names that aren't made of words with spaces between, as in Chinese: looked for as they are. */
  readonly literals: Map<string, number>
  readonly listed: Set<number>
  /** Listed by one word alone: whoever lists it wants it gone, whatever else it may mean. Folded. */
  readonly mononyms: Set<string>
  /** Whom the document is known to be about; they win over namesakes from the roster. */
  readonly present: Set<number>
}

export function emptyDirectory(): Directory {
  return {
    size: 0,
    fullNames: new Map(),
    singleNames: new Map(),
    handles: new Map(),
    bearers: [],
    literals: new Map(),
    listed: new Set(),
    mononyms: new Set(),
    present: new Set(),
  }
}

/** Enters a name of one or more words, with the forms that go with it: "Roe, Jane", "Roe", "jane.roe". */
export function enterName(directory: Directory, person: number, name: string): void {
  if (isLiteral(name)) directory.literals.set(name.replace(/(?<=\p{Lo}) (?=\p{Lo})/gu, ''), person)
  for (const words of spellings(name)) {
    const [given = '', ...others] = words
    const family = others.at(-1)
    add(directory.singleNames, given, person)
    if (family === undefined) continue
    add(directory.singleNames, family, person)
    enterFullName(directory, { words, person })
    enterFullName(directory, { words: [given, family], person })
    enterFullName(directory, { words: [family, given], person })
    enterFullName(directory, { words: [given.charAt(0), family], person })
    if (others.length > 1) enterFullName(directory, { words: others, person })
    for (const separator of ['.', '_', '-']) add(directory.handles, given + separator + family, person)
    directory.bearers.push({ given, family, person })
  }
}

/** Enters a nickname or login, with or without its `@`. */
export function enterHandle(directory: Directory, person: number, handle: string): void {
  add(directory.handles, handleKey(handle), person)
}

/** What matches have as identity of somebody in the directory. */
export function identityOf(person: number): string {
  return `#${person}`
}

/** Who goes by exactly this full name. */
export function whoIsNamed(directory: Directory, name: string): number | null {
  const [words = []] = spellings(name)
  return directory.fullNames.get(words[0] ?? '')?.get(words.join(' '))?.person ?? null
}

/** Who must be meant by a nickname: its owner, or the only one whose name it could be made from. */
export function whoHasHandle(directory: Directory, handle: string): number | null {
  const key = handleKey(handle)
  const people = directory.handles.get(key) ?? directory.singleNames.get(key) ?? whoCouldHave(directory, key)
  return onlyOne(directory, people)
}

/** "jroe", "janer", "roe.jane" and the like: good enough to tell who is meant, not to find anybody. */
function whoCouldHave(directory: Directory, key: string): Set<number> {
  const compact = key.replace(/[._-]/g, '')
  const couldHave = directory.bearers.filter(({ given, family }) => {
    if (!compact.includes(given) && !compact.includes(family)) return false
    const [g, f] = [given.charAt(0), family.charAt(0)]
    return [g + family, given + f, given + family, family + given, family + g].includes(compact)
  })
  return new Set(couldHave.map(({ person }) => person))
}

/** The one of them, if there is only one, or only one of whom the document is known to be about. */
export function onlyOne(directory: Directory, people: ReadonlySet<number>): number | null {
  const [first, ...others] = people.size === 1 ? people : [...people].filter((person) => directory.present.has(person))
  return first === undefined || others.length > 0 ? null : first
}

/** A nickname as the directory's maps have it. */
export function handleKey(handle: string): string {
  return fold(handle.replace(/^@/, ''))
}

/** The folded words of a name, and once more with `ue` for `ü` if that differs. Titles, initials and brackets don't count. */
function spellings(name: string): string[][] {
  const words = name
    .replace(/\([^)]*\)|["“”]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(?:Dr|Mr|Mrs|Ms|Prof|Jr|Sr)\.?$|^\p{L}\.$/iu.test(word))
  const plain = words.map(fold)
  const german = words.map((word) =>
    fold(word.normalize('NFC').replace(/[äöü]/gi, (letter) => `${letter.normalize('NFD').charAt(0)}e`)),
  )
  return german.join(' ') === plain.join(' ') ? [plain] : [plain, german]
}

/** Of two or more characters of a script without spaces, or with digits and signs in it. */
function isLiteral(name: string): boolean {
  return (
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai} ]{2,}$/u.test(name) ||
    /[^\p{L}\p{M}\s.,'’ʼ()"“”-]/u.test(name)
  )
}

function enterFullName(directory: Directory, name: FullName): void {
  const [first = ''] = name.words
  const whole = name.words.join(' ')
  const known = directory.fullNames.get(first) ?? new Map<string, FullName>()
  if (!known.has(whole)) directory.fullNames.set(first, known.set(whole, name))
}

function add(map: Map<string, Set<number>>, key: string, person: number): void {
  const people = map.get(key) ?? new Set()
  map.set(key, people.add(person))
}
