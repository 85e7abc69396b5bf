import { readFile, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../errors.ts'

/**
 * Makes this process the only user of an embedded database's folder: PGlite takes no lock of its own, and two
 * processes would ruin the data. Resolves to the way to give it back. A lock whose process is gone is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'lock')
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if (!isNodeError(error, 'EEXIST')) throw error
    const holder = Number(await readFile(file, 'utf8'))
    if (isAlive(holder)) {
      throw new UserError(
        `${folder} is in use by process ${holder}. The embedded database serves one process: stop that one, or set DATABASE_URL to a PostgreSQL server.`,
      )
    }
    await unlink(file)
    return lockFolder(folder)
  }
  return () => unlink(file)
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return isNodeError(error, 'EPERM')
  }
}

function isNodeError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
