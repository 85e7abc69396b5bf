import { type Directory, handleKey, identityOf, onlyOne } from './directory.ts'
import type { Match } from './match.ts'
import { isPersonHere } from './personal-context.ts'
import { urlRegions, within } from './regions.ts'
import { isAmbiguous } from './words.ts'

/** Every place where somebody's nickname or login stands as a word of its own, with an `@` or without. */
export function findHandles(text: string, directory: Directory): Match[] {
  const isUrl = within(urlRegions(text))
  return [...text.matchAll(/[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*/gu)].flatMap((found): Match[] => {
    const { token, start } = handleIn(found[0], found.index, directory)
    const end = start + token.length
    // In `jane@host` a first name is a login.
    const people =
      directory.handles.get(handleKey(token)) ??
      (text[end] === '@' ? directory.singleNames.get(handleKey(token)) : undefined)
    if (people === undefined || !isHandleHere(text, token, start, end, isUrl)) return []
    const person = onlyOne(directory, people)
    if (person !== null) directory.present.add(person)
    const identity = person === null ? handleKey(token) : identityOf(person)
    return [{ start: isMention(text, start) ? start - 1 : start, end, kind: 'person', identity }]
  })
}

/** Full stops and hyphens at the end don't belong to it, nor do the marks of `_emphasis_` unless it is `_joe_` himself. */
function handleIn(word: string, start: number, directory: Directory): { token: string; start: number } {
  const token = word.replace(/(?<![.-])[.-]+$/, '')
  const emphasised = /^(_+)(.*[^_])_+$/.exec(token)
  if (emphasised === null || directory.handles.has(handleKey(token))) return { token, start }
  return { token: emphasised[2] ?? '', start: start + (emphasised[1]?.length ?? 0) }
}

function isMention(text: string, start: number): boolean {
  return text[start - 1] === '@' && !/[\p{L}\p{N}]/u.test(text[start - 2] ?? '')
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
  if (/[\\$#%&.-]/.test(before) || /^(?:\(\)|::|=)/.test(text.slice(end, end + 2))) return false
  if (before === '@') return isMention(text, start)
  if (/^\p{Lu}{1,4}$/u.test(token)) return false
  return !isAmbiguous(token) || isPersonHere(text, start, end)
}
