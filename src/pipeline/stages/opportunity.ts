import { z } from 'zod'
import type { Digest, Pattern, Problem, Proposal, Technology } from '../../domain.ts'
import { figureProblems, idProblems } from '../evidence.ts'
import { readPrompt } from '../prompt.ts'
import type { Stage } from '../stage.ts'

export type OpportunityInput = {
  readonly technology: Technology
  readonly patterns: readonly Pattern[]
  /** The members of the patterns, with their root causes and preventive actions. */
  readonly digests: readonly Digest[]
}

/** Turns patterns into investments, each with the incidents it would have prevented and what speaks against it. */
export const opportunity: Stage<OpportunityInput, { readonly proposals: readonly Proposal[] }> = {
  name: 'opportunity',
  prompt: readPrompt('opportunity'),
  output: z.object({
    proposals: z.array(
      z.object({
        investment: z.string().min(5).max(160).describe('What to build, buy or change, in one line.'),
        mechanism: z.string().min(10).max(900).describe('How it breaks the chain of events that the patterns share.'),
        patternIds: z.array(z.int()).describe('The patterns that it answers.'),
        preventions: z
          .array(
            z.object({
              postmortemId: z.int(),
              why: z.string().min(5).max(400).describe('Why this incident would not have happened.'),
            }),
          )
          .describe('The incidents that it would have prevented.'),
        counterEvidence: z
          .string()
          .max(900)
          .describe('Which incidents it would not have prevented and what could make it fail.'),
      }),
    ),
  }),
  vars: ({ technology, patterns, digests }) => ({
    technology,
    patterns: patterns.map((pattern) => ({ ...pattern, count: pattern.memberIds.length })),
    incidents: digests.map((digest) => ({
      ...digest,
      patternIds: patterns.filter((pattern) => pattern.memberIds.includes(digest.id)).map((pattern) => pattern.id),
    })),
  }),
  check: (input, output) => [
    ...unknownIds(input, output.proposals),
    ...figureProblems(givenText(input), output, ['investment', 'mechanism', 'why', 'counterEvidence']),
    ...output.proposals.flatMap(empty),
  ],
}

function unknownIds({ patterns, digests }: OpportunityInput, proposals: readonly Proposal[]): Problem[] {
  return [
    ...idProblems(
      patterns.map((pattern) => pattern.id),
      proposals.flatMap(({ patternIds }, index) =>
        patternIds.map((id, at) => [id, ['proposals', index, 'patternIds', at]] as const),
      ),
    ),
    ...idProblems(
      digests.map((digest) => digest.postmortemId),
      proposals.flatMap(({ preventions }, index) =>
        preventions.map(({ postmortemId }, at) => [postmortemId, ['proposals', index, 'preventions', at]] as const),
      ),
    ),
  ]
}

function empty(proposal: Proposal, index: number): Problem[] {
  const lacks =
    proposal.patternIds.length === 0 ? 'pattern' : proposal.preventions.length === 0 ? 'prevented incident' : null
  return lacks ? [{ gate: 'shape', path: ['proposals', index], message: `a proposal needs at least one ${lacks}` }] : []
}

function givenText({ patterns, digests }: OpportunityInput): string {
  return [
    ...patterns.map(
      ({ id, name, criterion, description, memberIds }) =>
        `${id} ${name} ${criterion} ${description} ${memberIds.length}`,
    ),
    ...digests.flatMap(({ title, postmortemId, sentences, rootCauses, preventiveActions }) =>
      [...sentences, ...rootCauses, ...preventiveActions].map(
        ({ text, quote }) => `${title} ${postmortemId} ${text} ${quote}`,
      ),
    ),
  ].join('\n')
}
