import { print, printJson } from '../terminal/print.ts'
import { type CommandOf, command } from './command.ts'

/** `lode migrate`: every other command does it, too; this one is for deployments that want it apart. */
export const migrateCommand: CommandOf = (wire) =>
  command('migrate', 'Bring the database’s schema up to date.', ['migrate']).action(
    async ({ json }: { json?: boolean }) => {
      const database = await wire().openDatabase()
      try {
        if (json) printJson({ migrated: database.migrated })
        else print(database.migrated.length > 0 ? `Ran ${database.migrated.join(', ')}.` : 'The schema is up to date.')
      } finally {
        await database.close()
      }
    },
  )
