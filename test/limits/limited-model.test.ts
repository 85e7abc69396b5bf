import { describe, expect, test } from 'vitest'
import { BusyError } from '../../src/errors.ts'
import { limitedModel } from '../../src/limits/limited-model.ts'
import type { Quota } from '../../src/limits/room.ts'
import type { Model, ModelReply, ModelRequest } from '../../src/ports.ts'
import { FakeModel } from '../support/fake-model.ts'
import { VirtualClock } from './virtual-clock.ts'

/** 54,000 tokens at once, 6,000 of them kept; then 1,000 a second. */
const quota: Quota = { requestsPerMinute: 6_000, tokensPerMinute: 60_000 }
const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, costUsd: 0 }

/** Its prompt is reckoned as 1,000 tokens: 3,000 letters with the schema. */
function aRequest(part: Partial<ModelRequest> = {}): ModelRequest {
  const schema = { name: 'answer', json: { a: 1 } }
  const letters = 3_000 - 'system'.length - JSON.stringify(schema.json).length
  return {
    tier: 'small',
    system: 'system',
    turns: [{ from: 'user', text: 'x'.repeat(letters) }],
    schema,
    maxTokens: 0,
    ...part,
  }
}

/** What a call left of the quota, by how long one that needs all of it has to wait. */
async function takenBy(first: ModelReply | Error): Promise<number> {
  const clock = new VirtualClock()
  const answers = [first, { text: '', ...usage }]
  const model: Model = {
    nameOf: () => 'one',
    answer: async () => {
      const answer = answers.shift()
      if (!answer || answer instanceof Error) throw answer
      return answer
    },
  }
  const limited = limitedModel(model, quota, () => 10, clock)
  await limited.answer(aRequest({ maxTokens: 9_000 })).catch(() => undefined)
  let waited = Number.NaN
  void limited.answer(aRequest({ maxTokens: 1e9, isUrgent: true })).then(() => {
    waited = clock.now()
  })
  await clock.pass(120_000)
  return waited
}

describe('a limited model', () => {
  test.each<[string, Partial<ModelReply>, number]>([
    ['input', { inputTokens: 5_000 }, 5_000],
    ['output, ten times', { outputTokens: 500 }, 5_000],
    ['writes to the cache', { cacheWriteTokens: 5_000 }, 5_000],
    ['no reads from the cache', { cacheReadTokens: 5_000 }, 0],
    ['more than was reserved', { outputTokens: 2_000 }, 20_000],
  ])('settles %s', async (_, used, taken) => {
    expect(await takenBy({ text: '', ...usage, ...used })).toBe(taken)
  })

  test('counts all that was reserved when a call failed', async () => {
    expect(await takenBy(new Error('no answer'))).toBe(10_000)
  })

  test('reserves the prompt, its schema and all of what may be answered', async () => {
    const clock = new VirtualClock()
    const model = new FakeModel({}, {})
    const limited = limitedModel(model, quota, () => 1, clock)
    await limited.answer(aRequest({ maxTokens: 47_001 })) // 48,001 with the prompt: just not a whole burst's
    void limited.answer(aRequest())
    await clock.pass(0)
    expect(model.requests).toHaveLength(2)
    expect(clock.running()).toBe(0)
  })

  test('slows down when the model is busy, passes the error on, and counts no tokens', async () => {
    const clock = new VirtualClock()
    const model = new FakeModel(new BusyError('throttled', 20), {})
    const limited = limitedModel(model, quota, () => 1, clock)
    await expect(limited.answer(aRequest())).rejects.toMatchObject({ name: 'BusyError', seconds: 20 })
    void limited.answer(aRequest())
    await clock.pass(1_400)
    expect(model.requests).toHaveLength(1)
    await clock.pass(100) // 1,000 tokens at 700 a second
    expect(model.requests).toHaveLength(2)
  })

  test('paces each model on its own, and both tiers together where one model is behind them', async () => {
    const shares = async (names: Readonly<Record<string, string>>): Promise<number> => {
      const clock = new VirtualClock()
      const started: ModelRequest[] = []
      const model: Model = {
        nameOf: (tier) => names[tier] ?? '',
        answer: (request) => {
          started.push(request)
          return new Promise(() => undefined)
        },
      }
      const limited = limitedModel(model, quota, () => 1, clock)
      void limited.answer(aRequest({ tier: 'small', maxTokens: 40_000 }))
      void limited.answer(aRequest({ tier: 'large', maxTokens: 40_000 }))
      await clock.pass(0)
      return started.length
    }
    expect(await shares({ small: 'one', large: 'two' })).toBe(2)
    expect(await shares({ small: 'one', large: 'one' })).toBe(1)
  })
})
