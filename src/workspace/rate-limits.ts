import type { Tier } from './method.ts'

/** So many at once, and then so many a minute. */
type Rate = { readonly burst: number; readonly perMinute: number }

const tierRates: Readonly<Record<Exclude<Tier, 'posting'>, Rate>> = {
  1: { burst: 1, perMinute: 1 },
  2: { burst: 20, perMinute: 20 },
  3: { burst: 50, perMinute: 50 },
  4: { burst: 100, perMinute: 100 },
}
/** About a message a second in a channel with short bursts, and several hundred a minute in all. */
const channelPosts: Rate = { burst: 5, perMinute: 60 }
const workspacePosts: Rate = { burst: 60, perMinute: 300 }

/** Slack's rate limits, per team and method; posting is limited per channel and per team. */
export class RateLimits {
  readonly #clock: () => Date
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  /** Counts a call, or says after how many seconds to try again. A call that is turned away counts for nothing. */
  take(method: string, tier: Tier, teamId: string, channelId: string): number | null {
    const limits: readonly (readonly [string, Rate])[] =
      tier === 'posting'
        ? [
            [`${teamId} ${method} ${channelId}`, channelPosts],
            [`${teamId} ${method}`, workspacePosts],
          ]
        : [[`${teamId} ${method}`, tierRates[tier]]]
    const waits = limits.map(([key, rate]) => this.#secondsUntilFree(key, rate))
    const longest = Math.max(...waits)
    if (longest > 0) return Math.ceil(longest)
    for (const [key] of limits) this.#spend(key)
    return null
  }

  #secondsUntilFree(key: string, { burst, perMinute }: Rate): number {
    const now = this.#clock().getTime()
    const { tokens, at } = this.#buckets.get(key) ?? { tokens: burst, at: now }
    const refilled = Math.min(burst, tokens + ((now - at) / 60_000) * perMinute)
    this.#buckets.set(key, { tokens: refilled, at: now })
    return refilled >= 1 ? 0 : ((1 - refilled) / perMinute) * 60
  }

  #spend(key: string): void {
    const bucket = this.#buckets.get(key)
    if (bucket) bucket.tokens -= 1
  }
}
