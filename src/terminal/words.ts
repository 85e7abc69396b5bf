import type { Facts, FailureClass, Ledger, Role } from '../domain.ts'
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

/** Who answered. The built-in extractor must never pass for a language model. */
export function modelLine(model: string): string {
  return model.startsWith('built-in') ? `made by ${model}: no language model was used` : `made by ${model}`
}
