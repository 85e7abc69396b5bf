import { BusyError } from '../errors.ts'
import { type Bucket, bucket, type Clock } from './token-bucket.ts'

export type Quota = { readonly requestsPerMinute: number; readonly tokensPerMinute: number }

/** Room for one call. `settle` says what it really took; it must be called once, whatever happened. */
export type Permit = { settle(tokens: number): void }

export type Limiter = {
  /** Resolves when a call of about so many tokens fits. Rejects with `BusyError` when that would take too long. */
  enter(tokens: number, options: { isUrgent: boolean; signal?: AbortSignal }): Promise<Permit>
  /** The provider said no: slow down. */
  throttled(): void
}

/** Waiting longer than this blocks a worker for nothing: the job goes back to the queue. */
const longestWaitMs = 60_000
const burstShare = 0.1
/** Additive increase, multiplicative decrease. */
const decrease = 0.7
const leastShare = 0.1
const increasePerSecond = 0.01
/** Of so many calls in a row that people wait for, the next one from the background goes first all the same. */
const urgentInARow = 8

type Waiting = {
  readonly tokens: number
  readonly isUrgent: boolean
  readonly go: (permit: Permit) => void
  readonly stop: (reason: unknown) => void
}

/**
 * Paces one model's calls within its quota of requests and tokens. A call reserves what it may take and settles what it
 * took. Throttling slows it down at once; it recovers slowly. Who waits for an answer goes before the background.
 */
export function limiter(quota: Quota, clock: Clock): Limiter {
  const requests = bucket(quota.requestsPerMinute, burstShare, clock)
  const tokens = bucket(quota.tokensPerMinute, burstShare, clock)
  const pace = paceOf([requests, tokens], clock)
  const queue: Waiting[] = []
  let isServing = false
  let streak = 0

  const next = (): Waiting | undefined => {
    const urgent = queue.findIndex((one) => one.isUrgent)
    const background = queue.findIndex((one) => !one.isUrgent)
    const at = urgent === -1 || (background !== -1 && streak >= urgentInARow) ? background : urgent
    return queue[at]
  }
  const permit = (reserved: number): Permit => ({
    settle: (taken) => (taken > reserved ? tokens.take(taken - reserved) : tokens.give(reserved - taken)),
  })

  const serve = async (): Promise<void> => {
    if (isServing) return
    isServing = true
    for (let one = next(); one; one = next()) {
      pace.recover()
      const wait = Math.max(requests.wait(1), tokens.wait(one.tokens))
      if (wait > 0) {
        // In short steps: somebody urgent may come, or the pace may change.
        await clock.wait(Math.min(wait, 50))
        continue
      }
      queue.splice(queue.indexOf(one), 1)
      streak = one.isUrgent ? streak + 1 : 0
      requests.take(1)
      tokens.take(one.tokens)
      one.go(permit(one.tokens))
    }
    isServing = false
  }

  return {
    enter(wanted, { isUrgent, signal }) {
      const ahead = queue.filter((one) => isUrgent <= one.isUrgent)
      const wait = Math.max(requests.wait(1 + ahead.length), waitFor(tokens, quota, wanted, ahead))
      if (wait > longestWaitMs)
        return Promise.reject(new BusyError('The model’s quota is used up for now.', Math.ceil(wait / 1_000)))
      return new Promise((go, stop) => {
        const one: Waiting = { tokens: wanted, isUrgent, go, stop }
        signal?.addEventListener('abort', () => leave(queue, one, signal.reason), { once: true })
        queue.push(one)
        void serve()
      })
    },
    throttled: pace.slowDown,
  }
}

function waitFor(tokens: Bucket, { tokensPerMinute }: Quota, wanted: number, ahead: readonly Waiting[]): number {
  const before = ahead.reduce((sum, one) => sum + one.tokens, 0)
  return tokens.wait(wanted) + (Number.isFinite(tokensPerMinute) ? (before / tokensPerMinute) * 60_000 : 0)
}

function leave(queue: Waiting[], one: Waiting, reason: unknown): void {
  const at = queue.indexOf(one)
  if (at === -1) return
  queue.splice(at, 1)
  one.stop(reason)
}

function paceOf(buckets: readonly Bucket[], clock: Clock): { slowDown(): void; recover(): void } {
  let share = 1
  let at = clock.now()
  const set = (next: number): void => {
    share = next
    at = clock.now()
    for (const one of buckets) one.scale(share)
  }
  return {
    slowDown: () => set(Math.max(leastShare, share * decrease)),
    recover: () => {
      if (share < 1) set(Math.min(1, share + ((clock.now() - at) / 1_000) * increasePerSecond))
    },
  }
}
