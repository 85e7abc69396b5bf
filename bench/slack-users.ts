import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { startWorkspace } from '../src/workspace/workspace.ts'

/**
 * A workspace full of people, in a process of its own, so that they don't slow down whom they measure. Tells its parent
 * where it is, types commands when told to, and answers with how long each waited for its acknowledgement.
 */

const people = 50
/** Between two commands of one person. */
const restMs = 500
const asked = [
  ['/patterns', 'dynamodb'],
  ['/lode', 'status'],
  ['/patterns', ''],
  ['/lode', 'similar connection pool exhausted after a deploy'],
  ['/opportunities', 'postgresql since 2025-01'],
  ['/lode', 'help'],
] as const

const workspace = await startWorkspace({
  people: Array.from({ length: people }, (_, index) => ({ id: `U${index}`, name: `person${index}` })),
  channels: Array.from({ length: people }, (_, index) => ({ id: `C${index}`, name: `channel${index}` })),
})
const { apiUrl, botToken, appToken } = workspace
const waits: number[] = []
const missed: string[] = []
let isOver = false

async function live(index: number): Promise<void> {
  for (let turn = index; !isOver; turn++) {
    const [command, text] = asked[turn % asked.length] ?? asked[0]
    const started = performance.now()
    const outcome = await workspace.people.command(`U${index}`, `C${index}`, command, text)
    waits.push(performance.now() - started)
    if (outcome !== 'acknowledged') missed.push(outcome)
    await pause(restMs)
  }
}

const order = z.enum(['begin', 'end'])
let crowd: Promise<unknown> = Promise.resolve()
process.on('message', async (message) => {
  if (order.parse(message) === 'begin') {
    crowd = Promise.all(Array.from({ length: people }, (_, index) => live(index)))
    return
  }
  isOver = true
  await crowd
  process.send?.({ waits, missed: missed.length })
  await workspace.close()
  process.disconnect()
})
process.send?.({ apiUrl, botToken, appToken })
