import { z } from 'zod'
import type { Digest, Problem, Technology, Theme } from '../../domain.ts'
import { failureClasses } from '../../domain.ts'
import { figureProblems, idProblems } from '../evidence.ts'
import { readPrompt } from '../prompt.ts'
import type { Stage } from '../stage.ts'

export type PatternsInput = { readonly technology: Technology; readonly digests: readonly Digest[] }

/** Proposes the recurring themes among a technology's digests. Who belongs to them is decided by assignment. */
export const patterns: Stage<PatternsInput, { readonly themes: readonly Theme[] }> = {
  name: 'patterns',
  prompt: readPrompt('patterns'),
  output: z.object({
    themes: z.array(
      z.object({
        name: z.string().min(3).max(90).describe('Two to seven words that name the mechanism.'),
        criterion: z
          .string()
          .min(10)
          .max(600)
          .describe('A question about one incident that a stranger can answer with yes or no.'),
        failureClass: z.enum(failureClasses),
        description: z
          .string()
          .min(10)
          .max(900)
          .describe('Two or three sentences: mechanism, typical trigger, typical effect.'),
        digestIds: z.array(z.int()).describe('The digests that show it best, at least two.'),
      }),
    ),
  }),
  vars: ({ technology, digests }) => ({ technology, digests }),
  check: ({ digests }, output) => [
    ...idProblems(
      digests.map((digest) => digest.id),
      output.themes.flatMap(({ digestIds }, theme) =>
        digestIds.map((id, at) => [id, ['themes', theme, 'digestIds', at]] as const),
      ),
    ),
    ...figureProblems(digests.map(textOf).join('\n'), output, ['name', 'criterion', 'description']),
    ...output.themes.flatMap(unsupported),
  ],
}

/** What prompts show of a digest. */
export function saidBy({ sentences }: Pick<Digest, 'sentences'>): string {
  return sentences.map(({ text }) => text).join('\n')
}

/** A digest's sentences and quotes as one text. */
export function textOf(digest: Digest): string {
  return digest.sentences.map(({ text, quote }) => `${text} ${quote}`).join('\n')
}

function unsupported(theme: Theme, index: number): Problem[] {
  return new Set(theme.digestIds).size < 2
    ? [{ gate: 'shape', path: ['themes', index], message: 'a theme needs at least two digests that show it' }]
    : []
}
