import type { Attribution, CausalTest, Role, Statement, Summary } from '../domain.ts'
import { isInnocent } from '../pipeline/innocence.ts'
import { mentionsOf } from '../pipeline/mentions.ts'
import type { Analysis, AnalyzerInput } from '../pipeline/stages/analyzer.ts'
import type { AttributionInput } from '../pipeline/stages/attribution.ts'
import type { Classification, ClassificationInput } from '../pipeline/stages/classification.ts'
import { type Case, casesIn, strongCases } from './causality.ts'
import { isAside, statementOf } from './summarize.ts'

/** Names the technologies whose case is strong, each with its weightiest sentence. */
export function classify({ narrative, technologies }: ClassificationInput): Classification {
  const strong = strongCases(casesIn(narrative, technologies))
  return {
    technologies: strong.map(({ technology, testimonies }) => ({
      id: technology,
      quote: testimonies[0]?.sentence.text ?? '',
    })),
  }
}

const unclear: CausalTest = { answer: 'unclear', quote: '' }

/** A role from the signs; the three answers say "yes" only as far as a quote carries them. */
export function attribute({ technology, technologies, narrative }: AttributionInput): Attribution {
  const cases = casesIn(narrative, technologies)
  const own = cases.find((one) => one.technology === technology.id)
  if (!own) return { precededFailure: unclear, necessary: unclear, sufficient: unclear, role: 'mentioned' }
  const role = isInnocent(narrative, technologies, technology.id) ? 'mentioned' : roleOf(own, cases)
  if (role !== 'root_cause' && role !== 'contributing')
    return { precededFailure: unclear, necessary: unclear, sufficient: unclear, role }
  const quotes = own.testimonies
    .toSorted(
      (a, b) =>
        Number(a.isCleared) - Number(b.isCleared) ||
        Number(isAside(a.sentence.text)) - Number(isAside(b.sentence.text)),
    )
    .map((one) => one.sentence.text)
  const yes = (quote: string | undefined): CausalTest => (quote ? { answer: 'yes', quote } : unclear)
  return {
    precededFailure: yes(quotes[0]),
    necessary: role === 'root_cause' ? yes(quotes[1] ?? quotes[0]) : unclear,
    sufficient: unclear,
    role,
  }
}

function roleOf(own: Case, cases: readonly Case[]): Role {
  const strong = strongCases(cases)
  if (strong.includes(own)) return own === strong[0] ? 'root_cause' : 'contributing'
  if (own.signs.victim > 0.5) return 'affected'
  if (own.signs.cleared > 0.5) return 'ruled_out'
  return own.signs.tool > 0.5 || own.signs.planned > 0.5 ? 'mitigation' : 'mentioned'
}

const mostSentences = 5

/** The digest in the document's own words: the quotes that were verified, then causes, what happened and what followed. */
export function analyze({ summary, quotes, technology, technologies }: AnalyzerInput): Analysis {
  const candidates: Statement[] = [...quotes.map((text) => statementOf({ text })), ...ordered(summary)]
  const sentences = candidates.filter(
    (one, index) => candidates.findIndex((other) => other.quote === one.quote) === index,
  )
  const named = (statement: Statement) =>
    mentionsOf(technologies, statement.text).some((mention) => mention.technology === technology.id)
  const [about, rest] = [sentences.filter(named), sentences.filter((statement) => !named(statement))]
  const chosen = [...about.slice(0, 3), ...rest].slice(
    0,
    Math.max(3, Math.min(mostSentences, about.length + summary.rootCauses.length)),
  )
  return { sentences: chosen.slice(0, mostSentences) }
}

function ordered({ rootCauses, issueSummary, impact, resolution }: Summary): Statement[] {
  return [...rootCauses, ...issueSummary, ...impact, ...resolution]
}
