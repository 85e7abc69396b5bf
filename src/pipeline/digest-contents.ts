import type { DigestContent, Recurrence, SimilarIncident } from '../content.ts'
import type { Conflict, Dispute, Facts, Gate, Named, Problem, Role, Statement, Summary, Technology } from '../domain.ts'

/** All that is known of a mapped postmortem when its thread is written. */
export type DigestParts = {
  readonly postmortem: {
    readonly id: number
    readonly title: string
    readonly url: string | null
    readonly incidentDate: string | null
    readonly severity: string | null
    readonly ownerTeam: string | null
    readonly facts: Facts
    readonly summary: Summary
    readonly dropped: readonly Problem[]
  }
  readonly conflicts: readonly Conflict[]
  readonly findings: readonly {
    readonly id: number
    readonly technology: string
    readonly state: 'ready' | 'set_aside' | 'held'
    readonly role: Role | null
    readonly sentences: readonly Statement[]
    readonly dispute: Dispute | null
  }[]
  readonly recurrence: readonly Recurrence[]
  readonly similar: readonly SimilarIncident[]
  readonly model: string
}

/** The messages of a thread by their names within it, in order; the first begins it. */
export function digestContents(parts: DigestParts, technologies: readonly Technology[]): Map<string, DigestContent> {
  const { postmortem, conflicts, findings, recurrence, similar, model } = parts
  const { id, title, url, incidentDate, severity, ownerTeam, facts, summary, dropped } = postmortem
  const link = { postmortemId: id, title, url, incidentDate, severity }
  const ready = findings.flatMap((finding) =>
    finding.state === 'ready' && finding.role ? [{ ...finding, role: finding.role }] : [],
  )
  const held = findings.filter((finding) => finding.state === 'held')
  const contents = new Map<string, DigestContent>()
  contents.set('digest', {
    kind: 'digest',
    ...link,
    ownerTeam,
    facts,
    conflicts,
    technologies: ready.map(({ technology, role }) => ({ ...named(technology, technologies), role })),
    heldBack: held.map(({ technology }) => named(technology, technologies)),
    recurrence,
    updatedOn: null,
    isWithdrawn: false,
  })
  const gates = [...new Set(dropped.map((problem) => problem.gate))] satisfies Gate[]
  contents.set('summary', {
    kind: 'summary',
    postmortemId: id,
    summary,
    dropped: { count: dropped.length, gates },
    model,
  })
  for (const { id: digestId, technology, role, sentences, dispute } of ready) {
    const about = named(technology, technologies)
    contents.set(`finding:${technology}`, {
      kind: 'finding',
      digestId,
      postmortem: link,
      technology: about,
      role,
      sentences,
      model,
      dispute,
    })
  }
  if (similar.length > 0) contents.set('similar', { kind: 'similar', incidents: similar })
  return contents
}

/** A technology by its id; one that has left the registry goes by its id. */
export function named(id: string, technologies: readonly Technology[]): Named {
  return { id, name: technologies.find((technology) => technology.id === id)?.name ?? id }
}
