import type { Kind, Match } from './match.ts'

/** How a value looks after redaction. */
export const placeholderPattern = /\[(SECRET|EMAIL|CARD|IP|PHONE|MONEY|PERSON)_(\d+)\]/g

export type Replaced = { readonly texts: readonly string[]; readonly counts: Readonly<Record<Kind, number>> }

/**
 * Puts placeholders in the place of matches, numbered by first appearance over all texts. Placeholders that are there
 * already stay, and new numbers come after theirs. `counts` is the number of different values per kind.
 */
export function replaceMatches(
  texts: readonly { readonly text: string; readonly matches: readonly Match[] }[],
): Replaced {
  const taken = highestNumbers(texts.map(({ text }) => text))
  const numbers = new Map<string, number>()
  const counts: Record<Kind, number> = { secret: 0, email: 0, card: 0, ip: 0, phone: 0, money: 0, person: 0 }
  const placeholder = ({ kind, identity }: Match): string => {
    const key = `${kind} ${identity}`
    const number = numbers.get(key) ?? (taken.get(kind.toUpperCase()) ?? 0) + ++counts[kind]
    numbers.set(key, number)
    return `[${kind.toUpperCase()}_${number}]`
  }
  return { texts: texts.map(({ text, matches }) => substitute(text, matches, placeholder)), counts }
}

function highestNumbers(texts: readonly string[]): Map<string, number> {
  const highest = new Map<string, number>()
  for (const [, kind = '', number] of texts.flatMap((text) => [...text.matchAll(placeholderPattern)]))
    highest.set(kind, Math.max(highest.get(kind) ?? 0, Number(number)))
  return highest
}

function substitute(text: string, matches: readonly Match[], placeholder: (match: Match) => string): string {
  const parts: string[] = []
  let done = 0
  for (const match of matches) {
    parts.push(text.slice(done, match.start), placeholder(match), seam(text, match))
    done = match.end
  }
  return parts.join('') + text.slice(done)
}

/**
 * In Markdown `[A]: b` at the start of a block defines a link and `[A](b)` is one. A space keeps the placeholder
 * what it is: text.
 */
function seam(text: string, { start, end }: Match): string {
  const next = text[end]
  if (next === '(' || next === '[') return ' '
  const before = text.slice(Math.max(0, start - 24), start)
  return next === ':' && /(?:^|\n)(?:[\s>*+-]|\d+[.)])*$/.test(before) ? ' ' : ''
}
