import type { Filter, Technology } from '../domain.ts'
import { seeded } from '../evaluation/corruptions.ts'
import { auditFold } from '../jobs/audit-fold.ts'
import { foldTechnology } from '../jobs/fold-technology.ts'
import { readMatrix } from '../jobs/matrix.ts'
import type { Lode, OpenWorkshop } from '../lode.ts'
import type { Report } from '../pipeline/fold.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { readReport } from '../store/reports.ts'
import { auditText } from '../terminal/audit.ts'
import { matrixText } from '../terminal/matrix.ts'
import { print, printJson } from '../terminal/print.ts'
import { reportText } from '../terminal/report.ts'
import { type CommandOf, command, type FilterOptions, readFilter, withFilter, withWorkshop } from './command.ts'

type Options = FilterOptions & { readonly json?: boolean; readonly refresh?: boolean; readonly audit?: boolean }

/** Two folds in another order and sixty members looked at again: enough to see a weak pattern, at about the cost of three folds. */
const auditPlan = { shuffles: 2, sample: 60 }
const auditSeed = 1

/** `lode patterns`: the one-pager of a technology. */
export const patternsCommand: CommandOf = (wire) =>
  withFilter(
    command('patterns', 'Print the recurring failure patterns of a technology.', [
      'patterns dynamodb',
      'patterns postgres --since 2025-01 --team checkout --severity SEV1,SEV2',
      'patterns kafka --refresh --json',
      'patterns kafka --audit',
      'patterns all --severity SEV1',
    ]),
  )
    .argument('<technology>', 'id, name or alias; all for the matrix of all technologies')
    .option('--refresh', 'propose the patterns anew, even if nothing has changed')
    .option('--audit', 'measure instead how far the patterns can be trusted: precision and stability, with intervals')
    .action(async (name: string, { json, refresh, audit, ...narrowed }: Options) => {
      const lode = wire()
      if (name.toLowerCase() === 'all') return printMatrix(lode, narrowed, json === true)
      const technology = resolveTechnology(lode.technologies, name)
      if (audit) return printAudit(lode, technology, json === true)
      const report = await withWorkshop(lode, {}, async (workshop) => {
        const filter = await readFilter(workshop.database.pool, narrowed)
        return currentReport(workshop, technology, filter, refresh === true)
      })
      if (json) printJson(report)
      else print(reportText(report))
    })

async function printAudit(lode: Lode, technology: Technology, isJson: boolean): Promise<void> {
  const plan = { ...auditPlan, random: seeded(auditSeed) }
  const audit = await withWorkshop(lode, {}, (workshop) => auditFold(workshop, technology, plan))
  if (isJson) printJson(audit)
  else print(auditText(technology.name, audit))
}

async function printMatrix(lode: Lode, narrowed: FilterOptions, isJson: boolean): Promise<void> {
  const { matrix, crossings } = await withWorkshop(lode, {}, async (workshop) =>
    readMatrix(workshop, await readFilter(workshop.database.pool, narrowed)),
  )
  if (isJson) printJson({ matrix, crossings })
  else print(matrixText(matrix, crossings))
}

/** Folds if need be, then counts. */
export async function currentReport(
  workshop: OpenWorkshop,
  technology: Technology,
  filter: Filter,
  refresh: boolean,
): Promise<Report> {
  const stored = await foldTechnology(workshop, technology, { refresh, isUrgent: true })
  return readReport(workshop.database.pool, technology, stored, filter)
}
