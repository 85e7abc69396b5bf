import type { Fault } from '../../../src/workspace/faults.ts'
import { randomNumbers } from '../../../src/workspace/order.ts'
import type { RunningFront } from '../../support/a-front.ts'

/** Everything that delivers messages and reads what stands in Slack. */
const methods = [
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.replies',
  'files.getUploadURLExternal',
  'files.completeUploadExternal',
  'upload',
]

/** What is here twice comes twice as often. */
const faults: readonly Fault[] = [
  { kind: 'dropped', when: 'after' },
  { kind: 'dropped', when: 'after' },
  { kind: 'dropped', when: 'after' },
  { kind: 'dropped', when: 'after' },
  { kind: 'dropped', when: 'before' },
  { kind: 'dropped', when: 'before' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'late', ms: 30 },
  { kind: 'rate_limited', retryAfterSeconds: 1 },
]

export type Storm = {
  /** How many calls went wrong until now. */
  count(): number
  /** The app loses its socket, if it has one. */
  interrupt(): void
  end(): void
}

/** From now on two of five calls of Slack go wrong, and events come three times, out of order or late. */
export function aStorm({ workspace }: Pick<RunningFront, 'workspace'>, seed: number): Storm {
  const { faults: injected, deliveries } = workspace
  const random = randomNumbers(seed)
  injected.randomly({ seed, share: 0.4, faults, methods })
  deliveries.disturb({
    copies: 3,
    batch: 1 + Math.floor(random() * 6),
    order: random() < 0.5 ? 'reversed' : 'shuffled',
    seed,
  })
  let count = 0
  const take = injected.take.bind(injected)
  injected.take = (method) => {
    const fault = take(method)
    if (fault) count += 1
    return fault
  }
  return {
    count: () => count,
    interrupt: () => {
      count += workspace.sockets.connections
      workspace.sockets.drop()
    },
    end: () => {
      injected.clear()
      deliveries.disturb()
      deliveries.release()
    },
  }
}
