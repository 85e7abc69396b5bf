import { readFileSync } from 'node:fs'
import { ConverseCommand, type ConverseCommandInput, type ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime'
import { type FixtureResponse, LLMock } from '@copilotkit/aimock'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aClient, aFormat, aQuestion, aSignature, aStandIn, aTool, post } from '../support/stand-in-bedrock-client.ts'

/** The stand-in against what others know of the protocol: captured bodies, the typings behind the requests, and aimock. */

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/bedrock/bedrock_${name}.json`, import.meta.url), 'utf8'))

/** Types in the place of values, keys in order. Opaque parts, which every model fills as it likes, count as one. */
function shapeOf(value: unknown, key = ''): unknown {
  if (key === 'input') return 'json'
  if (Array.isArray(value)) return value.map((one) => shapeOf(one))
  if (typeof value !== 'object' || value === null) return typeof value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, one]) => [name, shapeOf(one, name)]))
}

describe('what goes on the wire has the keys and types', () => {
  const { modelId: _, ...body } = aQuestion

  test('of a captured text', async () => {
    const { standIn } = await aStandIn()
    const answer = await post(standIn.url, body)
    expect(shapeOf(answer.body)).toEqual(shapeOf(fixture('converse_response_text_captured')))
    expect(answer.headers.get('content-type')).toBe('application/json')
  })

  test('of a captured text with reasoning', async () => {
    const { standIn } = await aStandIn()
    standIn.script({ reasoning: true })
    const answer = await post(standIn.url, body)
    expect(shapeOf(answer.body)).toEqual(shapeOf(fixture('converse_response_reasoning_captured')))
  })

  test('of a tool use as rebuilt from the typings, and of the hand-made one as far as it goes', async () => {
    const { standIn } = await aStandIn()
    const answer = await post(standIn.url, { ...body, toolConfig: aTool })
    expect(shapeOf(answer.body)).toEqual(shapeOf(fixture('converse_tool_response')))
    expect(shapeOf(answer.body)).toMatchObject(shapeOf(fixture('converse_response_tool_use_fixture')) as object)
  })

  test('of an embedding', async () => {
    const { standIn } = await aStandIn()
    const { request_body, response_body } = fixture('embed_titan_v2') as Record<string, object>
    const headers = { authorization: aSignature }
    const url = new URL('/model/amazon.titan-embed-text-v2%3A0/invoke', standIn.url)
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request_body) })
    const embedding = (await answer.json()) as { embedding: number[]; embeddingsByType: { float: number[] } }
    expect(embedding.embedding).toHaveLength(512)
    expect(new Set(Object.keys(embedding))).toEqual(new Set(Object.keys(response_body ?? {})))
    expect(embedding.embeddingsByType.float).toEqual(embedding.embedding)
  })
})

describe('it takes the request', () => {
  test.each([
    ['with a tool', 'converse_tool_request', 'tool_use'],
    ['with a native schema', 'converse_structured_request', 'end_turn'],
  ])('%s of the typings', async (_, name, stopReason) => {
    const { converse } = await aStandIn()
    expect((await converse(fixture(name) as ConverseCommandInput)).stopReason).toBe(stopReason)
  })

  test('that follows up on a tool use', async () => {
    const { converse } = await aStandIn()
    const request = fixture('converse_tool_request') as ConverseCommandInput
    const answer = fixture('converse_tool_response') as ConverseCommandOutput
    const followUp = fixture('converse_tool_result_followup') as NonNullable<ConverseCommandInput['messages']>[number]
    const messages = [...(request.messages ?? []), answer.output?.message ?? followUp, followUp]
    expect((await converse({ ...request, messages })).stopReason).toBe('tool_use')
  })
})

describe('its errors are worded as in the samples', () => {
  type Sample = { _httpStatus: number; _headers: { 'x-amzn-errortype': string }; body: { message: string } }
  const on = (model: string, input: Partial<ConverseCommandInput> = {}) => ({ ...aQuestion, modelId: model, ...input })

  test.each([
    ['eol', on('eu.anthropic.claude-sonnet-4-20250514-v1:0')],
    ['forced_tool', on('eu.anthropic.claude-sonnet-5-5', { toolConfig: aTool })],
    ['inference_profile_required', on('anthropic.claude-sonnet-5')],
    ['output_format', on('eu.anthropic.claude-opus-5', { outputConfig: aFormat })],
    ['temperature', on('eu.anthropic.claude-opus-5', { inferenceConfig: { maxTokens: 9, temperature: 0 } })],
    [
      'prompt_too_long',
      on('eu.anthropic.claude-opus-5', {
        messages: [{ role: 'user', content: [{ text: 'x'.repeat(3.5 * 1_048_800) }] }],
      }),
    ],
  ])('%s', async (name, { modelId, ...body }) => {
    const { standIn } = await aStandIn()
    expectLike(await post(standIn.url, body, modelId), fixture(`error_${name}`) as Sample)
  })

  test.each(['ModelTimeoutException', 'ServiceUnavailableException', 'ThrottlingException'] as const)(
    'scripted %s',
    async (error) => {
      const name = { ModelTimeoutException: 'model_timeout', ServiceUnavailableException: 'service_unavailable' }
      const sample = fixture(`error_${error in name ? name[error as keyof typeof name] : 'throttling'}`) as Sample
      const { standIn } = await aStandIn()
      standIn.script({ error, ...(error === 'ThrottlingException' && { message: sample.body.message }) })
      const { modelId: _, ...body } = aQuestion
      expectLike(await post(standIn.url, body), sample)
    },
  )

  function expectLike(answer: Awaited<ReturnType<typeof post>>, sample: Sample): void {
    expect(answer.status).toBe(sample._httpStatus)
    expect(answer.body).toEqual(sample.body)
    expect(answer.headers.get('x-amzn-errortype')?.split(':')[0]).toBe(sample._headers['x-amzn-errortype'])
  }
})

describe('the SDK gets the same from aimock', () => {
  const role = { role: 'affected' }
  /** The keys that aimock never sends: it counts no cached tokens. */
  const onlyOurs = ['cacheReadInputTokens', 'cacheWriteInputTokens']

  /** One question, put to both by the SDK. */
  async function both(input: ConverseCommandInput, theirs: FixtureResponse) {
    const { converse } = await aStandIn({ answer: () => role })
    const mock = await LLMock.create({ port: 0 })
    onTestFinished(() => mock.stop())
    mock.on({ userMessage: 'DynamoDB' }, theirs)
    const [ourAnswer, theirAnswer] = [await converse(input), await aClient(mock.url).send(new ConverseCommand(input))]
    return { ours: parts(ourAnswer), theirs: parts(theirAnswer) }
  }

  function parts({ $metadata, output, stopReason, usage, metrics, ...rest }: ConverseCommandOutput) {
    const common = Object.entries(usage ?? {}).filter(([name]) => !onlyOurs.includes(name))
    return { status: $metadata.httpStatusCode, output, stopReason, usage: Object.fromEntries(common), metrics, rest }
  }

  const usage = { prompt_tokens: 9, completion_tokens: 6 }

  test('for a text', async () => {
    const { ours, theirs } = await both(aQuestion, { content: JSON.stringify(role), usage })
    expect(ours.output).toEqual(theirs.output)
    expect(ours.stopReason).toBe(theirs.stopReason)
    expect(ours.usage).toEqual(theirs.usage)
    expect(shapeOf(ours)).toEqual(shapeOf(theirs))
  })

  test('for a tool use', async () => {
    const toolCalls = [{ name: 'record_role', arguments: JSON.stringify(role) }]
    const { ours, theirs } = await both({ ...aQuestion, toolConfig: aTool }, { toolCalls, usage })
    expect(ours.output?.message?.content?.[0]?.toolUse).toEqual({
      ...theirs.output?.message?.content?.[0]?.toolUse,
      toolUseId: expect.any(String),
    })
    expect(ours.stopReason).toBe(theirs.stopReason)
    expect(shapeOf(ours)).toEqual(shapeOf(theirs))
  })

  test('for an answer that was cut off', async () => {
    const { theirs } = await both(aQuestion, { content: '{"role"', finishReason: 'length', usage })
    const { standIn, converse } = await aStandIn({ answer: () => role })
    standIn.script({ stopReason: 'max_tokens' })
    const ours = parts(await converse())
    expect(ours.stopReason).toBe(theirs.stopReason)
    expect(shapeOf(ours)).toEqual(shapeOf(theirs))
  })
})
