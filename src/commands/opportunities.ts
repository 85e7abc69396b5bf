import { everything, type Technology } from '../domain.ts'
import { proposeFor } from '../jobs/fold-opportunities.ts'
import type { Workshop } from '../jobs/job.ts'
import { measureOf, originOf } from '../jobs/publish-opportunities.ts'
import { reachOf } from '../pipeline/report-contents.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { opportunitiesOf } from '../store/opportunities.ts'
import { print, printJson } from '../terminal/print.ts'
import { opportunitiesText } from '../terminal/report.ts'
import { type CommandOf, command, withWorkshop } from './command.ts'
import { currentReport } from './patterns.ts'

/** `lode opportunities`: investments drawn from a technology's patterns. */
export const opportunitiesCommand: CommandOf = (wire) =>
  command('opportunities', 'Print what would have prevented a technology’s incidents.', [
    'opportunities postgresql',
    'opportunities s3 --json',
  ])
    .argument('<technology>', 'id, name or alias')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const lode = wire()
      const technology = resolveTechnology(lode.technologies, name)
      const { opportunities, report } = await withWorkshop(lode, {}, (workshop) =>
        currentOpportunities(workshop, technology),
      )
      if (json) printJson(opportunities)
      else print(opportunitiesText(technology.name, opportunities, report))
    })

/** Folds patterns and opportunities as far as they aren't current; tells the reach of each, and measures those that have shipped. */
export async function currentOpportunities(workshop: Workshop, technology: Technology) {
  const report = await currentReport(workshop, technology, everything, false)
  await proposeFor(workshop, technology, { isUrgent: true })
  const stored = await opportunitiesOf(workshop.database.pool, technology.id)
  const opportunities = await Promise.all(
    stored.map(async (one) => ({
      ...one,
      reach: reachOf(one, await originOf(workshop, one, report)),
      measured: await measureOf(workshop, one),
    })),
  )
  return { report, opportunities }
}
