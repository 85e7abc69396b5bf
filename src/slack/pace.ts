import { setTimeout as wait } from 'node:timers/promises'
import { BusyError } from '../errors.ts'
import type { Clock } from '../limits/clock.ts'
import { type Bucket, bucket } from '../limits/token-bucket.ts'

/**
 * Lets calls through as Slack likes them: evenly, after a short burst, on each channel by itself. After a 429 nothing is
 * tried before Slack's time is up.
 */
export function paced(
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  clock: Clock,
): <T>(channel: string, call: () => Promise<T>) => Promise<T> {
  const buckets = new Map<string, Bucket>()
  let closedUntil = 0
  const bucketOf = (channel: string): Bucket => {
    const perMinute = perSecond * 60
    const known =
      buckets.get(channel) ?? bucket(perMinute, { burst: Math.max(burst, perSecond) / perMinute, kept: 0 }, clock)
    buckets.set(channel, known)
    return known
  }
  return async (channel, call) => {
    if (clock.now() < closedUntil)
      throw new BusyError('Slack asks for patience', Math.ceil((closedUntil - clock.now()) / 1_000))
    const own = bucketOf(channel)
    const milliseconds = own.wait(1, false)
    own.take(1)
    if (milliseconds > 0) await wait(milliseconds)
    try {
      return await call()
    } catch (error) {
      if (error instanceof BusyError) closedUntil = clock.now() + error.seconds * 1_000
      throw error
    }
  }
}
