import type { Technology } from '../domain.ts'
import { seeded } from '../evaluation/corruptions.ts'
import { auditFold } from '../jobs/audit-fold.ts'
import { foldTechnology } from '../jobs/fold-technology.ts'
import type { Lode, OpenWorkshop } from '../lode.ts'
import type { Report } from '../pipeline/fold.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { readReport } from '../store/reports.ts'
import { auditText } from '../terminal/audit.ts'
import { print, printJson } from '../terminal/print.ts'
import { reportText } from '../terminal/report.ts'
import { type CommandOf, command, parseSince, withWorkshop } from './command.ts'

type Options = {
  readonly json?: boolean
  readonly since?: string
  readonly refresh?: boolean
  readonly audit?: boolean
}

/** Two folds in another order and sixty members looked at again: enough to see a weak pattern, at about the cost of three folds. */
const auditPlan = { shuffles: 2, sample: 60 }
const auditSeed = 1

/** `lode patterns`: the one-pager of a technology. */
export const patternsCommand: CommandOf = (wire) =>
  command('patterns', 'Print the recurring failure patterns of a technology.', [
    'patterns dynamodb',
    'patterns postgres --since 2025-01',
    'patterns kafka --refresh --json',
    'patterns kafka --audit',
  ])
    .argument('<technology>', 'id, name or alias')
    .option('--since <date>', 'only incidents from this day or month on, as 2025-01')
    .option('--refresh', 'propose the patterns anew, even if nothing has changed')
    .option('--audit', 'measure instead how far the patterns can be trusted: precision and stability, with intervals')
    .action(async (name: string, { json, since, refresh, audit }: Options) => {
      const lode = wire()
      const technology = resolveTechnology(lode.technologies, name)
      if (audit) return printAudit(lode, technology, json === true)
      const window = parseSince(since)
      const report = await withWorkshop(lode, {}, (workshop) =>
        currentReport(workshop, technology, window, refresh === true),
      )
      if (json) printJson(report)
      else print(reportText(report))
    })

async function printAudit(lode: Lode, technology: Technology, isJson: boolean): Promise<void> {
  const plan = { ...auditPlan, random: seeded(auditSeed) }
  const audit = await withWorkshop(lode, {}, (workshop) => auditFold(workshop, technology, plan))
  if (isJson) printJson(audit)
  else print(auditText(technology.name, audit))
}

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
