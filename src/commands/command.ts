import { Command } from 'commander'
import type { Filter } from '../domain.ts'
import { UserError } from '../errors.ts'
import type { Lode, OpenOptions, OpenWorkshop } from '../lode.ts'
import { leadingValues, resolveFilter } from '../pipeline/filter.ts'
import { onRecord } from '../store/on-record.ts'
import type { Db } from '../store/sql.ts'

/** What every file of this folder exports: a command that wires the product when it runs. */
export type CommandOf = (wire: () => Lode) => Command

/** A command that can also speak JSON. `examples` are shown by its help. */
export function command(name: string, description: string, examples: readonly string[]): Command {
  return service(name, description, examples).option('--json', 'print one JSON document instead of text')
}

/** A command that prints nothing but its log. */
export function service(name: string, description: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  npm run lode -- ${example}`)
  return new Command(name).description(description).addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** Opens the workshop for as long as `work` takes. */
export async function withWorkshop<T>(
  lode: Lode,
  options: OpenOptions,
  work: (workshop: OpenWorkshop) => Promise<T>,
): Promise<T> {
  const workshop = await lode.openWorkshop(options)
  try {
    return await work(workshop)
  } finally {
    await workshop.close()
  }
}

/** The options of commands that show a one-pager; `since` is a full date. */
export type FilterOptions = { readonly since?: string; readonly team?: string; readonly severity?: string }

/** Lets a command be narrowed to a window, a team and severities. */
export function withFilter(narrowed: Command): Command {
  return narrowed
    .option('--since <date>', 'only incidents from this day, month or year on, as 2025-01', parseSince)
    .option('--team <name>', 'only incidents of this owner team')
    .option('--severity <names>', 'only incidents of these severities, as SEV1,SEV2')
}

/** What the options narrow to. Throws `UserError` on what no postmortem on record states. */
export async function readFilter(db: Db, { since, team, severity = '' }: FilterOptions): Promise<Filter> {
  const known = await onRecord(db)
  const { values, rest } = leadingValues(severity.trim(), known.severities)
  if (rest !== '') throw new UserError(`--severity "${severity}" is no list. Write SEV1,SEV2.`)
  const filter = resolveFilter({ since: since ?? null, team: team ?? null, severities: values }, known)
  if ('problem' in filter) throw new UserError(filter.problem)
  return filter
}

/** `2025`, `2025-01` or `2025-01-15` as a full date. Throws `UserError` on anything else. */
function parseSince(text: string): string {
  const full = /^\d{4}(-\d{2})?$/.test(text) ? `${text}-01-01`.slice(0, 10) : text
  const date = /^\d{4}-\d{2}-\d{2}$/.test(full) ? new Date(`${full}T00:00:00Z`) : new Date(Number.NaN)
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(full))
    throw new UserError(`--since "${text}" is no date. Write 2025, 2025-01 or 2025-01-15.`)
  return full
}
