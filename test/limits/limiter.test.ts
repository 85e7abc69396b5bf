import { describe, expect, test } from 'vitest'
import { BusyError } from '../../src/errors.ts'
import { limiter } from '../../src/limits/limiter.ts'
import type { Permit, Quota } from '../../src/limits/room.ts'
import { VirtualClock } from './virtual-clock.ts'

/** A limiter and a log of who got in, and when. 60 requests a minute: 6 of the burst for anybody, 6 for urgent calls. */
function aLimiter(quota: Partial<Quota> = {}) {
  const clock = new VirtualClock()
  const limits = limiter({ requestsPerMinute: 60, tokensPerMinute: Number.POSITIVE_INFINITY, ...quota }, clock)
  const started: string[] = []
  const permits: Permit[] = []
  const enter = (name: string, tokens = 1, signal?: AbortSignal): Promise<Permit> => {
    const entered = limits.enter(tokens, { isUrgent: name.startsWith('urgent'), ...(signal && { signal }) })
    return entered.then((permit) => {
      started.push(`${name} ${Math.round(clock.now() / 100) / 10}`)
      permits.push(permit)
      return permit
    })
  }
  const enterAll = (name: string, count: number, tokens = 1): void => {
    for (let at = 1; at <= count; at++) void enter(`${name}${at}`, tokens)
  }
  return { clock, enter, enterAll, started, permits }
}

describe('requests', () => {
  test('start in order of arrival: a burst at first, then as they come in', async () => {
    const { clock, enterAll, started } = aLimiter()
    enterAll('a', 9)
    await clock.pass(3_000)
    expect(started).toEqual(['a1 0', 'a2 0', 'a3 0', 'a4 0', 'a5 0', 'a6 0', 'a7 1', 'a8 2', 'a9 3'])
  })

  test('wake nobody up while they wait, and leave no timer when all are gone', async () => {
    const { clock, enterAll, started } = aLimiter()
    enterAll('a', 36)
    expect(await clock.pass(30_000)).toBeLessThanOrEqual(31)
    expect([started.length, clock.running()]).toEqual([36, 0])
    expect(await clock.pass(3_600_000)).toBe(0)
  })

  test('never wait without a quota', async () => {
    const { clock, enterAll, started } = aLimiter({ requestsPerMinute: Number.POSITIVE_INFINITY })
    enterAll('a', 1_000, 1e9)
    await clock.pass(0)
    expect([started.length, clock.running()]).toEqual([1_000, 0])
  })

  test('go through one after the other where the quota is less than one at a time', async () => {
    const { clock, enterAll, started } = aLimiter({ requestsPerMinute: 2 })
    enterAll('a', 2)
    await clock.pass(60_000)
    expect(started).toEqual(['a1 0', 'a2 30'])
  })
})

describe('tokens', () => {
  test('come back when a call took less than it reserved, and the next one starts at once', async () => {
    const { clock, enterAll, started, permits } = aLimiter({ requestsPerMinute: 6_000, tokensPerMinute: 60_000 })
    enterAll('a', 3, 24_000) // 54,000 at most, 6,000 of them kept
    await clock.pass(1_000)
    expect(started).toEqual(['a1 0', 'a2 0'])
    permits[0]?.settle(0)
    await clock.pass(1_000)
    expect(started.at(-1)).toBe('a3 1')
  })

  test('are owed when a call took more than it reserved', async () => {
    const { clock, enter, started } = aLimiter({ requestsPerMinute: 6_000, tokensPerMinute: 60_000 })
    const permit = await enter('a', 1_000)
    permit.settle(60_000)
    void enter('b', 1_000)
    await clock.pass(60_000)
    expect(started).toEqual(['a 0', 'b 13']) // 54,000 − 60,000, up to 1,000 and the kept 6,000
  })

  test('of a call larger than the quota are waited for until nothing else runs', async () => {
    const { clock, enter, started } = aLimiter({ requestsPerMinute: 6_000, tokensPerMinute: 60_000 })
    const permit = await enter('a', 10_000)
    void enter('b', 1_000_000)
    await clock.pass(5_000)
    expect(started).toEqual(['a 0'])
    permit.settle(0)
    await clock.pass(0)
    expect(started.at(-1)).toBe('b 5')
  })
})

describe('an urgent call', () => {
  test('goes before a long line from the background, out of what is kept', async () => {
    const { clock, enter, enterAll, started } = aLimiter()
    enterAll('a', 50)
    await clock.pass(1_500)
    void enter('urgent')
    await clock.pass(500)
    expect(started.slice(6)).toEqual(['a7 1', 'urgent 1.5'])
  })

  test('never starves the background: after eight it is its turn', async () => {
    const { clock, enterAll, started } = aLimiter()
    enterAll('a', 8)
    enterAll('urgent', 40)
    await clock.pass(25_000)
    const order = started.slice(6).map((one) => one[0])
    expect(order.join('')).toMatch(/^u{8}au{8}a/)
  })

  test('is let in where the line of the background is full', async () => {
    const { clock, enter, enterAll, started } = aLimiter()
    enterAll('a', 6 + 60)
    await expect(enter('b')).rejects.toThrow(BusyError)
    await enter('urgent')
    expect([started.at(-1), clock.now()]).toEqual(['urgent 0', 0])
  })
})

describe('a line of more than a minute', () => {
  test('turns a call away at once, says for how long, and takes the next one when it is shorter', async () => {
    const { clock, enter, enterAll, started } = aLimiter()
    enterAll('a', 6 + 60)
    await expect(enter('b')).rejects.toMatchObject({ name: 'BusyError', seconds: 61 })
    await clock.pass(1_000)
    void enter('c')
    await clock.pass(60_000)
    expect([started.length, started.at(-1)]).toEqual([67, 'c 61'])
  })

  test('is reckoned by what calls reserve as long as nobody knows better', async () => {
    const { enter, enterAll } = aLimiter({ requestsPerMinute: 6_000, tokensPerMinute: 60_000 })
    enterAll('a', 2 + 3, 20_000)
    await expect(enter('b', 20_000)).rejects.toThrow(BusyError)
  })

  test('is reckoned by what calls took lately once there were some', async () => {
    const { clock, enter, enterAll, started, permits } = aLimiter({ requestsPerMinute: 6_000, tokensPerMinute: 60_000 })
    const permit = await enter('a', 20_000)
    permit.settle(2_000)
    enterAll('b', 2 + 10, 20_000)
    void enter('c', 20_000)
    for (let second = 0; second < 60; second++) {
      for (const running of permits.splice(1)) running.settle(2_000)
      await clock.pass(1_000)
    }
    expect([started.length, started.at(-1)?.startsWith('c ')]).toEqual([14, true])
  })
})

describe('an aborted call', () => {
  test('leaves the line at once, with its reason, and the timer goes with the last one', async () => {
    const { clock, enter, enterAll } = aLimiter()
    enterAll('a', 6)
    const controller = new AbortController()
    const left = enter('b', 1, controller.signal)
    expect(clock.running()).toBe(1)
    controller.abort(new Error('given up'))
    await expect(left).rejects.toThrow('given up')
    expect(clock.running()).toBe(0)
  })

  test('frees its place for who comes after it', async () => {
    const { clock, enter, started } = aLimiter({ requestsPerMinute: 6_000, tokensPerMinute: 60_000 })
    await enter('a', 40_000)
    const controller = new AbortController()
    const left = enter('large', 40_000, controller.signal)
    void enter('small', 1_000)
    await clock.pass(1_000)
    controller.abort(new Error('given up'))
    await expect(left).rejects.toThrow('given up')
    await clock.pass(0)
    expect(started).toEqual(['a 0', 'small 1'])
  })

  test('never enters when its signal was aborted before, even where there is room', async () => {
    const { enter, started } = aLimiter()
    await expect(enter('a', 1, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
    expect(started).toEqual([])
  })

  test('is no longer listened for once it runs', async () => {
    const { clock, enter, enterAll, started } = aLimiter()
    const controller = new AbortController()
    await enter('a', 1, controller.signal)
    enterAll('b', 6)
    controller.abort()
    await clock.pass(1_000)
    expect(started).toHaveLength(7)
  })
})

describe('throttling', () => {
  const ratesAfter = async (end: (permit: Permit | undefined, at: number) => void, calls: number): Promise<number> => {
    const { clock, enterAll, started, permits } = aLimiter()
    enterAll('a', 6)
    await clock.pass(0)
    for (let at = 0; at < calls; at++) end(permits[at], at)
    const before = started.length
    enterAll('b', 30)
    await clock.pass(20_000)
    return (started.length - before) / 20
  }

  test('slows down to 0.7 at once, however many calls in flight ran into it', async () => {
    expect(await ratesAfter((permit) => permit?.throttled(), 1)).toBeCloseTo(0.7, 1)
    expect(await ratesAfter((permit) => permit?.throttled(), 6)).toBeCloseTo(0.7, 1)
  })

  test('slows down further when a call that started afterwards is throttled too, but never to nothing', async () => {
    const { clock, enter, enterAll, started } = aLimiter()
    for (let at = 0; at < 20; at++) {
      const permit = await enter('urgent')
      await clock.pass(1)
      permit.throttled()
      await clock.pass(12_000)
    }
    const before = started.length
    enterAll('b', 5)
    await clock.pass(50_000)
    expect(started.length - before).toBe(5)
  })

  test('is forgotten after some 130 calls that went through', async () => {
    const { clock, enter, started } = aLimiter()
    const first = await enter('a')
    first.throttled()
    for (let at = 0; at < 140; at++) {
      const permit = enter('b')
      await clock.pass(3_000)
      const settled = await permit
      settled.settle(1)
    }
    const before = started.length
    const calls = Array.from({ length: 40 }, () => enter('c'))
    await clock.pass(20_000)
    expect(started.length - before).toBe(6 + 20)
    await clock.pass(20_000)
    expect(await Promise.all(calls)).toHaveLength(40)
  })
})
