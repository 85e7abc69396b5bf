import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../errors.ts'

/** Folders that this process holds: a lock with our own id may also be left from another life of a container. */
const held = new Set<string>()

/**
 * Makes this process the only user of an embedded database's folder: PGlite takes no lock of its own, and two
 * processes would ruin the data. Resolves to the way to give it back. A lock whose process is gone is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.resolve(folder, 'lock')
  const own = `${file}.${process.pid}.${crypto.randomUUID()}`
  await writeFile(own, String(process.pid))
  try {
    // A link appears with its content or not at all; a file that is being written could be read half.
    while (!(await linked(own, file))) await removeStale(file, folder)
    held.add(file)
  } finally {
    await unlink(own)
  }
  return async () => {
    held.delete(file)
    await unlink(file)
  }
}

async function linked(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file)
    return true
  } catch (error) {
    if (isNodeError(error, 'EEXIST')) return false
    throw error
  }
}

/** Removes a lock whose holder is gone; of several that try, one renames it and the others look again. */
async function removeStale(file: string, folder: string): Promise<void> {
  const holder = Number(await readFile(file, 'utf8').catch(ifGone('0')))
  if (held.has(file) || isAlive(holder)) {
    throw new UserError(
      `${folder} is in use by process ${holder}. The embedded database serves one process: stop that one, or set DATABASE_URL to a PostgreSQL server.`,
    )
  }
  const aside = `${file}.${crypto.randomUUID()}`
  const moved = await rename(file, aside).then(() => true, ifGone(false))
  if (!moved) return
  // Somebody may have taken it over since we read it; then it goes back.
  const taken = Number(await readFile(aside, 'utf8'))
  if (taken !== holder && isAlive(taken)) await link(aside, file)
  await unlink(aside)
}

function ifGone<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isNodeError(error, 'ENOENT')) return value
    throw error
  }
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0 || processId === process.pid) return false
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
