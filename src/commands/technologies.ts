import { technologyCounts } from '../store/digests.ts'
import { bold, dim, nothingStored, print, printJson } from '../terminal/print.ts'
import { counted } from '../words.ts'
import { type CommandOf, command } from './command.ts'

/** `lode technologies`: which technologies have digests, and how many. */
export const technologiesCommand: CommandOf = (wire) =>
  command('technologies', 'List the technologies that incidents involve, with counts.', [
    'technologies',
    'technologies --json',
  ]).action(async ({ json }: { json?: boolean }) => {
    const lode = wire()
    const database = await lode.openDatabase()
    try {
      const counts = await technologyCounts(database.pool)
      if (json) return printJson(counts)
      if (counts.length === 0) return print(nothingStored)
      for (const { technology, incidents, causal } of counts) {
        const name = lode.technologies.find((known) => known.id === technology)?.name ?? technology
        print(
          `${bold(technology.padEnd(18))} ${counted(incidents, 'incident')} ${dim(`(${causal} as a cause) ${name}`)}`,
        )
      }
    } finally {
      await database.close()
    }
  })
