import type { SimilarIncident } from '../content.ts'
import { named } from '../pipeline/digest-contents.ts'
import { saidBy } from '../pipeline/stages/patterns.ts'
import { redact } from '../redaction/redact.ts'
import { transaction } from '../store/database.ts'
import { type Neighbour, postmortemAt, similarTo, similarToText } from '../store/neighbours.ts'
import type { Workshop } from './job.ts'

/** Who asks wants to see something: less alike is shown, too. */
const leniency = 0.7
const shownAtMost = 5
const toldAtMost = 3
/** Some of them may be alike by accident. */
const lookedAtMost = 25

/** Incidents like the postmortem at an address, or null where no postmortem is known there. */
export async function similarToAddress(workshop: Workshop, url: string): Promise<SimilarIncident[] | null> {
  const postmortemId = await postmortemAt(workshop.database.pool, url)
  return postmortemId === null ? null : similarToPostmortem(workshop, postmortemId)
}

/** Incidents that a person asks for by one that is known. */
export async function similarToPostmortem(workshop: Workshop, postmortemId: number): Promise<SimilarIncident[]> {
  const { database, embedder } = workshop
  const wanted = { least: embedder.likeness.alike * leniency, limit: shownAtMost, isPast: false }
  return shownOf(workshop, await transaction(database.pool, (tx) => similarTo(tx, postmortemId, wanted)))
}

/** Incidents that are worth a reader's time who did not ask for them. */
export async function strikinglySimilarTo(workshop: Workshop, postmortemId: number): Promise<SimilarIncident[]> {
  const { database, embedder } = workshop
  const wanted = { least: embedder.likeness.alike, limit: toldAtMost, isPast: true }
  return shownOf(workshop, await transaction(database.pool, (tx) => similarTo(tx, postmortemId, wanted)))
}

/** Incidents like what somebody describes. The words are redacted before they are embedded, like every document. */
export async function similarToWords(workshop: Workshop, words: string): Promise<SimilarIncident[]> {
  const { embedder, database, roster } = workshop
  const { body } = await redact({ title: '', body: words, people: [] }, roster)
  const [vector] = await embedder.embed([body])
  if (!vector) return []
  const asked = { vector, embedder: embedder.name }
  const least = embedder.likeness.alike * leniency
  const near = await transaction(database.pool, (tx) => similarToText(tx, asked, least, lookedAtMost))
  const alike = near.filter((one) => embedder.mayBeAlike?.(body, saidBy(one)) ?? true)
  return shownOf(workshop, alike.slice(0, shownAtMost))
}

function shownOf({ technologies, embedder }: Workshop, neighbours: readonly Neighbour[]): SimilarIncident[] {
  return neighbours.map(({ technology, sentences, likeness, ...link }) => ({
    ...link,
    technology: named(technology, technologies),
    isVeryAlike: likeness >= embedder.likeness.veryAlike,
    sentence: sentences[0]?.text ?? '',
  }))
}
