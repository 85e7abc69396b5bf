import type { Technology } from '../domain.ts'
import { foldTechnology } from '../jobs/fold-technology.ts'
import type { OpenWorkshop } from '../lode.ts'
import type { Report } from '../pipeline/fold.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { readReport } from '../store/reports.ts'
import { print, printJson } from '../terminal/print.ts'
import { reportText } from '../terminal/report.ts'
import { type CommandOf, command, parseSince, withWorkshop } from './command.ts'

type Options = { readonly json?: boolean; readonly since?: string; readonly refresh?: boolean }

/** `lode patterns`: the one-pager of a technology. */
export const patternsCommand: CommandOf = (wire) =>
  command('patterns', 'Print the recurring failure patterns of a technology.', [
    'patterns dynamodb',
    'patterns postgres --since 2025-01',
    'patterns kafka --refresh --json',
  ])
    .argument('<technology>', 'id, name or alias')
    .option('--since <date>', 'only incidents from this day or month on, as 2025-01')
    .option('--refresh', 'propose the patterns anew, even if nothing has changed')
    .action(async (name: string, { json, since, refresh }: Options) => {
      const lode = wire()
      const technology = resolveTechnology(lode.technologies, name)
      const window = parseSince(since)
      const report = await withWorkshop(lode, {}, (workshop) =>
        currentReport(workshop, technology, window, refresh === true),
      )
      if (json) printJson(report)
      else print(reportText(report))
    })

/** Folds if need be, then counts. */
export async function currentReport(
  workshop: OpenWorkshop,
  technology: Technology,
  since: string | null,
  refresh: boolean,
): Promise<Report> {
  const stored = await foldTechnology(workshop, technology, { refresh, isUrgent: true })
  return readReport(workshop.database.pool, technology, stored, since)
}
