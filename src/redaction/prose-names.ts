import { namesakes } from './lexicon/namesakes.ts'
import { isSurelyPerson } from './personal-context.ts'
import { urlRegions, within } from './regions.ts'
import type { Sighting } from './sighting.ts'
import {
  fold,
  isAmbiguous,
  isCapitalised,
  isGivenName,
  isNobody,
  nameParticles,
  standsAlone,
  type Word,
  wordsOf,
} from './words.ts'

const familyName = new RegExp(
  `(?:[ \\u00a0]\\p{Lu}\\.)?(?:[ \\u00a0](?:${nameParticles}))*(?:[ \\u00a0]|\\r?\\n)\\p{Lu}[\\p{L}\\p{M}]+(?:['’-]\\p{L}[\\p{L}\\p{M}]+)*` +
    '(?![\\p{L}\\p{N}_@/=-]|\\.\\p{L}|\\()',
  'uy',
)
/** Capitalised words that follow a first name in headings and at the start of the next thought. */
const noFamily =
  /^(?:Please|Will|The|This|That|Then|And|Can|Could|On|In|At|To|For|It|We|You|I|Is|Was|Not|No|Yes|Action|Status|Owner|Due|Date|Done|Open|Todo)$/

/** People whom nobody listed: "a call with Peter Taylor", "Mark noticed". */
export function readProseNames(text: string): Sighting[] {
  const isUrl = within(urlRegions(text))
  const words = wordsOf(text).filter(
    (word) => isCapitalised(word.text) && standsAlone(text, word) && !isUrl(word.start),
  )
  return words.flatMap((word) => {
    if (isGivenName(word.text)) return fullName(text, word)
    if (isNobody(word.text)) return []
    if (/\b(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\.? $/.test(text.slice(Math.max(0, word.start - 7), word.start)))
      return titled(text, word)
    if (!namesakes.has(fold(word.text))) return []
    return isSurelyPerson(text, word.start, word.end) ? [sighting(text, word.start, word.end)] : []
  })
}

/** An unmistakable given name and up to two more names after it. */
function fullName(text: string, { start, end }: Word): Sighting[] {
  let last = end
  for (let count = 0; count < 2; count++) {
    familyName.lastIndex = last
    const next = familyName.exec(text)?.[0]
    if (next === undefined || !isFamilyName(text, next, last)) break
    last += next.length
  }
  return last === end ? [] : [sighting(text, start, last)]
}

/** "Ms. Young", with a given name or without. */
function titled(text: string, word: Word): Sighting[] {
  const [full] = fullName(text, word)
  return [full ?? sighting(text, word.start, word.end)]
}

/** In a wrapped line the name may go on in the next one; then it must not look like the start of something else. */
function isFamilyName(text: string, next: string, offset: number): boolean {
  const word = next.split(/\s+/).at(-1) ?? ''
  if (noFamily.test(word) || isNobody(word) || !isCapitalised(word)) return false
  if (!next.includes('\n')) return true
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return line.length > 50 && !isAmbiguous(word) && text[offset + next.length] !== ':'
}

function sighting(text: string, start: number, end: number): Sighting {
  return { start, end, name: text.slice(start, end).replace(/\s+/g, ' '), form: 'name' }
}
