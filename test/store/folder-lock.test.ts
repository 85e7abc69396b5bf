import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { lockFolder } from '../../src/store/folder-lock.ts'
import { goesWithTheTest } from '../support/a-database.ts'

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lode-lock-'))
  goesWithTheTest(() => rm(folder, { recursive: true }))
  return folder
}

/** The id of a process that has ended. */
async function aDeadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'close')
  return child.pid ?? -1
}

test('the second opener is told who has the folder and what to do', async () => {
  const folder = await aFolder()
  await lockFolder(folder)
  const refused = lockFolder(folder)
  await expect(refused).rejects.toThrow(UserError)
  await expect(refused).rejects.toThrow(`${folder} is in use by process ${process.pid}`)
  await expect(refused).rejects.toThrow('set DATABASE_URL')
})

test('a folder that was given back can be taken again, and holds no lock', async () => {
  const folder = await aFolder()
  const unlock = await lockFolder(folder)
  await unlock()
  expect(await readdir(folder)).toEqual([])
  await expect(lockFolder(folder)).resolves.toBeInstanceOf(Function)
})

test('a lock of another process that is alive holds', async () => {
  const folder = await aFolder()
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  goesWithTheTest(async () => child.kill('SIGKILL'))
  await once(child, 'spawn')
  await writeFile(path.join(folder, 'lock'), String(child.pid))
  await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${child.pid}`)
})

test.each([
  ['whose process is gone', async () => String(await aDeadProcess())],
  ['that is empty', async () => ''],
  ['that holds no process', async () => 'nonsense'],
  ['that names no possible process', async () => '-1'],
])('a lock %s is taken over', async (_, content) => {
  const folder = await aFolder()
  await writeFile(path.join(folder, 'lock'), await content())
  await lockFolder(folder)
  expect(await readFile(path.join(folder, 'lock'), 'utf8')).toBe(String(process.pid))
})
