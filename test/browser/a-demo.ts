import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** The demo as a person starts it. `drop` is the folder that it watches; `stop` is Ctrl-C and resolves to its exit code. */
export type Demo = { readonly url: string; readonly drop: string; readonly stop: () => Promise<number | null> }

/** A machine that can't read forty files in this time has worse troubles. */
const patienceMs = 120_000
const partingMs = 30_000

/** Runs the real command in a process of its own, in a folder elsewhere, until all examples are read. */
export async function startDemo(): Promise<Demo> {
  const home = await mkdtemp(path.join(tmpdir(), 'lode-browser-'))
  const drop = path.join(home, 'drop')
  const child = spawn(process.execPath, [main, 'demo', '--port', '0', '--drop', drop], {
    cwd: home,
    env: { PATH: process.env.PATH, LODE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const stop = async () => {
    const impatience = setTimeout(() => child.kill('SIGKILL'), partingMs)
    if (!hasEnded()) {
      const gone = once(child, 'exit')
      child.kill('SIGINT')
      await gone
    }
    clearTimeout(impatience)
    await rm(home, { recursive: true, force: true })
    return child.exitCode
  }
  try {
    await vi.waitUntil(() => hasEnded() || printed.includes('postmortems are read'), { timeout: patienceMs })
    const [url] = printed.match(/http:\/\/127\.0\.0\.1:\d+/) ?? []
    if (hasEnded() || !url) throw new Error(`the demo did not start:\n${printed}`)
    return { url, drop, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
