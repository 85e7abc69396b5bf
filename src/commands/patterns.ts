import type { Filter, Technology } from '../domain.ts'
import { foldTechnology } from '../jobs/fold-technology.ts'
import type { Workshop } from '../jobs/job.ts'
import { readMatrix } from '../jobs/matrix.ts'
import type { Lode, OpenWorkshop } from '../lode.ts'
import type { Report } from '../pipeline/fold.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { technologyCounts } from '../store/digests.ts'
import { readReport } from '../store/reports.ts'
import { matrixText } from '../terminal/matrix.ts'
import { print, printJson } from '../terminal/print.ts'
import { reportText } from '../terminal/report.ts'
import { auditAllPatterns, auditPatternsOf } from './audit-patterns.ts'
import { type CommandOf, command, type FilterOptions, readFilter, withFilter, withWorkshop } from './command.ts'

type Options = FilterOptions & { readonly json?: boolean; readonly refresh?: boolean; readonly audit?: boolean }

/** `lode patterns`: the one-pager of a technology. */
export const patternsCommand: CommandOf = (wire) =>
  withFilter(
    command('patterns', 'Print the recurring failure patterns of a technology.', [
      'patterns dynamodb',
      'patterns postgres --since 2025-01 --team checkout --severity SEV1,SEV2',
      'patterns kafka --refresh --json',
      'patterns kafka --audit',
      'patterns all --severity SEV1',
      'patterns all --refresh',
      'patterns all --audit',
    ]),
  )
    .argument('<technology>', 'id, name or alias; all for the matrix of all technologies')
    .option('--refresh', 'propose the patterns anew, even if nothing has changed; with all, those of every technology')
    .option('--audit', 'measure instead how far the patterns can be trusted: precision and stability, with intervals')
    .action(async (name: string, { json, refresh, audit, ...narrowed }: Options) => {
      const lode = wire()
      const isAll = name.toLowerCase() === 'all'
      if (audit) return isAll ? auditAllPatterns(lode, json === true) : auditPatternsOf(lode, name, json === true)
      if (isAll) return printMatrix(lode, narrowed, { refresh: refresh === true, isJson: json === true })
      const technology = resolveTechnology(lode.technologies, name)
      const report = await withWorkshop(lode, {}, async (workshop) => {
        const filter = await readFilter(workshop.database.pool, narrowed)
        return currentReport(workshop, technology, filter, refresh === true)
      })
      if (json) printJson(report)
      else print(reportText(report))
    })

type Matter = { readonly refresh: boolean; readonly isJson: boolean }

async function printMatrix(lode: Lode, narrowed: FilterOptions, { refresh, isJson }: Matter): Promise<void> {
  const { matrix, crossings } = await withWorkshop(lode, {}, async (workshop) => {
    const filter = await readFilter(workshop.database.pool, narrowed)
    if (refresh) await foldAll(workshop)
    return readMatrix(workshop, filter)
  })
  if (isJson) printJson({ matrix, crossings })
  else print(matrixText(matrix, crossings))
}

/** One after the other, each technology that has digests and is still in the registry. */
async function foldAll(workshop: OpenWorkshop): Promise<void> {
  const counts = await technologyCounts(workshop.database.pool)
  const digested = new Set(counts.map(({ technology }) => technology))
  for (const technology of workshop.technologies.filter(({ id }) => digested.has(id)))
    await foldTechnology(workshop, technology, { refresh: true, isUrgent: true })
}

/** Folds if need be, then counts. */
export async function currentReport(
  workshop: Workshop,
  technology: Technology,
  filter: Filter,
  refresh: boolean,
): Promise<Report> {
  const stored = await foldTechnology(workshop, technology, { refresh, isUrgent: true })
  return readReport(workshop.database.pool, technology, stored, filter)
}
