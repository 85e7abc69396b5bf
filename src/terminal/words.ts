import type { Facts, FailureClass, Gate, Ledger, Role } from '../domain.ts'
import { plain } from './print.ts'

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

/** `duration_minutes: 47` reads "47 duration minutes" nowhere: the unit follows, the name leads. */
export function factWords(facts: Facts): string[] {
  return Object.entries(facts).map(([given, value]) => {
    const name = plain(given)
    const amount = value.toLocaleString('en')
    if (name === 'duration_minutes') return `${amount} minutes`
    if (name === 'customers_affected') return `${amount} customers`
    const money = /^(.*)_(eur|usd|gbp)$/.exec(name)
    return money
      ? `${money[1]?.replaceAll('_', ' ')} ${amount} ${money[2]?.toUpperCase()}`
      : `${name.replaceAll('_', ' ')} ${amount}`
  })
}

const ledgerWords: Readonly<Record<Exclude<keyof Ledger, 'found' | 'inScope' | 'themed' | 'other'>, string>> = {
  unreadable: 'unreadable',
  restricted: 'restricted',
  withdrawn: 'withdrawn',
  waiting: 'still waiting',
  failed: 'failed',
  noTechnology: 'without a technology',
  otherTechnology: 'about other technologies',
  outsideWindow: 'outside the window',
  setAside: 'only mentioned',
  heldBack: 'held back',
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
  shape: 'the answer has not the form that it must have',
  role: 'the role does not follow from what the document says',
  schema: 'the answer could not be read',
}

/** Whether answers came from the built-in extractive model. */
export function isBuiltIn(model: string): boolean {
  return model.startsWith('built-in')
}

/** Who answered. The built-in extractor must never pass for a language model. */
export function modelLine(model: string): string {
  return isBuiltIn(model) ? `made by ${model}: no language model was used` : `made by ${model}`
}
