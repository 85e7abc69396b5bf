import type { Kind, Match } from './match.ts'
import { overlapping, regionsOf, within } from './regions.ts'

/** How a value looks after redaction. */
export const placeholderPattern = /\[(SECRET|EMAIL|CARD|IP|PHONE|MONEY|PERSON)_(\d+)\]/g

/** Which number a value has in a document, and how many different values of each kind were given one. */
export type Numbering = {
  readonly counts: Record<Kind, number>
  readonly numbers: Map<string, number>
  readonly taken: ReadonlyMap<string, number>
}

/** Begins after the placeholders that the texts have already, so that a document can be redacted twice. */
export function startNumbering(texts: readonly string[]): Numbering {
  const taken = new Map<string, number>()
  for (const [, kind = '', number] of texts.flatMap((text) => [...text.matchAll(placeholderPattern)]))
    taken.set(kind, Math.max(taken.get(kind) ?? 0, Number(number)))
  const counts = { secret: 0, email: 0, card: 0, ip: 0, phone: 0, money: 0, person: 0 }
  return { counts, numbers: new Map(), taken }
}

/** Leaves placeholders alone: a match that runs into one is dropped, of a secret the rest of it stays a match. */
export function outsidePlaceholders(text: string, matches: readonly Match[]): Match[] {
  const placeholders = regionsOf(text, placeholderPattern)
  const isPlaceholder = within(placeholders)
  return matches.flatMap((match) => {
    const inside = overlapping(placeholders, match)
    if (inside.length === 0) return [match]
    if (match.kind !== 'secret') return []
    const edges = [match.start, ...inside.flatMap(({ start, end }) => [start, end]), match.end]
    return edges.flatMap((start, index): Match[] => {
      const end = edges[index + 1] ?? start
      const identity = text.slice(start, end)
      return end > start && !isPlaceholder(start) && /[^\s\]]/.test(identity)
        ? [{ ...match, start, end, identity }]
        : []
    })
  })
}

/** Puts placeholders in the place of matches, which must be in order and apart. New values get the next number. */
export function replaceMatches(text: string, matches: readonly Match[], numbering: Numbering): string {
  const parts: string[] = []
  let done = 0
  for (const match of matches) {
    parts.push(text.slice(done, match.start), placeholderOf(match, numbering), seam(text, match))
    done = match.end
  }
  return parts.join('') + text.slice(done)
}

function placeholderOf({ kind, identity }: Match, { counts, numbers, taken }: Numbering): string {
  const key = `${kind} ${identity}`
  const number = numbers.get(key) ?? (taken.get(kind.toUpperCase()) ?? 0) + ++counts[kind]
  numbers.set(key, number)
  return `[${kind.toUpperCase()}_${number}]`
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
