import { once } from 'node:events'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { listDeadLetters } from '../../../src/jobs/queue.ts'
import type { Fault } from '../../../src/workspace/faults.ts'
import { aFront, alice, bob, carol, emptied, postmortems, quartzRoom } from '../../support/a-front.ts'
import { aDocument, aFolder, aQueue } from '../../support/a-workshop.ts'
import { keysIn, unsaid, untilDone } from './until-done.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const unheard: Fault = { kind: 'dropped', when: 'after' }
const unsent: Fault = { kind: 'dropped', when: 'before' }
const patience: Fault = { kind: 'rate_limited', retryAfterSeconds: 1 }

async function publish(front: Awaited<ReturnType<typeof aFront>>, files: Readonly<Record<string, string>>) {
  await front.stopWorkers()
  const publishing = front.publish(files).catch(() => {})
  await front.startWorkers()
  return publishing
}

describe('a message whose posting nobody heard of is posted once', () => {
  // The 429 of the search clears the attempt, and the next try posts again.
  test('when the search for it is asked for patience', async () => {
    const front = await aFront(queue, { transport: 'http' })
    front.workspace.faults.next('chat.postMessage', unheard)
    front.workspace.faults.next('conversations.history', patience)
    await publish(front, { 'a.md': aDocument(['Quartz']) })
    await untilDone(front)
    expect(keysIn(front, postmortems)).toEqual([...new Set(keysIn(front, postmortems))])
    expect(await unsaid(front)).toEqual([])
  })
})
