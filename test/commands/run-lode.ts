import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { aServerDatabase, goesWithTheTest, server } from '../support/a-database.ts'
import { aFolder } from '../support/a-workshop.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Compiled code of processes before; starting one takes half the time with it. */
const compileCache = path.join(tmpdir(), 'lode-test-compile-cache')

export type Environment = Readonly<Record<string, string>>
export type Run = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }

/** The configuration of a Lode with a database of its own: on the server of the tests, else in a folder. */
export async function aHome(settings: Environment = {}): Promise<Environment> {
  return server ? { DATABASE_URL: await aServerDatabase(server), ...settings } : anEmbeddedHome(settings)
}

export async function anEmbeddedHome(settings: Environment = {}): Promise<Environment> {
  return { LODE_HOME: await aFolder(), ...settings }
}

/** Runs the real command line in a process of its own, from a folder elsewhere, until it ends. */
export async function lode(home: Environment, ...words: readonly string[]): Promise<Run> {
  const child = spawnLode(home, words)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exitCode: child.exitCode, stdout, stderr }
}

/** Starts the real command line in a process of its own; it is killed with the test if it still runs then. */
export function startLode(home: Environment, ...words: readonly string[]) {
  const child = spawnLode(home, words)
  goesWithTheTest(() => end(child))
  return child
}

function spawnLode(home: Environment, words: readonly string[]) {
  return spawn(process.execPath, [main, ...words], {
    cwd: '/',
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compileCache, ...home },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
    killSignal: 'SIGKILL',
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
