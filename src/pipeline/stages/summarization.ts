import { z } from 'zod'
import type { Postmortem, Summary, Technology } from '../../domain.ts'
import { anchorQuotes, statementProblems } from '../evidence.ts'
import type { Narrative } from '../narrative.ts'
import { readPrompt } from '../prompt.ts'
import type { Stage } from '../stage.ts'

export type SummarizationInput = {
  readonly postmortem: Postmortem
  readonly narrative: Narrative
  readonly technologies: readonly Technology[]
}

export const statement = z.object({
  text: z.string().min(1).describe('One plain sentence that says only what its quote says.'),
  quote: z.string().describe('The words of the document it rests on, copied letter for letter, at most two sentences.'),
})

const field = (about: string) =>
  z.array(statement).max(12).describe(`${about} Empty when the document does not state it.`)

/** Reads a postmortem into five fields of statements, each with the words it rests on. */
export const summarization: Stage<SummarizationInput, Summary> = {
  name: 'summarization',
  prompt: readPrompt('summarization'),
  output: z.object({
    issueSummary: field('What happened, as users or operators saw it.'),
    rootCauses: field('What made it happen: the fault or condition, and what turned it into an incident.'),
    impact: field('Who and what was affected, and how.'),
    resolution: field('What ended it.'),
    preventiveActions: field('What is planned or done so that it does not happen again.'),
  }),
  vars: ({ postmortem, narrative }) => ({
    title: postmortem.title,
    date: postmortem.incidentDate ?? 'not stated',
    document: narrative.text,
  }),
  check: (input, summary) => {
    const problems = statementProblems(groundOf(input), summary)
    const isEmpty = Object.values(summary).every((statements) => statements.length === 0)
    return isEmpty
      ? [...problems, { gate: 'shape', path: [], message: 'no statement at all about the incident' }]
      : problems
  },
  anchor: ({ narrative }, summary) => anchorQuotes(narrative, summary),
}

function groundOf({ postmortem, narrative, technologies }: SummarizationInput) {
  return {
    narrative,
    technologies,
    headline: postmortem.title,
    given: `${postmortem.title}\n${postmortem.incidentDate ?? ''}\n${narrative.text}`,
  }
}
