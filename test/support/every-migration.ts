import { readdirSync } from 'node:fs'
import path from 'node:path'

/** The names of all migrations, in the order in which they run. */
export const everyMigration: readonly string[] = readdirSync(new URL('../../migrations', import.meta.url))
  .map((file) => path.parse(file).name)
  .sort()
