import { UserError } from '../errors.ts'
import { seeded } from '../evaluation/corruptions.ts'
import { auditFold } from '../jobs/audit-fold.ts'
import type { Lode } from '../lode.ts'
import { pooled } from '../pipeline/audit.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { technologyCounts } from '../store/digests.ts'
import { auditsText, auditText } from '../terminal/audit.ts'
import { print, printJson } from '../terminal/print.ts'
import { withWorkshop } from './command.ts'

/** Two folds in another order and sixty members looked at again: enough to see a weak pattern, at about the cost of three folds. */
const plan = { shuffles: 2, sample: 60 }
const seed = 1

/** `lode patterns <technology> --audit`: how far its patterns can be trusted. */
export async function auditPatternsOf(lode: Lode, name: string, isJson: boolean): Promise<void> {
  const technology = resolveTechnology(lode.technologies, name)
  const audit = await withWorkshop(lode, {}, (workshop) =>
    auditFold(workshop, technology, { ...plan, random: seeded(seed) }),
  )
  if (!audit) throw new UserError(`${technology.name} has no pattern that could be audited.`)
  if (isJson) printJson(audit)
  else print(auditText(technology.name, audit, lode.brain.name))
}

/** `lode patterns all --audit`: the same for every technology that has patterns, and over all of them. */
export async function auditAllPatterns(lode: Lode, isJson: boolean): Promise<void> {
  const audits = await withWorkshop(lode, {}, async (workshop) => {
    const found = []
    for (const { technology: id } of await technologyCounts(workshop.database.pool)) {
      const technology = resolveTechnology(lode.technologies, id)
      const audit = await auditFold(workshop, technology, { ...plan, random: seeded(seed) })
      if (audit) found.push({ technology: technology.name, audit })
    }
    return found
  })
  if (audits.length === 0) throw new UserError('No technology has a pattern that could be audited.')
  const all = pooled(audits.map(({ audit }) => audit))
  if (isJson) printJson({ all, audits })
  else print(auditsText(all, audits, lode.brain.name))
}
