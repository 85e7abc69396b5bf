import type { SourceDocument, Summary } from '../domain.ts'
import { conflictsIn } from '../pipeline/conflicts.ts'
import { readNarrative } from '../pipeline/narrative.ts'
import { findingsOf } from '../store/digests.ts'
import type { StoredPostmortem } from '../store/postmortems.ts'
import type { Db } from '../store/sql.ts'
import type { Thread } from '../terminal/thread.ts'

const empty: Summary = { issueSummary: [], rootCauses: [], impact: [], resolution: [], preventiveActions: [] }

/** The digest thread of a stored postmortem. */
export async function storedThread(db: Db, postmortem: StoredPostmortem, model: string): Promise<Thread> {
  const { title, url, incidentDate, severity, ownerTeam, facts, dropped } = postmortem
  return {
    title: title || postmortem.sourceId,
    url,
    incidentDate,
    severity,
    ownerTeam,
    facts,
    conflicts: conflictsIn(readNarrative(postmortem.body ?? ''), facts),
    summary: postmortem.summary ?? empty,
    findings: await findingsOf(db, postmortem.id),
    dropped,
    model,
  }
}

/** What a thread says of a document besides what the stages find; title and body are redacted. */
export function threadHead(document: SourceDocument, redacted: { readonly title: string; readonly body: string }) {
  return {
    title: redacted.title,
    url: document.url ?? null,
    incidentDate: document.incidentDate ?? null,
    severity: document.severity ?? null,
    ownerTeam: document.ownerTeam ?? null,
    facts: document.facts,
    conflicts: conflictsIn(readNarrative(redacted.body), document.facts),
  }
}
