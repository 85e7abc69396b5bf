import { z } from 'zod'
import type { FailureClass, Problem, Technology } from '../../domain.ts'
import { failureClasses } from '../../domain.ts'
import { figureProblems, idProblems } from '../evidence.ts'
import { readPrompt } from '../prompt.ts'
import type { Stage } from '../stage.ts'

/** A theme that was found in some of the digests only, with digests that show it. */
export type PartialTheme = {
  readonly id: number
  readonly name: string
  readonly criterion: string
  readonly failureClass: FailureClass
  readonly description: string
  readonly examples: readonly string[]
}

export type MergeInput = { readonly technology: Technology; readonly themes: readonly PartialTheme[] }

/** A theme of all digests, and the partial ones that it takes in. */
export type MergedTheme = Omit<PartialTheme, 'id' | 'examples'> & { readonly themeIds: readonly number[] }

/** Finds the themes that are one, although parts of the digests were read apart. */
export const merge: Stage<MergeInput, { readonly themes: readonly MergedTheme[] }> = {
  name: 'merge',
  prompt: readPrompt('merge'),
  output: z.object({
    themes: z.array(
      z.object({
        themeIds: z.array(z.int()).min(1).describe('The given themes that are this one; often a single one.'),
        name: z.string().min(3).max(90).describe('Two to seven words that name the mechanism.'),
        criterion: z
          .string()
          .min(10)
          .max(600)
          .describe('A question about one incident, to be answered with yes or no.'),
        failureClass: z.enum(failureClasses),
        description: z.string().min(10).max(900).describe('Two or three sentences: mechanism, trigger, effect.'),
      }),
    ),
  }),
  vars: ({ technology, themes }) => ({ technology, themes }),
  check: ({ themes }, output) => [
    ...idProblems(
      themes.map((theme) => theme.id),
      output.themes.flatMap(({ themeIds }, theme) =>
        themeIds.map((id, at) => [id, ['themes', theme, 'themeIds', at]] as const),
      ),
    ),
    ...figureProblems(
      themes
        .map(({ name, criterion, description, examples }) => [name, criterion, description, ...examples].join(' '))
        .join('\n'),
      output,
      ['name', 'criterion', 'description'],
    ),
    ...lostOrDoubled(themes, output.themes),
  ],
}

/** Every given theme stands in the answer once: provenance is kept by its id. */
function lostOrDoubled(given: readonly PartialTheme[], merged: readonly MergedTheme[]): Problem[] {
  const named = merged.flatMap((theme) => theme.themeIds)
  const lost = given.filter(({ id }) => !named.includes(id)).map(({ id }) => id)
  const doubled = [...new Set(named.filter((id, at) => named.indexOf(id) !== at))]
  return [
    ...(lost.length > 0 ? [problem(`themes ${lost.join(', ')} are in none of the merged ones`)] : []),
    ...(doubled.length > 0 ? [problem(`themes ${doubled.join(', ')} are in more than one of the merged ones`)] : []),
  ]
}

const problem = (message: string): Problem => ({ gate: 'shape', path: [], message })
