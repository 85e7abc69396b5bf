import { Command } from 'commander'
import { UserError } from '../errors.ts'
import type { Lode, OpenOptions, OpenWorkshop } from '../lode.ts'

/** What every file of this folder exports: a command that wires the product when it runs. */
export type CommandOf = (wire: () => Lode) => Command

/** A command that can also speak JSON. `examples` are shown by its help. */
export function command(name: string, description: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  npm run lode -- ${example}`)
  return new Command(name)
    .description(description)
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
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

/** `2025-01` or `2025-01-15` as a full date. Throws `UserError` on anything else. */
export function parseSince(text: string | undefined): string | null {
  if (text === undefined) return null
  const full = /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text
  const date = /^\d{4}-\d{2}-\d{2}$/.test(full) ? new Date(`${full}T00:00:00Z`) : new Date(Number.NaN)
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(full))
    throw new UserError(`--since "${text}" is no date. Write 2025-01 or 2025-01-15.`)
  return full
}
