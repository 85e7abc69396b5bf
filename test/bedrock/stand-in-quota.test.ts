import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { aFormat, aQuestion, aStandIn, aTool } from '../support/stand-in-bedrock-client.ts'

const model = 'anthropic.claude-sonnet-5'
const modelId = `eu.${model}`
const point = (ttl?: '5m' | '1h') => ({ cachePoint: { type: 'default', ...(ttl && { ttl }) } }) as const
/** Text of so many tokens. */
const tokens = (count: number) => 'abcdefg'.repeat(count / 2)
const asks = (text: string): Partial<ConverseCommandInput> => ({ messages: [{ role: 'user', content: [{ text }] }] })

/** A stand-in with a clock that stands still until it is told how many seconds go by. */
async function aTimedStandIn(options: Parameters<typeof aStandIn>[0] = {}) {
  let now = 1000
  const parts = await aStandIn({ answer: () => tokens(20), clock: () => now, ...options })
  const pass = (seconds: number) => {
    now += seconds * 1000
  }
  const outcome = (input: Partial<ConverseCommandInput>) =>
    parts.converse({ modelId, ...input }).then(
      () => 'ok',
      (error: Error) => `${error.name}: ${error.message}`,
    )
  return { ...parts, pass, outcome }
}

const tooMany = (what: string) => `ThrottlingException: Too many ${what}, please wait before trying again.`

describe('usage', () => {
  test('counts system, tools, schema and messages at 3.5 characters a token', async () => {
    const { converse } = await aStandIn({ answer: () => tokens(20) })
    const plain = await converse({ system: [{ text: tokens(100) }], ...asks(tokens(10)) })
    expect(plain.usage).toEqual({
      inputTokens: 110,
      outputTokens: 20,
      totalTokens: 130,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 0,
    })
    const schemaTokens = Math.ceil(aFormat.textFormat.structure.jsonSchema.schema.length / 3.5)
    expect((await converse({ outputConfig: aFormat, ...asks(tokens(10)) })).usage?.inputTokens).toBe(10 + schemaTokens)
    expect((await converse({ toolConfig: aTool, ...asks(tokens(10)) })).usage?.inputTokens).toBe(
      10 + Math.ceil(JSON.stringify(aTool.tools[0]).length / 3.5),
    )
  })
})

describe('the prompt cache', () => {
  const cached = (count: number, text = 'x', ttl?: '5m' | '1h') => ({
    system: [{ text: tokens(count) }, point(ttl)],
    ...asks(text),
  })
  const counted = async (converse: Awaited<ReturnType<typeof aStandIn>>['converse'], input: object) => {
    const { usage } = await converse(input)
    return { read: usage?.cacheReadInputTokens, write: usage?.cacheWriteInputTokens, input: usage?.inputTokens }
  }

  test('is written by the first request with a prefix and read by the next, whatever follows it', async () => {
    const { standIn, converse } = await aTimedStandIn()
    expect(await counted(converse, cached(2000, tokens(10)))).toEqual({ read: 0, write: 2000, input: 10 })
    expect(await counted(converse, cached(2000, tokens(30)))).toEqual({ read: 2000, write: 0, input: 30 })
    expect(await counted(converse, cached(2002, tokens(10)))).toEqual({ read: 0, write: 2002, input: 10 })
    expect(standIn.counters(modelId)).toMatchObject({ cacheReadTokens: 2000, cacheWriteTokens: 4002, inputTokens: 50 })
  })

  test('belongs to one model', async () => {
    const { converse } = await aTimedStandIn()
    await converse(cached(2000))
    expect(await counted(converse, { ...cached(2000), modelId: `us.${model}` })).toMatchObject({ read: 2000 })
    expect(await counted(converse, { ...cached(2000), modelId: 'eu.anthropic.claude-opus-5' })).toMatchObject({
      read: 0,
    })
  })

  test.each([
    ['anthropic.claude-sonnet-5-5', 512],
    ['anthropic.claude-sonnet-5', 1024],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 4096],
  ])('of %s silently leaves out prefixes of less than %i tokens', async (id, minimum) => {
    const { converse } = await aTimedStandIn()
    const of = (count: number) => counted(converse, { ...cached(count), modelId: `eu.${id}` })
    expect([await of(minimum - 2), await of(minimum - 2)]).toMatchObject([{ write: 0 }, { read: 0, write: 0 }])
    expect([await of(minimum), await of(minimum)]).toMatchObject([{ write: minimum }, { read: minimum }])
  })

  test('grows from the longest prefix that it knows', async () => {
    const { standIn, converse } = await aTimedStandIn()
    const system = [{ text: tokens(2000) }, point('1h')]
    const grown = { system: [...system, { text: tokens(500) }, point('5m')], ...asks(tokens(10)) }
    await converse({ system, ...asks('x') })
    expect(await counted(converse, grown)).toEqual({ read: 2000, write: 500, input: 10 })
    const { usage } = await converse({ ...grown, modelId: 'eu.anthropic.claude-opus-5' })
    expect(usage?.cacheDetails).toEqual([
      { ttl: '1h', inputTokens: 2000 },
      { ttl: '5m', inputTokens: 500 },
    ])
    expect(standIn.requests).toHaveLength(3)
  })

  test('forgets what was not used for five minutes, or for an hour on demand', async () => {
    const { converse, pass } = await aTimedStandIn()
    const short = () => counted(converse, cached(2000))
    const long = () => counted(converse, cached(4000, 'x', '1h'))
    await short()
    await long()
    pass(299)
    expect(await short()).toMatchObject({ read: 2000 })
    pass(299)
    expect(await short()).toMatchObject({ read: 2000 })
    pass(301)
    expect(await short()).toMatchObject({ read: 0, write: 2000 })
    expect(await long()).toMatchObject({ read: 4000 })
    pass(3601)
    expect(await long()).toMatchObject({ read: 0, write: 4000 })
  })

  test('is of no use to requests that start together', async () => {
    const { converse } = await aTimedStandIn({ latencyMs: 5 })
    const together = await Promise.all([counted(converse, cached(2000)), counted(converse, cached(2000))])
    expect(together).toMatchObject([{ write: 2000 }, { write: 2000 }])
    expect(await counted(converse, cached(2000))).toMatchObject({ read: 2000 })
  })
})

describe('a quota', () => {
  test('of requests throttles and recovers by and by', async () => {
    const quota = { [model]: { requestsPerMinute: 3, tokensPerMinute: 1e6 } }
    const { standIn, outcome, pass } = await aTimedStandIn({ quota })
    const three = [await outcome({}), await outcome({}), await outcome({})]
    expect(three).toEqual(['ok', 'ok', 'ok'])
    expect(await outcome({})).toBe(tooMany('requests'))
    pass(19)
    expect(await outcome({})).toBe(tooMany('requests'))
    pass(1)
    expect(await outcome({})).toBe('ok')
    expect(await outcome({})).toBe(tooMany('requests'))
    expect(standIn.counters(modelId)).toMatchObject({ accepted: 4, throttled: 3 })
    expect(standIn.requests.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429, 200, 429])
  })

  test('of tokens is charged input and output times the burndown, and given back the rest of maxTokens', async () => {
    const quota = { [model]: { requestsPerMinute: 1e6, tokensPerMinute: 2000 } }
    const { standIn, outcome, pass } = await aTimedStandIn({ quota })
    const asked = { ...asks(tokens(100)), inferenceConfig: { maxTokens: 800 } }
    // Each needs 900 to start and costs 100 + 20 × 10 in the end.
    const four = [await outcome(asked), await outcome(asked), await outcome(asked), await outcome(asked)]
    expect(four).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(standIn.counters(modelId).tokensCharged).toBe(1200)
    expect(await outcome(asked)).toBe(tooMany('tokens'))
    pass(3)
    expect(await outcome(asked)).toBe('ok')
    expect(standIn.counters(modelId)).toEqual({
      accepted: 5,
      throttled: 1,
      tokensCharged: 1500,
      inputTokens: 500,
      outputTokens: 100,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
    })
  })

  test('is held by requests in flight', async () => {
    const quota = { [model]: { requestsPerMinute: 1e6, tokensPerMinute: 2000 } }
    const { outcome } = await aTimedStandIn({ quota, latencyMs: 10 })
    const asked = { ...asks(tokens(100)), inferenceConfig: { maxTokens: 800 } }
    const three = await Promise.all([outcome(asked), outcome(asked), outcome(asked)])
    expect(three.toSorted()).toEqual([tooMany('tokens'), 'ok', 'ok'])
    expect(await outcome(asked)).toBe('ok')
  })

  test('can be overdrawn by output, which is then owed', async () => {
    const quota = { [model]: { requestsPerMinute: 1e6, tokensPerMinute: 600, burndown: 100 } }
    const { standIn, outcome, pass } = await aTimedStandIn({ quota })
    const asked = { ...asks(tokens(100)), inferenceConfig: { maxTokens: 20 } }
    expect(await outcome(asked)).toBe('ok')
    expect(standIn.counters(modelId).tokensCharged).toBe(2100)
    pass(161)
    expect(await outcome(asked)).toBe(tooMany('tokens'))
    pass(1)
    expect(await outcome(asked)).toBe('ok')
  })

  test('counts cache writes but not cache reads', async () => {
    const quota = { [model]: { requestsPerMinute: 1e6, tokensPerMinute: 4000 } }
    const { standIn, outcome, pass } = await aTimedStandIn({ quota })
    const cached = { system: [{ text: tokens(2000) }, point()], ...asks(tokens(10)) }
    expect(await outcome(cached)).toBe('ok')
    expect(standIn.counters(modelId).tokensCharged).toBe(2000 + 10 + 20 * 10)
    expect([await outcome(cached), await outcome(cached)]).toEqual(['ok', 'ok'])
    expect(standIn.counters(modelId).tokensCharged).toBe(2000 + 3 * (10 + 20 * 10))
    const tooMuch = {
      ...asks(tokens(10)),
      system: [{ text: tokens(3400) }, point()],
      inferenceConfig: { maxTokens: 600 },
    }
    pass(60)
    expect(await outcome(tooMuch)).toBe(tooMany('tokens'))
  })

  test('never lets through what is more than a minute of it', async () => {
    const quota = { [model]: { requestsPerMinute: 1e6, tokensPerMinute: 700 } }
    const { outcome, pass } = await aTimedStandIn({ quota })
    expect(await outcome({ inferenceConfig: { maxTokens: 20 } })).toBe('ok')
    pass(3600)
    expect(await outcome(aQuestion)).toBe(tooMany('tokens'))
  })

  test('is one for all profiles of a model, and none for other models', async () => {
    const quota = { [model]: { requestsPerMinute: 1, tokensPerMinute: 1e6 } }
    const { outcome } = await aTimedStandIn({ quota })
    expect(await outcome({ modelId: `global.${model}` })).toBe('ok')
    expect(await outcome({ modelId: `eu.${model}` })).toBe(tooMany('requests'))
    expect(await outcome({ modelId: 'eu.anthropic.claude-opus-5' })).toBe('ok')
  })

  test('goes by faster on demand', async () => {
    const quota = { [model]: { requestsPerMinute: 1, tokensPerMinute: 1e6 } }
    const { outcome, pass } = await aTimedStandIn({ quota, timeScale: 60 })
    expect([await outcome({}), await outcome({})]).toEqual(['ok', tooMany('requests')])
    pass(1)
    expect(await outcome({})).toBe('ok')
  })

  test.each([
    ['anthropic.claude-opus-4-8', 15],
    ['anthropic.claude-sonnet-5', 10],
    ['anthropic.claude-haiku-5-5', 10],
    ['anthropic.claude-sonnet-4-6', 5],
  ])('of %s is charged %i for a token of output', async (id, burndown) => {
    const { standIn, converse } = await aTimedStandIn()
    await converse({ modelId: `eu.${id}`, ...asks(tokens(10)) })
    expect(standIn.counters(id)).toMatchObject({ accepted: 1, tokensCharged: 10 + 20 * burndown })
  })
})
