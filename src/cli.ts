import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { backfillCommand } from './commands/backfill.ts'
import { type DemoWiring, demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { drillCommand } from './commands/drill.ts'
import { evalCommand } from './commands/eval.ts'
import { factsCommand } from './commands/facts.ts'
import { mapCommand } from './commands/map.ts'
import { migrateCommand } from './commands/migrate.ts'
import { opportunitiesCommand } from './commands/opportunities.ts'
import { patternsCommand } from './commands/patterns.ts'
import { reportCommand } from './commands/report.ts'
import { retryCommand } from './commands/retry.ts'
import { showCommand } from './commands/show.ts'
import { startCommand } from './commands/start.ts'
import { statusCommand } from './commands/status.ts'
import { technologiesCommand } from './commands/technologies.ts'
import type { Lode } from './lode.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

const exitCodes = `
Exit codes: 0 done; 1 could not be done, the message says why; 2 the command line is wrong.
Settings come from the environment or a file .env; .env.example explains them.`

/** `wire` as configured, called when a command needs it, so that help works without configuration. */
type Wiring = DemoWiring & { readonly wire: () => Lode }

/** Every command of Lode on one page. */
export async function runCli({ wire, ...demo }: Wiring, argv: readonly string[]): Promise<void> {
  const program = new Command('lode')
    .version(version)
    .description("Mines an organisation's postmortems for the patterns behind its incidents.")
    .addHelpText('after', exitCodes)
    .showHelpAfterError('(--help shows how it is used)')
    .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : 2))
  const commands = [
    mapCommand, //           a document's digests, without storing
    backfillCommand, //      reads the source and maps all that is new
    patternsCommand, //      the one-pager of a technology
    reportCommand, //        the same as files
    opportunitiesCommand, // what to invest in
    technologiesCommand, //  who is in the digests, with counts
    showCommand, //          one postmortem as it is stored
    factsCommand, //        figures from an incident database
    statusCommand, //        documents, jobs, and what needs a person
    retryCommand, //         tries again what was given up or held
    evalCommand, //          truthfulness against labels
    drillCommand, //         what the evidence gate catches
    doctorCommand, //        whether everything is there, and where data goes
    migrateCommand, //       brings the database's schema up to date
    startCommand, //         runs everything in the background
  ]
  program.addCommand(demoCommand(demo).copyInheritedSettings(program))
  for (const command of commands) program.addCommand(command(wire).copyInheritedSettings(program))
  await program.parseAsync([...argv])
}
