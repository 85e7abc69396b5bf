import type { Filter, HeldFilter } from '../domain.ts'

/** What postmortems on record state, the most frequent first: what a filter can ask for. */
export type OnRecord = { readonly teams: readonly string[]; readonly severities: readonly string[] }

/** The filter that a message holds. */
export function filterOf({ since, team = null, severities = [] }: HeldFilter): Filter {
  return { since, team, severities }
}

/** Whether nothing is left out. */
export function isUnfiltered({ since, team, severities }: Filter): boolean {
  return since === null && team === null && severities.length === 0
}

/** Whether two filters let the same incidents through. */
export function isSameFilter(one: Filter, other: Filter): boolean {
  const keyOf = ({ since, team, severities }: Filter): string =>
    JSON.stringify([since, team?.toLowerCase(), [...new Set(severities.map((name) => name.toLowerCase()))].sort()])
  return keyOf(one) === keyOf(other)
}

const quoted = /^["“”„«]([^"“”„»]*)["“”»]\s*/

/**
 * The value that a text begins with, and what follows it: what stands in quotation marks, else the longest that is on
 * record, else one word.
 */
export function leadingValue(text: string, known: readonly string[]): { value: string; rest: string } {
  const marked = quoted.exec(text)
  if (marked) return { value: (marked[1] ?? '').trim(), rest: text.slice(marked[0].length) }
  const [whole] = known
    .filter(
      (name) => text.toLowerCase().startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}_-]/u.test(text.slice(name.length)),
    )
    .sort((a, b) => b.length - a.length)
  const value = whole ?? /^[^\s,]*/.exec(text)?.[0] ?? ''
  return { value: whole ?? value.replace(/[.!?;:]+$/, ''), rest: text.slice(value.length).trimStart() }
}

/** The same for several with a comma, “or” or “and” between them. */
export function leadingValues(text: string, known: readonly string[]): { values: string[]; rest: string } {
  const { value, rest } = leadingValue(text, known)
  const next = /^(?:,|or\s|and\s)\s*(?=\S)/i.exec(rest)
  if (!next) return { values: value === '' ? [] : [value], rest: rest.replace(/^,\s*/, '') }
  const others = leadingValues(rest.slice(next[0].length), known)
  return { values: [value, ...others.values], rest: others.rest }
}

/** A filter in the spelling that is on record, or the reason why nothing could ever match it. What was typed is untrusted. */
export function resolveFilter(typed: Filter, { teams, severities }: OnRecord): Filter | { readonly problem: string } {
  const team = typed.team === null ? null : spelt(typed.team, teams)
  if (team === undefined) return { problem: unknown('team', 'teams', typed.team ?? '', teams) }
  const found = typed.severities.map((severity) => ({ severity, known: spelt(severity, severities) }))
  const strange = found.find(({ known }) => known === undefined)
  if (strange) return { problem: unknown('severity', 'severities', strange.severity, severities) }
  return { since: typed.since, team, severities: [...new Set(found.flatMap(({ known }) => known ?? []))] }
}

/** As it is on record, whatever its case; the team “checkout” may be on record as “team-checkout”. */
function spelt(typed: string, known: readonly string[]): string | undefined {
  const bare = (name: string): string =>
    name
      .toLowerCase()
      .replace(/^team[\s_-]+|[\s_-]+team$/, '')
      .replaceAll(/[\s_-]+/g, ' ')
      .trim()
  return (
    known.find((name) => name.toLowerCase() === typed.toLowerCase()) ?? known.find((name) => bare(name) === bare(typed))
  )
}

const shownNames = 12

function unknown(what: string, all: string, typed: string, known: readonly string[]): string {
  const asked = `No postmortem on record states the ${what} “${typed.slice(0, 60)}”.`
  if (known.length === 0) return `${asked} None states any ${what}: leave it out.`
  const more = known.length > shownNames ? ` and ${known.length - shownNames} more` : ''
  return `${asked} The ${all} on record: ${known.slice(0, shownNames).join(', ')}${more}.`
}
