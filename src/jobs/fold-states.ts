import { named } from '../pipeline/digest-contents.ts'
import type { Foldable } from '../pipeline/matrix.ts'
import { decidedIn, revisionOf } from '../store/decided.ts'
import { digestsOf, technologyCounts } from '../store/digests.ts'
import { latestReport } from '../store/reports.ts'
import { basisOf } from './fold-technology.ts'
import type { Workshop } from './job.ts'

/** Of every technology that has a digest: whether it was folded, and from all that there is now. */
export async function foldStates(workshop: Workshop): Promise<Foldable[]> {
  const states: Foldable[] = []
  for (const { technology, incidents } of await technologyCounts(workshop.database.pool))
    states.push({ ...named(technology, workshop.technologies), incidents, fold: await foldOf(workshop, technology) })
  return states
}

async function foldOf({ database, technologies, modelName }: Workshop, id: string): Promise<Foldable['fold']> {
  const report = await latestReport(database.pool, id)
  if (!report) return 'none'
  const technology = technologies.find((known) => known.id === id)
  if (!technology || report.basis !== basisOf(technology, modelName)) return 'behind'
  const decided = await decidedIn(database.pool, report.id)
  const digests = await digestsOf(database.pool, id)
  return digests.every((digest) => decided.get(digest.id) === revisionOf(digest)) ? 'current' : 'behind'
}
