import { z } from 'zod'
import type { Attribution, Problem, Technology } from '../../domain.ts'
import { roles, verdicts } from '../../domain.ts'
import { anchorQuotes, quoteProblems } from '../evidence.ts'
import { isInnocent } from '../innocence.ts'
import type { Narrative } from '../narrative.ts'
import { readPrompt } from '../prompt.ts'
import type { Stage } from '../stage.ts'

export type AttributionInput = {
  readonly technology: Technology
  /** What the document says near each mention of the technology, and of the causes: all that the model sees of it. */
  readonly passages: readonly string[]
  /** Not shown to the model, like the registry: quotes are looked up here. */
  readonly narrative: Narrative
  readonly technologies: readonly Technology[]
}

const test = (question: string) =>
  z.object({
    answer: z.enum(verdicts).describe(question),
    quote: z
      .string()
      .describe('The words that show it, copied letter for letter; empty only when the answer is "unclear".'),
  })

/** Judges one technology's role from the passages that concern it, blind to why it was asked about. */
export const attribution: Stage<AttributionInput, Attribution> = {
  name: 'attribution',
  prompt: readPrompt('attribution'),
  output: z.object({
    precededFailure: test('Did a fault, limit, change or behaviour of this technology come before the failure?'),
    necessary: test('Without it, would the incident not have happened, or been much smaller?'),
    sufficient: test('Would it alone have led to the incident?'),
    role: z.enum(roles),
  }),
  vars: ({ technology, passages }) => ({ technology, passages }),
  check: (input, output) => [
    ...quoteProblems(input.narrative, output),
    ...contradictions(output),
    ...blameless(input, output),
  ],
  anchor: ({ narrative }, output) => anchorQuotes(narrative, output),
}

/** Wording alone clears some technologies; no model may blame them then. */
function blameless({ technology, technologies, narrative }: AttributionInput, { role }: Attribution): Problem[] {
  if ((role !== 'root_cause' && role !== 'contributing') || !isInnocent(narrative, technologies, technology.id))
    return []
  return [
    {
      gate: 'role',
      path: [],
      message: `nothing that the document itself says of ${technology.name} gives it a part in the causes`,
    },
  ]
}

/** The role must follow from the three answers; a causal role with a "no" among what it rests on is a guess. */
function contradictions({ precededFailure, necessary, sufficient, role }: Attribution): Problem[] {
  const causal = precededFailure.answer === 'yes' && necessary.answer === 'yes'
  const some = precededFailure.answer === 'yes' && (necessary.answer === 'yes' || sufficient.answer === 'yes')
  const message =
    role === 'root_cause' && !causal
      ? 'root_cause needs "yes" to having come before and to having been necessary'
      : role === 'contributing' && precededFailure.answer !== 'yes'
        ? 'contributing needs "yes" to having come before'
        : (role === 'mentioned' || role === 'ruled_out') && some
          ? `${role} contradicts the answers`
          : null
  return message ? [{ gate: 'role', path: [], message }] : []
}
