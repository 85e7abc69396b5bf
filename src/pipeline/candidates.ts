import type { Summary, Technology } from '../domain.ts'
import { summaryFields } from '../domain.ts'
import { mentionsOf } from './mentions.ts'
import type { Narrative } from './narrative.ts'
import { findQuote } from './quotes.ts'

/** Only what the summary or a paragraph that it quotes names can be confirmed; the rest of the registry is left out. */
export function namedIn(summary: Summary, narrative: Narrative, technologies: readonly Technology[]): Technology[] {
  const statements = summaryFields.flatMap((field) => summary[field])
  const quoted = statements.flatMap(({ quote }) => findQuote(narrative, quote) ?? [])
  const blocks = narrative.blocks.filter((block) =>
    quoted.some((match) => match.start < block.end && block.start < match.end),
  )
  const text = [
    ...statements.map((statement) => statement.text),
    ...blocks.map(({ start, end }) => narrative.text.slice(start, end)),
  ]
  const named = new Set(mentionsOf(technologies, text.join('\n')).map((mention) => mention.technology))
  return technologies.filter((technology) => named.has(technology.id))
}
