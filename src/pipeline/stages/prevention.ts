import { z } from 'zod'
import type { Digest, Problem, Technology } from '../../domain.ts'
import { idProblems } from '../evidence.ts'
import { readPrompt } from '../prompt.ts'
import { findQuote } from '../quotes.ts'
import type { Stage } from '../stage.ts'

export type PreventionInput = {
  readonly technology: Technology
  readonly investment: string
  readonly mechanism: string
  /** Those that the proposal claims and others alike: nothing tells which. */
  readonly incidents: readonly Digest[]
}

export type Verdicts = {
  readonly verdicts: readonly {
    readonly postmortemId: number
    readonly answer: 'yes' | 'no'
    readonly quote: string
  }[]
}

/**
 * Decides for each incident, without knowing what was claimed, whether an investment would have prevented it. A "yes" must quote
 * the incident's own words; what is missing or refused confirms nothing.
 */
export const prevention: Stage<PreventionInput, Verdicts> = {
  name: 'prevention',
  prompt: readPrompt('prevention'),
  output: z.object({
    verdicts: z.array(
      z.object({
        postmortemId: z.int(),
        answer: z.enum(['yes', 'no']),
        quote: z.string().describe('For "yes", words of this incident, letter for letter; empty for "no".'),
      }),
    ),
  }),
  vars: ({ technology, investment, mechanism, incidents }) => ({ technology, investment, mechanism, incidents }),
  check: ({ incidents }, { verdicts }) => [
    ...idProblems(
      incidents.map((incident) => incident.postmortemId),
      verdicts.map(({ postmortemId }, index) => [postmortemId, ['verdicts', index]] as const),
    ),
    ...verdicts.flatMap((verdict, index) => unfounded(incidents, verdict, index)),
  ],
  anchor: ({ incidents }, { verdicts }) => ({
    verdicts: verdicts.map((verdict) => ({ ...verdict, quote: quotedIn(incidents, verdict) ?? '' })),
  }),
}

type Verdict = Verdicts['verdicts'][number]

function unfounded(incidents: readonly Digest[], verdict: Verdict, index: number): Problem[] {
  const { postmortemId, answer } = verdict
  const isKnown = incidents.some((incident) => incident.postmortemId === postmortemId)
  if (!isKnown || answer === 'no' || quotedIn(incidents, verdict) !== null) return []
  return [{ gate: 'quote', path: ['verdicts', index], message: `incident ${postmortemId} does not say what is quoted` }]
}

/** The document's own words for a "yes", from one statement of that very incident; null where they are not there. */
function quotedIn(incidents: readonly Digest[], { postmortemId, answer, quote }: Verdict): string | null {
  const incident = incidents.find((one) => one.postmortemId === postmortemId)
  if (!incident || answer === 'no') return null
  for (const statement of [...incident.sentences, ...incident.rootCauses, ...incident.preventiveActions]) {
    const match = findQuote({ text: statement.quote, blocks: [], inadmissible: [] }, quote)
    if (match) return match.text
  }
  return null
}
