import type { Digest, Statement } from '../domain.ts'
import type { PreventionInput, Verdicts } from '../pipeline/stages/prevention.ts'
import { termsOf } from './vectors.ts'

/** Of an investment's words, so many must stand in one statement of the incident: fewer are chance. */
const leastShare = 0.5
const fewestShared = 2

/**
 * Says yes where a team planned for its own incident, or named as its cause, what the investment is worded like, and quotes that
 * sentence. It compares words; whether the incident would have happened all the same it can't judge.
 */
export function prevent({ investment, incidents }: PreventionInput): Verdicts {
  const wanted = new Set(termsOf(investment).filter((term) => !term.includes(' ')))
  const verdicts = incidents.map((incident): Verdicts['verdicts'][number] => {
    const { postmortemId } = incident
    const best = mostAlike(incident, wanted)
    return best ? { postmortemId, answer: 'yes', quote: best.quote } : { postmortemId, answer: 'no', quote: '' }
  })
  return { verdicts }
}

function mostAlike({ preventiveActions, rootCauses }: Digest, wanted: ReadonlySet<string>): Statement | null {
  const alike = [...preventiveActions, ...rootCauses]
    .map((statement) => ({ statement, shared: new Set(termsOf(statement.text)).intersection(wanted).size }))
    .filter(({ shared }) => shared >= fewestShared && shared >= leastShare * wanted.size)
    .sort((a, b) => b.shared - a.shared)
  return alike[0]?.statement ?? null
}
