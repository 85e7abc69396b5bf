import { once } from 'node:events'
import { text as streamed } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { aFolder } from '../support/a-workshop.ts'
import { anEmbeddedHome, lode, startLode } from './run-lode.ts'

const text = 'Kafka lost its brokers because the disk of each Kafka broker was full.'
const steering = String.raw`\e[2J\x9b31m`

describe('what can not be done ends with 1 and says why and what to do:', () => {
  test('a technologies file that is not there', async () => {
    const home = await anEmbeddedHome({ TECHNOLOGIES_FILE: '/nowhere/own.yml' })
    const { exitCode, stdout, stderr } = await lode(home, 'start')
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain('/nowhere/own.yml')
    expect(stderr).not.toContain('    at ')
  })

  test('a cron expression that is none', async () => {
    const child = startLode(await anEmbeddedHome({ SYNC_CRON: 'now and then' }), 'start')
    const [stderr] = await Promise.all([streamed(child.stderr), once(child, 'exit')])
    expect(child.exitCode).toBe(1)
    expect(stderr).toContain('SYNC_CRON')
    expect(stderr).not.toContain('    at ')
  })

  test('a technologies file that is no YAML', async () => {
    const file = `${await aFolder({ 'own.yml': 'technologies: [' })}/own.yml`
    const { exitCode, stderr } = await lode(await anEmbeddedHome({ TECHNOLOGIES_FILE: file }), 'map', '.')
    expect(exitCode).toBe(1)
    expect(stderr).toContain(file)
    expect(stderr).not.toContain('    at ')
  })

  test('a day that is not in the calendar', async () => {
    const { exitCode, stderr } = await lode(await anEmbeddedHome(), 'patterns', 'kafka', '--since', '2025-02-30')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('Write 2025, 2025-01 or 2025-01-15'),
    })
  })
})

describe('no text of a document steers the terminal:', () => {
  test.each([
    ['the name of a fact', 'outage.md', `---\n"${steering}minutes": 5\n---\n${text}\n`],
    ['a field of the wrong type', 'outage.md', `---\nfacts: { "${steering}minutes": ten }\n---\n${text}\n`],
    ['the name of a file that is refused', 'out\u001b[2J\u009b31mage.md', ''],
    ['an address', 'outage.md', `---\nurl: "https://wiki.example/${steering}"\n---\n${text}\n`],
  ])('%s', async (_, name, content) => {
    const { stdout, stderr } = await lode(await anEmbeddedHome(), 'map', await aFolder({ [name]: content }))
    expect(stdout).not.toBe('')
    expect(controlsIn(stdout + stderr)).toEqual([])
  })
})

/** Characters that a terminal takes as orders; line ends are none. */
function controlsIn(output: string): string[] {
  return output.match(/\p{Cc}/gu)?.filter((character) => character !== '\n') ?? []
}
