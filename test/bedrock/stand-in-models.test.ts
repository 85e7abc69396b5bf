import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { aFormat, aTool, refusedFor, says, verdict } from '../support/stand-in-bedrock-client.ts'

type Input = Partial<ConverseCommandInput>

const hello = says('user', { text: 'Hello' })
const point = (ttl?: '5m' | '1h') => ({ cachePoint: { type: 'default', ...(ttl && { ttl }) } }) as const

describe('a model', () => {
  const ids = {
    haiku55: 'anthropic.claude-haiku-5-5',
    sonnet55: 'anthropic.claude-sonnet-5-5',
    opus55: 'anthropic.claude-opus-5-5',
    sonnet5: 'anthropic.claude-sonnet-5',
    opus5: 'anthropic.claude-opus-5',
    opus48: 'anthropic.claude-opus-4-8',
    opus47: 'anthropic.claude-opus-4-7',
    sonnet46: 'anthropic.claude-sonnet-4-6',
    opus46: 'anthropic.claude-opus-4-6-v1',
    opus45: 'anthropic.claude-opus-4-5-20251101-v1:0',
    sonnet45: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    haiku45: 'anthropic.claude-haiku-4-5-20251001-v1:0',
  }
  const strictTool = { tools: [{ toolSpec: { ...aTool.tools[0].toolSpec, strict: true } }] }
  const thinking = (type: string) => ({ additionalModelRequestFields: { thinking: { type } } })
  const requests: Record<string, { input: Input; refusal: string; except: (keyof typeof ids)[] }> = {
    'toolChoice tool': {
      input: { toolConfig: aTool },
      refusal: 'tool_choice: type "tool" and "any" are not supported for this model.',
      except: ['sonnet55', 'opus55'],
    },
    'toolChoice any': {
      input: { toolConfig: { ...aTool, toolChoice: { any: {} } } },
      refusal: 'tool_choice: type "tool" and "any" are not supported for this model.',
      except: ['sonnet55', 'opus55'],
    },
    'toolChoice auto': { input: { toolConfig: { ...aTool, toolChoice: { auto: {} } } }, refusal: '', except: [] },
    temperature: {
      input: { inferenceConfig: { maxTokens: 800, temperature: 0 } },
      refusal: '`temperature` is deprecated for this model.',
      except: ['haiku55', 'sonnet55', 'opus55', 'sonnet5', 'opus5', 'opus48', 'opus47'],
    },
    topP: {
      input: { inferenceConfig: { maxTokens: 800, topP: 0.9 } },
      refusal: '`top_p` is deprecated for this model.',
      except: ['haiku55', 'sonnet55', 'opus55', 'sonnet5', 'opus5', 'opus48', 'opus47'],
    },
    'a native schema': {
      input: { outputConfig: aFormat },
      refusal: 'output_config.format: Extra inputs are not permitted',
      except: ['haiku55', 'sonnet55', 'opus55', 'opus5', 'opus48', 'opus47'],
    },
    'a strict tool': {
      input: { toolConfig: strictTool },
      refusal: 'tools.0.custom.strict: Extra inputs are not permitted',
      except: ['haiku55', 'sonnet55', 'opus55', 'sonnet5', 'opus5', 'opus48', 'opus47'],
    },
    'thinking switched off': {
      input: thinking('disabled'),
      refusal: '"thinking.type.disabled" is not supported for this model.',
      except: ['sonnet55', 'opus55'],
    },
    'thinking with a budget': {
      input: thinking('enabled'),
      refusal:
        '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
      except: ['haiku55', 'sonnet55', 'opus55', 'sonnet5', 'opus5', 'opus48', 'opus47'],
    },
    effort: {
      input: { outputConfig: { effort: 'low' } },
      refusal: 'This model does not support the effort parameter.',
      except: ['sonnet45', 'haiku45'],
    },
    prefill: {
      input: { messages: [hello, says('assistant', { text: '{' })] } as Input,
      refusal: 'This model does not support assistant message prefill. The conversation must end with a user message.',
      except: ['haiku55', 'sonnet55', 'opus55', 'sonnet5', 'opus5', 'opus48', 'opus47', 'sonnet46', 'opus46'],
    },
  }

  test.each(Object.entries(requests))('accepts %s, unless it is one that does not', async (_, request) => {
    const verdicts = await Promise.all(
      Object.entries(ids).map(async ([name, id]) => [
        name,
        await verdict({ ...request.input, modelId: `global.${id}` }),
      ]),
    )
    const expected = Object.keys(ids).map((name) => [
      name,
      request.except.some((one) => one === name) ? refusedFor(request.refusal) : 'ok',
    ])
    expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(expected))
  })

  test.each([
    [ids.haiku55, true, 'ok'],
    [ids.sonnet5, false, refusedFor('output_config.format: Extra inputs are not permitted')],
  ])('%s accepts a native schema when told so: %s', async (id, accepts, expected) => {
    const options = { nativeSchema: { [id]: accepts } }
    expect(await verdict({ modelId: `eu.${id}`, outputConfig: aFormat }, options)).toBe(expected)
  })

  test('has its refusals prefixed on demand, but not those of Bedrock', async () => {
    const options = { prefixed: true }
    const modelId = `us.${ids.opus55}`
    expect(await verdict({ modelId, toolConfig: aTool }, options)).toBe(
      refusedFor(
        'The model returned the following errors: tool_choice: type "tool" and "any" are not supported for this model.',
      ),
    )
    expect(await verdict({ messages: [] }, options)).not.toContain('The model returned')
  })

  test.each([
    ['global.anthropic.claude-sonnet-5', 'ok'],
    ['jp.anthropic.claude-haiku-4-5-20251001-v1:0', 'ok'],
    ['au.anthropic.claude-sonnet-4-6', 'ok'],
    [
      'anthropic.claude-sonnet-5',
      refusedFor(
        'Invocation of model ID anthropic.claude-sonnet-5 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      ),
    ],
    [
      'eu.anthropic.claude-sonnet-4-20250514-v1:0',
      'ResourceNotFoundException: This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    ],
    [
      'eu.anthropic.claude-sonnet-9',
      'ResourceNotFoundException: Could not resolve the foundation model from the provided model identifier.',
    ],
    [
      'amazon.titan-embed-text-v2:0',
      refusedFor(
        'This action doesn’t support the model that you provided. Try again with a supported text or chat model.',
      ),
    ],
  ])('under the id %s is %s', async (modelId, expected) => {
    expect(await verdict({ modelId })).toBe(expected)
  })

  test.each([
    ['forces a tool while thinking', { toolConfig: aTool, ...thinking('enabled') }, 'Thinking may not be enabled when'],
    [
      'sets temperature and topP',
      { inferenceConfig: { maxTokens: 800, temperature: 0, topP: 0.5 } },
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    ],
    ['wants too long an answer', { inferenceConfig: { maxTokens: 64_000 } }, 'exceeds the model limit of 64000. Try'],
    [
      'is too long',
      { messages: [says('user', { text: 'x'.repeat(700_004) })] },
      'prompt is too long: 200002 tokens > 200000 maximum',
    ],
    [
      'has five cache points',
      { system: [1, 2, 3, 4, 5].flatMap((text) => [{ text: `${text}` }, point()]) },
      'A maximum of 4 blocks with cache_control may be provided. Found 5.',
    ],
    [
      'keeps the later part longer',
      { system: [{ text: 'Hello' }, point()], messages: [says('user', { text: 'Hello' }, point('1h'))] },
      "messages.0.content.1.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m'",
    ],
  ])('refuses a request that %s', async (_, input, refusal) => {
    const modelId = `eu.${ids.sonnet45}`
    expect(await verdict({ modelId, ...(input as Input) })).toContain(`ValidationException: `)
    expect(await verdict({ modelId, ...(input as Input) })).toContain(refusal)
  })
})

describe('a schema that a model is held to', () => {
  const modelId = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'
  const object = (properties: object) => ({ type: 'object', properties, additionalProperties: false })
  const refusals: [title: string, schema: object, refusal: string][] = [
    [
      'bounds',
      object({ n: { type: 'integer', minimum: 0, maximum: 9 } }),
      `For 'integer' type, properties maximum, minimum are not supported`,
    ],
    [
      'a length',
      object({ s: { type: ['string', 'null'], maxLength: 3 } }),
      `For 'string' type, property 'maxLength' is not supported`,
    ],
    [
      'a count',
      object({ a: { type: 'array', items: {}, maxItems: 3 } }),
      `For 'array' type, property 'maxItems' is not supported`,
    ],
    [
      'a minimum of two',
      object({ a: { type: 'array', minItems: 2 } }),
      `For 'array' type, 'minItems' values other than 0 or 1 are not supported`,
    ],
    [
      'an open object',
      object({ a: { type: 'array', items: { type: 'object' } } }),
      `For 'object' type, 'additionalProperties' must be explicitly set to false`,
    ],
    ['one of several', object({ a: { oneOf: [] } }), `Schema type 'oneOf' is not supported`],
  ]

  test.each(refusals)('must not have %s', async (_, schema, refusal) => {
    const jsonSchema = { name: 'x', schema: JSON.stringify(schema) }
    const outputConfig = { textFormat: { type: 'json_schema', structure: { jsonSchema } } } as const
    expect(await verdict({ modelId, outputConfig })).toBe(refusedFor(`output_config.format.schema: ${refusal}`))
    const held = (strict: boolean) => ({ name: 'x', inputSchema: { json: schema }, ...(strict && { strict }) })
    const tool = (strict: boolean) => ({ modelId, toolConfig: { tools: [{ toolSpec: held(strict) }] } }) as Input
    expect(await verdict(tool(true))).toBe(refusedFor(`tools.0.custom: ${refusal}`))
    expect(await verdict(tool(false))).toBe('ok')
  })
})
