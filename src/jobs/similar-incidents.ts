import type { SimilarIncident } from '../content.ts'
import type { Technology } from '../domain.ts'
import { named } from '../pipeline/digest-contents.ts'
import { redact } from '../redaction/redact.ts'
import { type Neighbour, postmortemAt, similarTo, similarToText } from '../store/neighbours.ts'
import type { Workshop } from './job.ts'

/** Less alike than this is chance. */
const leastLikeness = 0.2
const shown = 5

/** Incidents like the postmortem at an address, or null where no postmortem is known there. */
export async function similarToAddress(workshop: Workshop, url: string): Promise<SimilarIncident[] | null> {
  const postmortemId = await postmortemAt(workshop.database.pool, url)
  return postmortemId === null ? null : similarToPostmortem(workshop, postmortemId)
}

export async function similarToPostmortem(workshop: Workshop, postmortemId: number): Promise<SimilarIncident[]> {
  const found = await similarTo(workshop.database.pool, postmortemId, leastLikeness, shown)
  return shownNeighbours(found, workshop.technologies)
}

/** Incidents like what somebody describes. The words are redacted before they are embedded, like every document. */
export async function similarToWords(workshop: Workshop, words: string): Promise<SimilarIncident[]> {
  const { embedder, database, roster } = workshop
  const { body } = await redact({ title: '', body: words, people: [] }, roster)
  const [vector] = await embedder.embed([body])
  if (!vector) return []
  const found = await similarToText(database.pool, { vector, embedder: embedder.name }, leastLikeness, shown)
  return shownNeighbours(found, workshop.technologies)
}

/** Neighbours as people read them. */
export function shownNeighbours(
  neighbours: readonly Neighbour[],
  technologies: readonly Technology[],
): SimilarIncident[] {
  return neighbours.map(({ technology, sentences, ...rest }) => ({
    ...rest,
    technology: named(technology, technologies),
    sentence: sentences[0]?.text ?? '',
  }))
}
