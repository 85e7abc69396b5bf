import type { Facts, FailureClass, Gate, Halves, HeldFilter, Ledger, Role, SummaryField, VoteReason } from './domain.ts'
import { moneyFact } from './domain.ts'

/** The words that people read for the identifiers that are stored. */

export const roleWords: Readonly<Record<Role, string>> = {
  root_cause: 'root cause',
  contributing: 'contributing',
  affected: 'affected',
  mitigation: 'mitigation',
  mentioned: 'mentioned',
  ruled_out: 'ruled out',
}

export const failureClassWords: Readonly<Record<FailureClass, string>> = {
  config_deployment: 'configuration & deployment',
  capacity_scaling: 'capacity & scaling',
  software_bug: 'software bug',
  dependency_external: 'external dependency',
  hardware_network: 'hardware & network',
  human_operation: 'human operation',
  security: 'security',
}

/** The same where a column is as wide as a number. */
const failureClassLabels: Readonly<Record<FailureClass, string>> = {
  config_deployment: 'cfg',
  capacity_scaling: 'cap',
  software_bug: 'bug',
  dependency_external: 'dep',
  hardware_network: 'net',
  human_operation: 'hum',
  security: 'sec',
}

/** The columns of the matrix as text. */
export const columnLabels = { ...failureClassLabels, other: 'etc', none: '–', all: 'all' } as const

export const columnWords = {
  ...failureClassWords,
  other: 'all other classes',
  none: 'fits no pattern',
  all: 'incidents, each once',
} as const

export const summaryFieldWords: Readonly<Record<SummaryField, string>> = {
  issueSummary: 'What happened',
  rootCauses: 'Root causes',
  impact: 'Impact',
  resolution: 'Resolution',
  preventiveActions: 'Preventive actions',
}

/** "1 incident", "3 incidents", "3 categories" with an explicit plural. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`
}

const ordinalWords = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth']
const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' }
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' })

/** "4th". */
export const ordinal = (place: number): string =>
  `${place.toLocaleString('en')}${endings[ordinalRules.select(place)] ?? 'th'}`

/** "Fourth", to begin a sentence; above ten "11th". */
export const ordinalWord = (place: number): string => ordinalWords[place - 1] ?? ordinal(place)

/** Abbreviations that everybody writes in capitals. */
const spelt = (name: string): string =>
  name.replaceAll('_', ' ').replaceAll(/\b(gmv|sla|slo|api|vip)\b/gi, (word) => word.toUpperCase())

/** What a fact counts: "minutes", "customers", "lost revenue (EUR)". Names are untrusted. */
export function factName(fact: string): string {
  if (fact === 'duration_minutes') return 'minutes'
  if (fact === 'customers_affected') return 'customers'
  const money = moneyFact.exec(fact)
  return money ? `${spelt(money[1] ?? '')} (${money[2]?.toUpperCase()})` : spelt(fact)
}

/** `duration_minutes: 47` reads "47 duration minutes" nowhere: the unit follows, the name leads. Names are untrusted. */
export function factWords(facts: Facts): string[] {
  return Object.entries(facts).map(([name, value]) => {
    const amount = value.toLocaleString('en')
    if (name === 'duration_minutes') return counted(value, 'minute')
    if (name === 'customers_affected') return counted(value, 'customer')
    const money = moneyFact.exec(name)
    return money ? `${spelt(money[1] ?? '')} ${amount} ${money[2]?.toUpperCase()}` : `${spelt(name)} ${amount}`
  })
}

/** A sum over incidents of which only some state the fact: one that hides it would be wrong. Names are untrusted. */
export function sumWords(
  { fact, total, stated }: { readonly fact: string; readonly total: number; readonly stated: number },
  of: number,
): string {
  if (stated === 0) return `${factName(fact)} unknown`
  return `${factWords({ [fact]: total }).join()}${stated < of ? ` (stated for ${stated} of ${of})` : ''}`
}

const ledgerWords: Readonly<Record<Exclude<keyof Ledger, 'found' | 'inScope' | 'themed' | 'other'>, string>> = {
  unreadable: 'unreadable',
  restricted: 'restricted',
  withdrawn: 'withdrawn',
  waiting: 'still waiting',
  failed: 'failed',
  noTechnology: 'without a technology',
  otherTechnology: 'about other technologies',
  outsideFilter: 'outside the filter',
  setAside: 'only mentioned',
  heldBack: 'held back',
  disputed: 'disputed by curators',
}

/** The ledger as one sum: `40 found = 1 restricted + 28 about other technologies + 11 in scope (9 themed, 2 other)`. */
export function ledgerLine(ledger: Ledger): string {
  const parts = Object.entries(ledgerWords).flatMap(([key, words]) => {
    const count = ledger[key as keyof typeof ledgerWords]
    return count > 0 ? [`${count} ${words}`] : []
  })
  return `${ledger.found} found = ${[...parts, `${ledger.inScope} in scope`].join(' + ')} (${ledger.themed} themed, ${ledger.other} other)`
}

/** What each gate found wrong, without a word of what was refused. */
export const gateWords: Readonly<Record<Gate, string>> = {
  quote: 'a quote is not in the document',
  figure: 'a number, date or identifier is not in the document',
  technology: 'a technology is not named where the quote stands',
  support: 'a quote does not bear on its statement',
  id: 'an id is unknown',
  shape: 'the answer is too short, too long or beside the question',
  role: 'the role does not follow from what the document says',
  schema: 'the answer could not be read',
}

/** What people found wrong. */
export const voteReasonWords: Readonly<Record<VoteReason, string>> = {
  hallucination: 'invented',
  wrong_attribution: 'wrong attribution',
  missing: 'something missing',
  other: 'other',
}

const bars = '▁▂▃▄▅▆▇█'

/** Counts in the order of time as a row of bars, the highest full; nothing at all is the lowest bar. */
export function trendBars(trend: readonly number[]): string {
  const most = Math.max(...trend, 1)
  return trend.map((count) => bars[Math.ceil((count / most) * (bars.length - 1))]).join('')
}

/** What may be said of a pattern's trend, and what that rests on: "rising: 2 in the earlier half, 9 in the later". */
export function halvesWords(halves: Halves | null): string {
  if (halves === null) return 'too few to say'
  const { trend, first, second, from, until } = halves
  return `${trend}: ${first} in the earlier half of ${from} to ${until}, ${second} in the later`
}

/** What "rising" and "falling" mean. A technology’s first incident begins the time that is compared, and is before it. */
export function halvesLegend({ from, until }: Halves): string {
  return `Rising or falling: the halves of ${from} to ${until} differ by more than chance (exact test at 5 %); earlier incidents are in neither.`
}

/** How rare themes are ranked, and what is not said of them. */
export const rareLegend =
  'Ranked by severity, then money, customers and minutes, as far as they are on record. One or two incidents are too few to say whether they become more.'

/** Incidents that are only counted. */
export function othersWords(others: number): string {
  return `${counted(others, 'incident')} that ${others === 1 ? 'fits' : 'fit'} no pattern, of no high severity`
}

/** The incidents that a report is about: "since 2025-01-01, of team Checkout, of severity SEV1 or SEV2". Names are untrusted. */
export function filterWords(filter: HeldFilter): string {
  return narrowedWords(filter) ?? 'all incidents on record'
}

/** The same, or null where nothing is left out. */
export function narrowedWords({ since, team = null, severities = [] }: HeldFilter): string | null {
  const parts = [
    ...(since === null ? [] : [`since ${since}`]),
    ...(team === null ? [] : [/\bteam\b/i.test(team) ? `of ${team}` : `of team ${team}`]),
    ...(severities.length === 0 ? [] : [`of severity ${severities.join(' or ')}`]),
  ]
  return parts.length > 0 ? parts.join(', ') : null
}

/** What is said where there is no incident to report. */
export function noIncidentWords(filter: HeldFilter): string {
  return narrowedWords(filter) === null ? 'No incident on record involves it.' : 'No such incident involves it.'
}

/** Whether answers came from the built-in extractive model. */
export function isBuiltIn(model: string): boolean {
  return model.startsWith('built-in')
}

/** Who answered. The built-in extractor must never pass for a language model. */
export function modelLine(model: string): string {
  return isBuiltIn(model) ? `made by ${model}: no language model was used` : `made by ${model}`
}

/** What stands where a document says nothing: the built-in model can only say that it found nothing. */
export function absentWords(model: string): string {
  return isBuiltIn(model) ? 'nothing found' : 'not stated'
}

/** What speaks for two patterns being the same kind of failure, besides their failure class. */
export function evidenceWords({
  shared,
  likeness,
  reads,
}: {
  readonly shared: number
  readonly likeness: number | null
  readonly reads: 'very alike' | 'alike' | 'unlike'
}): string {
  const both = shared > 0 ? [`${counted(shared, 'incident')} in both`] : []
  const read =
    likeness === null
      ? []
      : [`${both.length > 0 ? 'their other' : 'their'} digests read ${reads} on average (${likeness.toFixed(2)})`]
  return [...both, ...read].join(', ')
}

/** What is claimed of patterns that cross technologies, and what is not. */
export function crossingsLegend({ alike, veryAlike }: { readonly alike: number; readonly veryAlike: number }): string {
  return `Pairs of one failure class that share an incident or whose digests read alike: from ${alike} on alike, from ${veryAlike} on very much so, by the embedder’s own scale. It hints at one kind of failure, and proves no common cause.`
}
