import { z } from 'zod'
import type { Digest, Problem, Technology } from '../../domain.ts'
import { idProblems } from '../evidence.ts'
import { readPrompt } from '../prompt.ts'
import { findQuote } from '../quotes.ts'
import type { Stage } from '../stage.ts'

export type RecheckInput = {
  readonly technology: Technology
  readonly criterion: string
  /** Members of the pattern and others alike: nothing tells which. */
  readonly digests: readonly Digest[]
}

export type Rechecked = {
  readonly verdicts: readonly { readonly digestId: number; readonly answer: 'yes' | 'no'; readonly quote: string }[]
}

/** Decides once more, without knowing what was decided, which digests meet one criterion. A "yes" must quote the digest. */
export const recheck: Stage<RecheckInput, Rechecked> = {
  name: 'recheck',
  prompt: readPrompt('recheck'),
  output: z.object({
    verdicts: z.array(
      z.object({
        digestId: z.int(),
        answer: z.enum(['yes', 'no']),
        quote: z.string().describe('For "yes", words of this digest, letter for letter; empty for "no".'),
      }),
    ),
  }),
  vars: ({ technology, criterion, digests }) => ({ technology, criterion, digests }),
  check: ({ digests }, { verdicts }) => [
    ...idProblems(
      digests.map((digest) => digest.id),
      verdicts.map(({ digestId }, index) => [digestId, ['verdicts', index]] as const),
    ),
    ...verdicts.flatMap((verdict, index) => unfounded(digests, verdict, index)),
  ],
}

function unfounded(digests: readonly Digest[], verdict: Rechecked['verdicts'][number], index: number): Problem[] {
  const { digestId, answer, quote } = verdict
  const digest = digests.find((one) => one.id === digestId)
  if (!digest || answer === 'no') return []
  const isQuoted = digest.sentences.some(({ text }) => findQuote({ text, blocks: [], inadmissible: [] }, quote))
  return isQuoted
    ? []
    : [{ gate: 'quote', path: ['verdicts', index], message: `digest ${digestId} does not say what is quoted` }]
}
