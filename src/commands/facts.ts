import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { sendPublish } from '../jobs/publish-digest.ts'
import type { OpenWorkshop } from '../lode.ts'
import { transaction } from '../store/database.ts'
import {
  applyIncidentFacts,
  holdFacts,
  type IncidentFacts,
  saveIncidentFacts,
  unmatchedKeys,
} from '../store/incident-facts.ts'
import { dim, green, plain, print, printJson, yellow } from '../terminal/print.ts'
import { counted } from '../words.ts'
import { type CommandOf, command, withWorkshop } from './command.ts'

/** `lode facts`: figures from an incident database; the only ones, besides those of the documents' properties, that are shown. */
export const factsCommand: CommandOf = (wire) =>
  new Command('facts').description('Figures from an incident database.').addCommand(
    command(
      'import',
      'Take over figures from a CSV, matched by id or url of the postmortem. Import again at any time.',
      ['facts import incidents.csv'],
    )
      .argument('<csv>', 'a column "id" or "url" (or both), every other column a number such as duration_minutes')
      .action(async (file: string, { json }: { json?: boolean }) => {
        const lode = wire()
        const incidents = readIncidentFacts(file)
        const imported = await withWorkshop(lode, {}, (workshop) => importFacts(workshop, incidents))
        if (json) return printJson(imported)
        print(
          `${green('✓')} ${counted(incidents.length, 'incident')} read, figures of ${counted(imported.changed, 'postmortem')} changed.`,
          ...imported.unmatched.map((key) => `${yellow('!')} ${plain(key)} ${dim('is no postmortem that Lode knows')}`),
        )
      }),
  )

/** Keeps all figures and puts them where they belong; threads that show them are brought up to date. */
export async function importFacts(
  workshop: OpenWorkshop,
  incidents: readonly IncidentFacts[],
): Promise<{ changed: number; unmatched: string[] }> {
  const { pool } = workshop.database
  const changed = await transaction(pool, async (tx) => {
    await holdFacts(tx)
    for (const incident of incidents) await saveIncidentFacts(tx, incident)
    const ids = await applyIncidentFacts(tx)
    for (const postmortemId of ids) await sendPublish(tx, workshop, postmortemId)
    return ids.length
  })
  const keys = incidents.map((incident) => incident.key)
  return { changed, unmatched: await unmatchedKeys(pool, keys) }
}

const row = z.record(z.string(), z.string())

/** Throws `UserError` that names the line and the column. Empty cells are unknown, not zero. */
export function readIncidentFacts(file: string): IncidentFacts[] {
  const incidents = rowsOf(file).flatMap((given, index) => incidentsIn(given, `${file}, line ${index + 2}`))
  const seen = new Set<string>()
  for (const { key } of incidents) {
    if (seen.has(key)) throw new UserError(`${file}: "${key}" stands there twice.`)
    seen.add(key)
  }
  return incidents
}

function rowsOf(file: string): Record<string, string>[] {
  try {
    return z
      .array(row)
      .parse(parse(readFileSync(file), { columns: true, skip_empty_lines: true, bom: true, trim: true }))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(`${file} can't be read as CSV: ${reason}`, { cause: error })
  }
}

function incidentsIn({ id = '', url = '', ...columns }: Record<string, string>, where: string): IncidentFacts[] {
  const keys = [id, url.replace(/\/+$/, '')].filter((key) => key !== '')
  if (keys.length === 0) throw new UserError(`${where}: neither "id" nor "url" names a postmortem.`)
  const facts: Record<string, number> = {}
  for (const [name, cell] of Object.entries(columns)) {
    if (cell === '') continue
    const value = Number(cell.replaceAll(/[,_' ](?=\d{3}\b)/g, ''))
    if (!Number.isFinite(value) || value < 0)
      throw new UserError(`${where}: ${name} is "${cell.slice(0, 40)}", which is no figure.`)
    facts[name] = value
  }
  return keys.map((key) => ({ key, facts }))
}
