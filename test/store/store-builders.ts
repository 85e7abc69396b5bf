import type { Finding, Mapping, Problem } from '../../src/domain.ts'
import { type EmbeddedFinding, saveFindings } from '../../src/store/digests.ts'
import { saveMapping } from '../../src/store/postmortems.ts'
import { type Revision, saveRevision } from '../../src/store/revisions.ts'
import type { Db } from '../../src/store/sql.ts'
import { aSummary } from '../support/builders.ts'

type Waiting = Extract<Revision, { state: 'waiting' }>

/** A readable document as a source brings it. */
export function aRevision(part: Partial<Waiting> = {}): Waiting {
  return {
    source: 'folder:/postmortems',
    sourceId: 'checkout.md',
    revision: 'r1',
    title: 'Checkout was slow',
    url: null,
    incidentDate: '2024-03-05',
    publishedOn: null,
    severity: 'SEV2',
    ownerTeam: null,
    facts: {},
    state: 'waiting',
    body: 'DynamoDB throttled the writes of the checkout service.',
    reason: null,
    ...part,
  }
}

/** A document that is stored with nothing but the reason why. */
export function aRefusal(state: 'unreadable' | 'restricted', part: Partial<Waiting> = {}): Revision {
  return { ...aRevision(part), title: '', state, body: null, reason: `it is ${state}` }
}

export function aMapping(part: Partial<Mapping> = {}): Mapping {
  return { summary: aSummary(), findings: [], dropped: [], held: [], answerKeys: ['k1'], ...part }
}

/** A ready finding without an embedding, in three sentences. */
export function aFinding(part: Partial<EmbeddedFinding> = {}): EmbeddedFinding {
  return { ...bare('ready', 'root_cause'), sentences: sentences(3), embedding: null, ...part }
}

export function aSetAsideFinding(part: Partial<EmbeddedFinding> = {}): EmbeddedFinding {
  return { ...bare('set_aside', 'mentioned'), embedding: null, ...part }
}

export function aHeldFinding(part: Partial<EmbeddedFinding> = {}): EmbeddedFinding {
  return { ...bare('held', 'root_cause'), problems: [aProblem('no evidence')], embedding: null, ...part }
}

export function aProblem(message: string): Problem {
  return { gate: 'shape', path: [], message }
}

export function sentences(count: number): Finding['sentences'] {
  return Array.from({ length: count }, (_, index) => ({ text: `Sentence ${index}.`, quote: `Quote ${index}.` }))
}

/** Stores a document with what the map stages found in it. Resolves to its id. */
export async function aStoredPostmortem(
  db: Db,
  part: Partial<Waiting> = {},
  findings: readonly EmbeddedFinding[] = [],
): Promise<number> {
  const revision = aRevision(part)
  const id = await saveRevision(db, revision)
  await saveMapping(db, id, revision.revision, aMapping())
  await saveFindings(db, id, findings, 'fake-embedder')
  return id
}

function bare(state: Finding['state'], role: Finding['role']): Finding {
  return { technology: 'dynamodb', state, role, attribution: null, sentences: [], problems: [], answerKeys: ['k2'] }
}
