import { collectives } from './lexicon/collectives.ts'
import { givenNames } from './lexicon/given-names.ts'
import { namesakes } from './lexicon/namesakes.ts'
import { ordinaryWords } from './lexicon/ordinary-words.ts'
import { technologies } from './lexicon/technologies.ts'

export type Word = { readonly start: number; readonly end: number; readonly text: string }

/** Letters that are no base letter with a mark, and so are not taken apart by Unicode normalisation. */
const letters: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ð: 'd',
  þ: 'th',
}

/** Lower case without accents and apostrophes, so that "Søren" and "SOREN" are the same word. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (/^[a-z0-9._-]*$/.test(lower)) return lower
  return lower
    .normalize('NFD')
    .replace(/[\p{M}'’ʼ]/gu, '')
    .replace(/[øłđßæœıðþ]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFC')
}

/** Between given and family name, as alternatives of a pattern. */
export const nameParticles = 'de|van|von|der|den|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten|zu|zur|af|av'

const tail = /-(?:led|style|owned|only|approved|driven|related|authored|written|reported|requested|initiated|proof)$/

/** The words of a text. A genitive `'s` and a tail ("Jane-led") don't belong to the word. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*/gu)].map(({ 0: whole, index }) => {
    const word = whole.replace(/['’]s$/i, '').replace(tail, '')
    return { start: index, end: index + word.length, text: word }
  })
}

/** A part of an identifier, path or address is no word: `foo.Jane`, `src/Jane`, `Jane()`, `Jane::x`, `Alice-2`. */
export function standsAlone(text: string, { start, end }: Word): boolean {
  const before = text[start - 1] ?? ''
  const isEmphasis = before === '_' && !/[\p{L}\p{N}_]/u.test(text[start - 2] ?? '')
  if (/[\p{L}\p{N}_@$#%&\\]/u.test(before) && !isEmphasis) return false
  if (/[.-]/.test(before) && /[\p{L}\p{N}_)]/u.test(text[start - 2] ?? '')) return false
  if (
    before === '/' &&
    !/(?:^|[^\p{L}\p{N}_./-])\p{Lu}[\p{L}'’-]*\/$/u.test(text.slice(Math.max(0, start - 24), start))
  )
    return false
  return !/^(?:[\p{L}\p{N}=@]|_+[\p{L}\p{N}]|\.[\p{L}\p{N}_]|-\p{N}|::|\(\)|\/\p{Ll})/u.test(text.slice(end, end + 4))
}

/** Written as a name is: "Jane", "McRoe", "O'Roe", or in a script without capitals. "API" is not. */
export function isCapitalised(word: string): boolean {
  return /^\p{Lu}.*\p{Ll}/u.test(word) || /^\p{Lo}/u.test(word)
}

/** Of "Anna-Lena" the first half decides. */
export function isGivenName(word: string): boolean {
  return givenNames.has(fold(/^(\p{Lu}[^-]+)-\p{Lu}/u.exec(word)?.[1] ?? word))
}

/** A given name, or a word that can be one. */
export function canBeGivenName(word: string): boolean {
  return isGivenName(word) || namesakes.has(fold(word))
}

/** Names a product or a crowd, whatever the sentence. */
export function isNobody(word: string): boolean {
  const folded = fold(word)
  return technologies.has(folded) || collectives.has(folded) || collectives.has(folded.replaceAll('-', ''))
}

/** Has another meaning as well, or is too short to be sure. */
export function isAmbiguous(word: string): boolean {
  const folded = fold(word)
  return (
    isNobody(word) || namesakes.has(folded) || ordinaryWords.has(folded) || (folded.length < 3 && /^[a-z]/.test(folded))
  )
}
