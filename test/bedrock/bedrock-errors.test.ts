import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { bedrockClient, bedrockModel } from '../../src/bedrock/bedrock-model.ts'
import { BusyError, InvalidAnswerError, PermanentError } from '../../src/errors.ts'
import type { ModelRequest } from '../../src/ports.ts'
import { startStandInBedrock } from '../support/stand-in-bedrock.ts'
import type { BedrockStep } from '../support/stand-in-bedrock-script.ts'

/** What the document says must never turn up in a message, which is logged and stored. */
const secret = 'Ottilie Wombat dropped the table'

const request: ModelRequest = {
  tier: 'large',
  system: 'You name things.',
  turns: [{ from: 'user', text: `${secret}. `.repeat(20) }],
  schema: {
    name: 'patterns',
    json: {
      type: 'object',
      properties: { names: { type: 'array', items: { type: 'string' } } },
      required: ['names'],
      additionalProperties: false,
    },
  },
  maxTokens: 321,
}

/** The adapter with its own client, led to a stand-in by the environment as the product is. */
async function aModel(large = 'eu.anthropic.claude-sonnet-5', timeoutMs = 5_000) {
  const standIn = await startStandInBedrock({ answer: () => ({ names: ['a'] }), prefixed: true })
  onTestFinished(() => standIn.close())
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', standIn.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example')
  onTestFinished(() => void vi.unstubAllEnvs())
  const settings = { region: 'eu-central-1', models: { small: large, large }, timeoutMs }
  const client = bedrockClient(settings)
  onTestFinished(() => client.destroy())
  return { standIn, settings, model: bedrockModel(settings, client) }
}

async function failureOf(answer: Promise<unknown>): Promise<Error> {
  const failure = await answer.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  )
  expect(failure).toBeInstanceOf(Error)
  return failure as Error
}

/** How the failure is dealt with: given up, postponed by so many seconds, or tried again. */
function fateOf(failure: Error): 'given up' | number | 'tried again' {
  if (failure instanceof PermanentError) return 'given up'
  return failure instanceof BusyError ? failure.seconds : 'tried again'
}

/** An error that the stand-in has no name for. */
const named = (name: string, status: number, message: string): BedrockStep => ({
  error: 'AccessDeniedException',
  status,
  message,
  headers: { 'x-amzn-errortype': name },
})

const echo = `1 validation error detected: Value '[{"text":"${secret}"}]' at 'messages.1.member.content' failed to satisfy constraint: Member must not be it's kind`

describe('what Bedrock refuses for good is given up after one request, with what to do about it:', () => {
  test.each<[what: string, step: BedrockStep, advice: RegExp]>([
    [
      'an expired session',
      named('ExpiredTokenException', 403, 'The security token included in the request is expired'),
      /aws sso login/,
    ],
    [
      'an unknown key',
      named('UnrecognizedClientException', 403, 'The security token included in the request is invalid.'),
      /AWS_ACCESS_KEY_ID/,
    ],
    [
      'a wrong secret',
      named('InvalidSignatureException', 403, 'The request signature we calculated does not match'),
      /AWS_SECRET_ACCESS_KEY/,
    ],
    ['a request without a signature', { error: 'MissingAuthenticationTokenException' }, /AWS_PROFILE/],
    ['no access to the model', { error: 'AccessDeniedException' }, /Enable the model .* allow bedrock:InvokeModel/],
    [
      'an account that may not use the model yet',
      { error: 'AccessDeniedException', message: "You don't have access to the model with the specified model ID." },
      /eu\.anthropic\.claude-sonnet-5 in eu-central-1/,
    ],
    [
      'a policy against the region',
      {
        error: 'AccessDeniedException',
        message:
          'User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-sonnet-5 with an explicit deny in a service control policy',
      },
      /refused in eu-central-1: .* AWS_REGION or BEDROCK_PROFILE/,
    ],
    [
      'a region that is switched off',
      { error: 'AccessDeniedException', message: 'The region eu-south-9 is disabled for this account.' },
      /AWS_REGION/,
    ],
    [
      'a model that has ended',
      {
        error: 'ResourceNotFoundException',
        message:
          'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
      },
      /BEDROCK_SMALL_MODEL or BEDROCK_LARGE_MODEL/,
    ],
    ['a model that nobody knows', { error: 'ResourceNotFoundException' }, /unknown in eu-central-1\. Check BEDROCK_/],
    [
      'a model id that is none',
      { error: 'ValidationException', message: 'The provided model identifier is invalid.' },
      /unknown in eu-central-1\. Check BEDROCK_/,
    ],
    [
      'a bare id',
      {
        error: 'ValidationException',
        message:
          'Invocation of model ID anthropic.claude-sonnet-5 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      },
      /BEDROCK_PROFILE/,
    ],
    [
      'a prompt that is too long',
      {
        error: 'ValidationException',
        message: 'The model returned the following errors: prompt is too long: 1000231 tokens > 1000000 maximum',
      },
      /Split it/,
    ],
    [
      'an input that is too long',
      { error: 'ValidationException', message: 'Input is too long for requested model.' },
      /Split it/,
    ],
    [
      'anything else in the request',
      { error: 'ValidationException', message: 'A conversation must start with a user message.' },
      /refused the request to eu\.anthropic\.claude-sonnet-5: .*must start with a user message/,
    ],
    ['a value that it repeats', { error: 'ValidationException', message: echo }, /messages\.1\.member\.content/],
  ])('%s', async (_, step, advice) => {
    const { standIn, model } = await aModel()
    standIn.script(step)
    const failure = await failureOf(model.answer(request))
    expect(fateOf(failure)).toBe('given up')
    expect(failure.message).toMatch(advice)
    expect(failure.message).not.toContain('Ottilie')
    expect(failure.cause).toBeInstanceOf(Error)
    expect(standIn.requests).toHaveLength(1)
  })
})

describe('what has no room now is postponed:', () => {
  const perDay = 'Too many tokens per day, please wait before trying again.'
  test.each<[what: string, step: BedrockStep, seconds: number, requests: number, advice: RegExp]>([
    ['requests per minute', { error: 'ThrottlingException' }, 20, 2, /sonnet-5 is throttled/],
    [
      'tokens per minute',
      { error: 'ThrottlingException', message: 'Too many tokens, please wait before trying again.' },
      20,
      2,
      /sonnet-5 is throttled/,
    ],
    ['tokens per day', { error: 'ThrottlingException', message: perDay }, 3_600, 2, /daily quota .* Service Quotas/],
    ['a quota of the account', { error: 'ServiceQuotaExceededException' }, 3_600, 1, /Service Quotas/],
    ['a model that is being loaded', { error: 'ModelNotReadyException' }, 20, 2, /throttled|not ready/],
  ])('%s', async (_, step, seconds, requests, advice) => {
    const { standIn, model } = await aModel()
    standIn.script(...new Array<BedrockStep>(requests).fill(step))
    const failure = await failureOf(model.answer(request))
    expect(fateOf(failure)).toBe(seconds)
    expect(failure.message).toMatch(advice)
    expect(failure.message).not.toContain('Ottilie')
    expect(standIn.requests).toHaveLength(requests)
  })
})

describe('what may go better the next time is left to the queue:', () => {
  test.each<[what: string, step: BedrockStep, requests: number]>([
    ['a fault of the service', { error: 'InternalServerException' }, 2],
    ['a service that is down', { error: 'ServiceUnavailableException' }, 2],
    [
      'a service that names days and regions while it is down',
      {
        error: 'ServiceUnavailableException',
        message: 'Bedrock is not available in this region. It takes too long, once per day.',
      },
      2,
    ],
    ['a model that took its time', { error: 'ModelTimeoutException' }, 1],
    [
      'a model that says how long it took',
      { error: 'ModelTimeoutException', message: 'The model took too long to answer.' },
      1,
    ],
    ['an error of the model', { error: 'ModelErrorException' }, 1],
    ['a conflict', { error: 'ConflictException' }, 1],
    ['a connection that breaks', { disconnect: true }, 2],
    ['an answer that is no JSON', { body: `<html>${secret}` }, 1],
    ['an answer that breaks off', { body: `{"output":{"message":{"content":[{"text":"${secret}` }, 1],
    ['an answer without anything', { body: '{}' }, 1],
  ])('%s', async (_, step, requests) => {
    const { standIn, model } = await aModel()
    standIn.script(...new Array<BedrockStep>(requests).fill(step))
    const failure = await failureOf(model.answer(request))
    expect(fateOf(failure)).toBe('tried again')
    expect(failure.message).not.toContain('Ottilie')
    expect(failure.message).not.toBe('it was answered')
    expect(standIn.requests).toHaveLength(requests)
    await expect(model.answer(request)).resolves.toHaveProperty('text', '{"names":["a"]}')
  })

  test('a server that is not there', async () => {
    const { standIn, model } = await aModel()
    await standIn.close().finally(() => undefined)
    expect(fateOf(await failureOf(model.answer(request)))).toBe('tried again')
  })
})

describe('a blip is not seen at all:', () => {
  test.each<[what: string, step: BedrockStep]>([
    ['throttling', { error: 'ThrottlingException' }],
    ['a fault of the service', { error: 'InternalServerException' }],
    ['a service that is down', { error: 'ServiceUnavailableException' }],
    ['a connection that breaks', { disconnect: true }],
  ])('%s', async (_, step) => {
    const { standIn, model } = await aModel()
    standIn.script(step)
    await expect(model.answer(request)).resolves.toHaveProperty('text', '{"names":["a"]}')
    expect(standIn.requests).toHaveLength(2)
  })
})

describe('the stand-in’s own refusals are understood:', () => {
  test.each([
    ['anthropic.claude-sonnet-5', /bare id/],
    ['eu.anthropic.claude-sonnet-4-20250514-v1:0', /end of its life/],
    ['eu.anthropic.claude-sonnet-99', /unknown in eu-central-1/],
  ])('%s', async (id, advice) => {
    const { model } = await aModel(id)
    const failure = await failureOf(model.answer(request))
    expect([fateOf(failure), failure.message]).toEqual(['given up', expect.stringMatching(advice)])
  })

  test('a prompt beyond the context', async () => {
    const { standIn, model } = await aModel('eu.anthropic.claude-haiku-4-5-20251001-v1:0')
    const turns = [{ from: 'user', text: `${secret}. `.repeat(25_000) } as const]
    const failure = await failureOf(model.answer({ ...request, turns }))
    expect([fateOf(failure), failure.message]).toEqual(['given up', expect.stringMatching(/too long .* Split it/)])
    expect(standIn.requests).toHaveLength(1)
  })
})

describe('credentials', () => {
  test('that are nowhere are asked for, and no request is made', async () => {
    const { standIn, settings } = await aModel()
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
    vi.stubEnv('AWS_PROFILE', undefined)
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
    const client = bedrockClient(settings)
    onTestFinished(() => client.destroy())
    const failure = await failureOf(bedrockModel(settings, client).answer(request))
    expect(fateOf(failure)).toBe('given up')
    expect(failure.message).toMatch(/aws sso login.*AWS_PROFILE.*AWS_SECRET_ACCESS_KEY/)
    expect(standIn.requests).toHaveLength(0)
  })

  test('whose session has ended are asked for', async () => {
    const { standIn, settings } = await aModel()
    const ended = Object.assign(new Error("Token is expired. To refresh this SSO session run 'aws sso login'."), {
      name: 'TokenProviderError',
    })
    const client = new BedrockRuntimeClient({
      region: settings.region,
      endpoint: standIn.url,
      credentials: () => Promise.reject(ended),
    })
    onTestFinished(() => client.destroy())
    const failure = await failureOf(bedrockModel(settings, client).answer(request))
    expect([fateOf(failure), failure.message]).toEqual(['given up', expect.stringMatching(/aws sso login/)])
  })
})

describe('a request that hangs', () => {
  test('is given back to the queue when its time is up, in words that say so', async () => {
    const { standIn, model } = await aModel('eu.anthropic.claude-sonnet-5', 150)
    standIn.script({ hang: true }, { hang: true })
    const failure = await failureOf(model.answer(request))
    expect(fateOf(failure)).toBe('tried again')
    expect(failure.message).toMatch(/eu\.anthropic\.claude-sonnet-5 .*0\.15 s/)
    // A busy machine may not even have sent it.
    expect(standIn.requests.length).toBeLessThan(2)
  })

  test('ends at once when nobody wants its answer any more, and is not asked again', async () => {
    const { standIn, model } = await aModel()
    standIn.script({ hang: true })
    const patience = new AbortController()
    const hanging = failureOf(model.answer({ ...request, signal: patience.signal }))
    await expect.poll(() => standIn.requests.length, { interval: 1 }).toBe(1)
    patience.abort()
    const failure = await hanging
    expect(failure.name).toBe('AbortError')
    expect(fateOf(failure)).toBe('tried again')
    expect(standIn.requests).toHaveLength(1)
  })

  test('for its turn after throttling ends as fast', async () => {
    const { standIn, model } = await aModel()
    standIn.script({ error: 'ThrottlingException', headers: { 'retry-after': '4' } })
    const patience = new AbortController()
    const waiting = failureOf(model.answer({ ...request, signal: patience.signal }))
    await expect.poll(() => standIn.requests[0]?.status, { interval: 1 }).toBe(429)
    patience.abort()
    await waiting
    expect(standIn.requests).toHaveLength(1)
  })

  test('is not begun for a signal that is already aborted', async () => {
    const { standIn, model } = await aModel()
    await failureOf(model.answer({ ...request, signal: AbortSignal.abort() }))
    expect(standIn.requests).toHaveLength(0)
  })
})

describe('a model that stopped before it was done gives no answer:', () => {
  test.each([
    ['max_tokens', InvalidAnswerError, /patterns: .* cut off at 321 tokens; raise maxTokens in prompts\/patterns\.md/],
    ['malformed_model_output', InvalidAnswerError, /patterns: .* stopped with malformed_model_output/],
    ['malformed_tool_use', InvalidAnswerError, /patterns: .* stopped with malformed_tool_use/],
    ['stop_sequence', InvalidAnswerError, /patterns: .* stopped with stop_sequence/],
    ['guardrail_intervened', PermanentError, /patterns: .* withheld .*guardrail/],
    ['content_filtered', PermanentError, /patterns: .* withheld .*content filter/],
    ['model_context_window_exceeded', PermanentError, /patterns: .*too long/],
  ] as const)('%s', async (stopReason, type, message) => {
    const { standIn, model } = await aModel()
    standIn.script({ stopReason })
    const failure = await failureOf(model.answer(request))
    expect(failure).toBeInstanceOf(type)
    expect(failure.message).toMatch(message)
    expect(standIn.requests).toHaveLength(1)
  })
})
