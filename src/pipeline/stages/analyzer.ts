import { z } from 'zod'
import type { Problem, Role, Statement, Summary, Technology } from '../../domain.ts'
import { summaryFields } from '../../domain.ts'
import { anchorQuotes, statementProblems } from '../evidence.ts'
import { mentionsOf } from '../mentions.ts'
import type { Narrative } from '../narrative.ts'
import { readPrompt } from '../prompt.ts'
import type { Stage } from '../stage.ts'
import { statement } from './summarization.ts'

export type AnalyzerInput = {
  readonly summary: Summary
  readonly technology: Technology
  readonly role: Role
  /** Already found in the document. */
  readonly quotes: readonly string[]
  readonly narrative: Narrative
  readonly technologies: readonly Technology[]
}

export type Analysis = { readonly sentences: readonly Statement[] }

/** Says in three to five sentences what the technology had to do with the incident. */
export const analyzer: Stage<AnalyzerInput, Analysis> = {
  name: 'analyzer',
  prompt: readPrompt('analyzer'),
  output: z.object({ sentences: z.array(statement).describe('Three to five sentences, in the order a, b, c.') }),
  vars: ({ summary, technology, role, quotes }) => ({
    technology,
    role,
    quotes,
    summary: summaryFields.map((name) => ({ name, statements: summary[name] })),
  }),
  check: (input, output) => [...statementProblems(groundOf(input), output), ...shapeProblems(input, output)],
  anchor: ({ narrative }, output) => anchorQuotes(narrative, output),
}

function groundOf({ summary, technology, quotes, narrative, technologies }: AnalyzerInput) {
  const statements = summaryFields.flatMap((name) => summary[name])
  const given = [technology.name, ...quotes, ...statements.flatMap(({ text, quote }) => [text, quote])].join('\n')
  return { narrative, technologies, given, about: technology.id }
}

function shapeProblems({ technology, technologies }: AnalyzerInput, { sentences }: Analysis): Problem[] {
  const problems: Problem[] = []
  if (sentences.length < 3 || sentences.length > 5)
    problems.push({ gate: 'shape', path: [], message: `${sentences.length} sentences; 3 to 5 are wanted` })
  const said = sentences.map(({ text, quote }) => `${text}\n${quote}`).join('\n')
  const named = mentionsOf(technologies, said).some((mention) => mention.technology === technology.id)
  if (!named) problems.push({ gate: 'shape', path: [], message: `no sentence names ${technology.name}` })
  return problems
}
