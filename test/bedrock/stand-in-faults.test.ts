import * as bedrock from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { aQuestion, aSignature, aStandIn, aTool } from '../support/stand-in-bedrock-client.ts'

const role = { role: 'affected', quote: 'DynamoDB itself functioned normally.' }
const answer = () => role

describe('a scripted error arrives as the exception of the SDK', () => {
  test.each([
    ['AccessDeniedException', 403, bedrock.AccessDeniedException],
    ['ConflictException', 400, bedrock.ConflictException],
    ['InternalServerException', 500, bedrock.InternalServerException],
    ['ModelErrorException', 424, bedrock.ModelErrorException],
    ['ModelNotReadyException', 429, bedrock.ModelNotReadyException],
    ['ModelTimeoutException', 408, bedrock.ModelTimeoutException],
    ['ResourceNotFoundException', 404, bedrock.ResourceNotFoundException],
    ['ServiceQuotaExceededException', 400, bedrock.ServiceQuotaExceededException],
    ['ServiceUnavailableException', 503, bedrock.ServiceUnavailableException],
    ['ThrottlingException', 429, bedrock.ThrottlingException],
    ['ValidationException', 400, bedrock.ValidationException],
  ] as const)('%s (%i)', async (error, status, type) => {
    const { standIn, converse } = await aStandIn()
    standIn.script({ error })
    const rejection = await converse().catch((reason: unknown) => reason)
    expect(rejection).toBeInstanceOf(type)
    expect(rejection).toMatchObject({ name: error, $metadata: { httpStatusCode: status, attempts: 1 } })
    expect((rejection as Error).message.length).toBeGreaterThan(10)
  })

  test('with a status, a message and headers of its own', async () => {
    const { standIn, converse } = await aStandIn()
    standIn.script({
      error: 'ThrottlingException',
      status: 400,
      message: 'Too many tokens per day, please wait before trying again.',
      headers: { 'retry-after': '7' },
    })
    await expect(converse()).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Too many tokens per day, please wait before trying again.',
      $metadata: { httpStatusCode: 400 },
      $response: { headers: { 'retry-after': '7' } },
    })
  })

  test('for one request, and then it is as usual again', async () => {
    const { standIn, converse } = await aStandIn()
    standIn.script({ error: 'ServiceUnavailableException' }, { latencyMs: 1 }, { error: 'ModelTimeoutException' })
    const outcomes = await Promise.allSettled([converse(), converse(), converse(), converse()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(standIn.requests.map(({ status }) => status)).toEqual([503, 200, 408, 200])
  })

  test('for an embedding, which leaves what only a model can do to the next conversation', async () => {
    const { standIn, client, converse } = await aStandIn()
    const embed = () =>
      client.send(
        new bedrock.InvokeModelCommand({ modelId: 'amazon.titan-embed-text-v2:0', body: '{"inputText":"x"}' }),
      )
    standIn.script({ error: 'ThrottlingException' }, { stopReason: 'content_filtered' })
    await expect(embed()).rejects.toBeInstanceOf(bedrock.ThrottlingException)
    await expect(embed()).resolves.toMatchObject({ contentType: 'application/json' })
    expect((await converse()).stopReason).toBe('content_filtered')
  })
})

describe('a scripted stop', () => {
  const text = JSON.stringify(role)
  const half = text.slice(0, Math.ceil(text.length / 2))

  test.each([
    ['max_tokens', [{ text: half }]],
    ['model_context_window_exceeded', [{ text: half }]],
    ['malformed_model_output', [{ text: half }]],
    ['stop_sequence', [{ text: half }]],
    ['guardrail_intervened', [{ text: 'Sorry, the model cannot answer this question.' }]],
    ['content_filtered', []],
    ['malformed_tool_use', []],
  ] as const)('%s', async (stopReason, content) => {
    const { standIn, converse } = await aStandIn({ answer })
    standIn.script({ stopReason })
    const answered = await converse()
    expect(answered.stopReason).toBe(stopReason)
    expect(answered.output?.message?.content).toEqual(content)
  })

  test('cuts off the input of a tool without a word', async () => {
    const { standIn, converse } = await aStandIn({ answer })
    standIn.script({ stopReason: 'max_tokens' })
    const { output, stopReason, usage } = await converse({ toolConfig: aTool })
    expect(output?.message?.content).toMatchObject([{ toolUse: { input: { role: 'affected' } } }])
    expect(stopReason).toBe('max_tokens')
    expect(usage?.outputTokens).toBe(800)
  })
})

describe('a model', () => {
  test('may say anything but JSON', async () => {
    const { standIn, converse } = await aStandIn()
    standIn.script({ raw: '{"role": "aff' }, { raw: '{"role": "aff' }, { raw: '["no object"]' })
    expect((await converse()).output?.message?.content).toEqual([{ text: '{"role": "aff' }])
    const inputs = [await converse({ toolConfig: aTool }), await converse({ toolConfig: aTool })].map(
      ({ output }) => output?.message?.content?.[0]?.toolUse?.input,
    )
    expect(inputs).toEqual(['{"role": "aff', ['no object']])
  })

  test('may reason before it answers', async () => {
    const { standIn, converse } = await aStandIn({ answer })
    standIn.script({ reasoning: true }, { reasoning: true })
    const first = await converse()
    expect(first.output?.message?.content).toMatchObject([
      { reasoningContent: { reasoningText: { text: expect.any(String), signature: expect.any(String) } } },
      { text: JSON.stringify(role) },
    ])
    expect((await converse({ toolConfig: aTool })).output?.message?.content).toMatchObject([
      { reasoningContent: {} },
      { toolUse: { input: role } },
    ])
    expect(first.usage?.outputTokens).toBeGreaterThan((await converse()).usage?.outputTokens ?? 0)
  })
})

describe('a connection', () => {
  test('that hangs ends when the client gives up, and is charged for its input', async () => {
    const { standIn, converse } = await aStandIn()
    standIn.script({ hang: true })
    const patience = new AbortController()
    const hanging = converse({}, patience.signal)
    await expect.poll(() => standIn.requests.length, { interval: 1 }).toBe(1)
    patience.abort()
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(() => standIn.counters(aQuestion.modelId).tokensCharged, { interval: 1 }).toBe(9)
    expect(standIn.requests[0]?.status).toBeNull()
    expect((await converse()).stopReason).toBe('end_turn')
  })

  test('that hangs does not keep the stand-in from closing', async () => {
    const { standIn, converse } = await aStandIn()
    standIn.script({ hang: true })
    const hanging = converse().catch((reason: unknown) => reason)
    await expect.poll(() => standIn.requests.length, { interval: 1 }).toBe(1)
    await standIn.close()
    expect(await hanging).toMatchObject({ code: 'ECONNRESET' })
  })

  test('that breaks in the middle of the body is an error of the network', async () => {
    const { standIn, converse } = await aStandIn()
    standIn.script({ disconnect: true })
    const rejection = await converse().catch((reason: unknown) => reason)
    expect(rejection).toMatchObject({ code: 'ECONNRESET', message: expect.stringContaining('aborted') })
    expect(rejection).not.toBeInstanceOf(bedrock.BedrockRuntimeServiceException)
    expect((await converse()).stopReason).toBe('end_turn')
  })

  test('may bring a body that is not JSON', async () => {
    const { standIn, converse } = await aStandIn()
    standIn.script({ body: '{"output": {"mess' })
    await expect(converse()).rejects.toMatchObject({ name: 'SyntaxError' })
  })
})

describe('the front door', () => {
  const ask = async (url: string, method: string, path: string, headers: Record<string, string> = {}) => {
    const body = method === 'POST' ? '{' : null
    const response = await fetch(new URL(path, url), { method, headers, body })
    const type = response.headers.get('x-amzn-errortype')?.split(':')[0]
    return { status: response.status, type, body: await response.json() }
  }
  const converse = '/model/eu.anthropic.claude-sonnet-5/converse'
  const unknown = { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' }

  test.each([
    ['GET', converse, {}, 404, 'UnknownOperationException', unknown],
    ['GET', '/', {}, 404, 'UnknownOperationException', unknown],
    ['POST', '/model/x/converse-stream', {}, 404, 'UnknownOperationException', unknown],
    ['POST', converse, {}, 403, 'MissingAuthenticationTokenException', { message: 'Missing Authentication Token' }],
    [
      'POST',
      converse,
      { authorization: aSignature },
      400,
      'SerializationException',
      { message: 'The request body is not JSON.' },
    ],
  ])('%s %s %j is %i %s', async (method, path, headers, status, type, body) => {
    const { standIn } = await aStandIn()
    expect(await ask(standIn.url, method, path, headers)).toEqual({ status, type, body })
  })

  test('refuses a credential for another service', async () => {
    const { standIn } = await aStandIn()
    const other = aSignature.replace('/bedrock/', '/s3/')
    expect(await ask(standIn.url, 'POST', converse, { authorization: other })).toMatchObject({ status: 403 })
  })
})
