import { z } from 'zod'
import type { Problem, Summary, Technology } from '../../domain.ts'
import { summaryFields } from '../../domain.ts'
import { anchorQuotes, idProblems, quoteProblems } from '../evidence.ts'
import { mentionsOf } from '../mentions.ts'
import type { Narrative } from '../narrative.ts'
import { readPrompt } from '../prompt.ts'
import { findQuote } from '../quotes.ts'
import type { Stage } from '../stage.ts'

export type ClassificationInput = {
  readonly summary: Summary
  readonly technologies: readonly Technology[]
  /** Not shown to the model: its quotes are looked up here. */
  readonly narrative: Narrative
}

export type Classification = { readonly technologies: readonly { readonly id: string; readonly quote: string }[] }

/** Names the technologies that the incident was directly connected with, or none. */
export const classification: Stage<ClassificationInput, Classification> = {
  name: 'classification',
  prompt: readPrompt('classification'),
  output: z.object({
    technologies: z
      .array(
        z.object({
          id: z.string().describe('An id from the registry.'),
          quote: z.string().describe('The quote from the summary that shows the connection, copied letter for letter.'),
        }),
      )
      .max(8)
      .describe('Empty when no technology has a confirmed direct connection.'),
  }),
  vars: ({ summary, technologies }) => ({
    technologies,
    summary: summaryFields.map((name) => ({ name, statements: summary[name] })),
  }),
  check: (input, output) => [
    ...idProblems(
      input.technologies.map((technology) => technology.id),
      output.technologies.map(({ id }, index) => [id, ['technologies', index]] as const),
    ),
    ...quoteProblems(input.narrative, output),
    ...unnamedProblems(input, output),
    ...repeatedProblems(output),
  ],
  anchor: ({ narrative }, output) => anchorQuotes(narrative, output),
}

/** The paragraph that is quoted must name the technology: a quote about something else shows no connection. */
function unnamedProblems({ narrative, technologies }: ClassificationInput, output: Classification): Problem[] {
  return output.technologies.flatMap(({ id, quote }, index) => {
    const match = findQuote(narrative, quote)
    if (!match) return []
    const block = narrative.blocks.find((part) => part.start <= match.start && match.start < part.end) ?? match
    const passage = narrative.text.slice(Math.min(block.start, match.start), Math.max(block.end, match.end))
    const named = mentionsOf(technologies, passage).some(
      (mention) => mention.technology === id && mention.by !== 'tool',
    )
    return named
      ? []
      : [{ gate: 'technology', path: ['technologies', index], message: `the quoted passage does not name ${id}` }]
  })
}

function repeatedProblems({ technologies }: Classification): Problem[] {
  return technologies.flatMap(({ id }, index) =>
    technologies.findIndex((other) => other.id === id) < index
      ? [{ gate: 'shape', path: ['technologies', index], message: `${id} is named twice` }]
      : [],
  )
}
