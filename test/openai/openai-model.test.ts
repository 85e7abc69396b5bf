import { describe, expect, test } from 'vitest'
import { InvalidAnswerError, PermanentError } from '../../src/errors.ts'
import { openAiModel } from '../../src/openai/openai-model.ts'
import type { ModelRequest } from '../../src/ports.ts'
import { completion, type Reply, type Script, serving, standInOpenAi } from '../support/stand-in-openai.ts'

const chatPath = '/v1/chat/completions'
const names = { names: ['a', 'b'] }
const schema = {
  type: 'object',
  properties: { names: { type: 'array', items: { type: 'string' }, description: 'Short ones.' } },
  required: ['names'],
  additionalProperties: false,
}
const request: ModelRequest = {
  tier: 'large',
  system: 'You name things.',
  turns: [{ from: 'user', text: 'Name letters.' }],
  schema: { name: 'patterns', json: schema },
  maxTokens: 321,
}

async function aModel(
  chat: readonly Reply[] | ((request: Parameters<ReturnType<typeof serving>>[0]) => Reply),
  rest: Script = {},
) {
  const server = await standInOpenAi({ [chatPath]: chat, ...rest })
  const settings = { baseUrl: `${server.url}/v1`, apiKey: null, models: { small: 'tiny', large: 'huge' } }
  return { server, settings, model: openAiModel(settings) }
}

const formatsOf = (server: Awaited<ReturnType<typeof standInOpenAi>>) =>
  server.chats().map(({ response_format }) => response_format?.type ?? 'none')

describe('a question', () => {
  test('is a chat completion with the schema as its format, without sampling parameters', async () => {
    const { server, model } = await aModel(serving(names))
    await model.answer(request)
    const [sent] = server.chats()
    expect(sent).toEqual({
      model: 'huge',
      messages: [
        { role: 'system', content: expect.stringMatching(/^You name things\.\n\n/) },
        { role: 'user', content: 'Name letters.' },
      ],
      input: [],
      max_tokens: 321,
      stream: false,
      response_format: { type: 'json_schema', json_schema: { name: 'patterns', schema, strict: true } },
    })
  })

  test('shows the model the schema, which a sampler would keep to itself', async () => {
    const { server, model } = await aModel(serving(names))
    await model.answer(request)
    expect(server.chats()[0]?.messages[0]?.content).toContain(JSON.stringify(schema))
  })

  test('carries the turns of a repair in their order', async () => {
    const { server, model } = await aModel(serving(names))
    const turns = [...request.turns, { from: 'model', text: '{}' } as const, { from: 'user', text: 'Again.' } as const]
    await model.answer({ ...request, turns })
    expect(server.chats()[0]?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Name letters.' },
      { role: 'assistant', content: '{}' },
      { role: 'user', content: 'Again.' },
    ])
  })

  test('goes to the model of its tier', async () => {
    const { server, model } = await aModel(serving(names))
    await model.answer({ ...request, tier: 'small' })
    expect(server.chats()[0]?.model).toBe('tiny')
    expect([model.nameOf('small'), model.nameOf('large')]).toEqual(['tiny', 'huge'])
  })

  test.each([['sk-123', 'sk-123'] as const, [null, null] as const])(
    'with the key %s carries %s',
    async (apiKey, carried) => {
      const { server, settings } = await aModel(serving(names))
      await openAiModel({ ...settings, apiKey }).answer(request)
      expect(server.requests[0]?.key).toBe(carried)
    },
  )
})

describe('a base URL', () => {
  test.each<[given: string, path: string]>([
    ['', '/v1/chat/completions'],
    ['/', '/v1/chat/completions'],
    ['/v1', '/v1/chat/completions'],
    ['/v1/', '/v1/chat/completions'],
    ['/v1//', '/v1/chat/completions'],
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['/v1/models/', '/v1/chat/completions'],
    ['/api/v3', '/api/v3/chat/completions'],
    ['/openai?api-version=1', '/openai/chat/completions?api-version=1'],
  ])('that ends in "%s" leads to %s', async (given, path) => {
    const server = await standInOpenAi({ [path]: serving(names) })
    const model = openAiModel({
      baseUrl: `${server.url}${given}`,
      apiKey: null,
      models: { small: 'tiny', large: 'huge' },
    })
    await model.answer(request)
    expect(server.requests.map((one) => one.path)).toEqual([path])
  })
})

describe('a server that refuses a format', () => {
  test.each<[what: string, refuses: string[], asked: string[]]>([
    ['nothing', [], ['json_schema']],
    ['JSON schemas', ['json_schema'], ['json_schema', 'json_object']],
    ['every format', ['json_schema', 'json_object'], ['json_schema', 'json_object', 'none']],
  ])('(%s) is asked for the next one', async (_, refuses, asked) => {
    const { server, model } = await aModel(serving(names, { refuses }))
    const reply = await model.answer(request)
    expect(JSON.parse(reply.text)).toEqual(names)
    expect(formatsOf(server)).toEqual(asked)
  })

  test.each<[who: string, refusal: Reply]>([
    ['LM Studio', { status: 400, json: { error: "'response_format.type' must be 'json_schema' or 'text'" } }],
    [
      'llama.cpp',
      {
        status: 400,
        json: { error: { code: 400, message: 'failed to parse grammar', type: 'invalid_request_error' } },
      },
    ],
    [
      'Ollama',
      {
        status: 500,
        json: { error: { message: 'failed to load model vocabulary required for format', type: 'api_error' } },
      },
    ],
    [
      'vLLM',
      {
        status: 400,
        json: {
          object: 'error',
          message: 'The provided JSON schema contains features not supported by xgrammar.',
          type: 'BadRequestError',
          code: 400,
        },
      },
    ],
    ['FastAPI', { status: 422, json: { detail: [{ loc: ['body', 'response_format'], msg: 'Input should be text' }] } }],
    ['a server without it', { status: 501, json: { error: 'not implemented' } }],
    ['a server that gives no reason', { status: 400, json: '' }],
    [
      'a server that says so with 200',
      { status: 200, json: { error: { message: 'response_format is not supported', code: 400 } } },
    ],
  ])('as %s does is understood', async (_, refusal) => {
    const { server, model } = await aModel([refusal, completion(names)])
    expect(JSON.parse((await model.answer(request)).text)).toEqual(names)
    expect(formatsOf(server)).toEqual(['json_schema', 'json_object'])
  })

  test('is not asked for it again', async () => {
    const { server, model } = await aModel(serving(names, { refuses: ['json_schema', 'json_object'] }))
    await model.answer(request)
    await model.answer(request)
    expect(formatsOf(server)).toEqual(['json_schema', 'json_object', 'none', 'none'])
  })

  test('for one model is still asked for it of another', async () => {
    const { server, model } = await aModel(serving(names, { refuses: ['json_schema'] }))
    await model.answer(request)
    await model.answer({ ...request, tier: 'small' })
    expect(formatsOf(server)).toEqual(['json_schema', 'json_object', 'json_schema', 'json_object'])
  })

  test('is asked for it again when what it refused was something else', async () => {
    const refusal: Reply = { status: 400, json: { error: 'the template has no system role' } }
    const { server, model } = await aModel([refusal, refusal, refusal, completion(names)])
    await expect(model.answer(request)).rejects.toThrow(PermanentError)
    await model.answer(request)
    expect(formatsOf(server)).toEqual(['json_schema', 'json_object', 'none', 'json_schema'])
  })
})

describe('a server that takes a format and ignores it', () => {
  test('is asked for the next one, and there again', async () => {
    const { server, model } = await aModel(serving(names, { ignores: ['json_schema'] }))
    expect(JSON.parse((await model.answer(request)).text)).toEqual(names)
    await model.answer(request)
    expect(formatsOf(server)).toEqual(['json_schema', 'json_object', 'json_object'])
  })

  test('counts the tokens of both answers', async () => {
    const { model } = await aModel(serving(names, { ignores: ['json_schema'] }))
    expect(await model.answer(request)).toMatchObject({ inputTokens: 200, outputTokens: 40 })
  })

  test('by holding the thoughts to it, and so sends no content, is asked without', async () => {
    const trapped = completion('', { message: { reasoning_content: JSON.stringify(names) } })
    const refusal: Reply = { status: 400, json: { error: "'response_format.type' must be 'json_schema' or 'text'" } }
    const { server, model } = await aModel([trapped, refusal, completion(names), completion(names)])
    expect(JSON.parse((await model.answer(request)).text)).toEqual(names)
    await model.answer(request)
    expect(formatsOf(server)).toEqual(['json_schema', 'json_object', 'none', 'none'])
  })

  test('gives its last answer when no form helps, and starts from the top the next time', async () => {
    const { server, model } = await aModel([
      completion('No.'),
      completion('Never.'),
      completion('I can not.'),
      completion(names),
    ])
    expect((await model.answer(request)).text).toBe('I can not.')
    await model.answer(request)
    expect(formatsOf(server)).toEqual(['json_schema', 'json_object', 'none', 'json_schema'])
  })
})

describe('an answer', () => {
  test.each<[what: string, content: string, message: object]>([
    ['a block of thoughts', `<think>Is {"names": []} right?</think>\n\n${JSON.stringify(names)}`, {}],
    ['a block that the template opened', `Let me see. {"names"?}\n</think>${JSON.stringify(names)}`, {}],
    ['a block of another name', `<thinking>Hm.</thinking>${JSON.stringify(names)}`, {}],
    ['thoughts in reasoning_content', JSON.stringify(names), { reasoning_content: 'Hm.' }],
    ['thoughts in reasoning', JSON.stringify(names), { reasoning: 'Hm.' }],
  ])('loses %s', async (_, content, message) => {
    const { model } = await aModel([completion(content, { message })])
    expect((await model.answer(request)).text).toBe(JSON.stringify(names))
  })

  test('keeps what looks like thoughts within it', async () => {
    const content = JSON.stringify({ names: ['<think>a</think>'] })
    const { model } = await aModel([completion(content)])
    expect((await model.answer(request)).text).toBe(content)
  })

  test('that is all thoughts is empty', async () => {
    const thoughts = completion('<think>Names, names, names')
    const { model } = await aModel([thoughts, thoughts, thoughts])
    expect((await model.answer(request)).text).toBe('')
  })

  test('counts tokens as the server does, those from its cache apart', async () => {
    const usage = {
      prompt_tokens: 1_000,
      completion_tokens: 50,
      total_tokens: 1_050,
      prompt_tokens_details: { cached_tokens: 800 },
    }
    const { model } = await aModel([completion(names, { usage })])
    expect(await model.answer(request)).toEqual({
      text: JSON.stringify(names),
      inputTokens: 200,
      outputTokens: 50,
      cacheReadTokens: 800,
      cacheWriteTokens: 0,
      costUsd: 0,
    })
  })

  test('costs what its model is said to cost', async () => {
    const usage = { prompt_tokens: 1_000, completion_tokens: 50, prompt_tokens_details: { cached_tokens: 800 } }
    const { settings } = await aModel([completion(names, { usage })])
    const prices = { huge: { input: 2, output: 10, cacheRead: 0.5 }, tiny: { input: 99, output: 99, cacheRead: 99 } }
    const { costUsd } = await openAiModel({ ...settings, prices }).answer(request)
    expect(costUsd).toBeCloseTo((200 * 2 + 800 * 0.5 + 50 * 10) / 1e6, 12)
  })

  test.each([[{}], [null], [{ prompt_tokens: null, completion_tokens: 0 }]])(
    'may come with no counts: %o',
    async (usage) => {
      const { model } = await aModel([completion(names, { usage })])
      expect(await model.answer(request)).toMatchObject({
        inputTokens: 0,
        outputTokens: 0,
        cacheReadTokens: 0,
        costUsd: 0,
      })
    },
  )
})

describe('an answer that ended early', () => {
  test.each<
    [
      reason: string | null,
      part: { usage?: object },
      error: typeof InvalidAnswerError | typeof PermanentError,
      message: RegExp,
    ]
  >([
    [
      'length',
      { usage: { prompt_tokens: 9, completion_tokens: 321 } },
      InvalidAnswerError,
      /patterns: huge was cut off after 321 tokens\. Raise maxTokens in prompts\/patterns\.md/,
    ],
    [
      'length',
      { usage: { prompt_tokens: 9, completion_tokens: 40 } },
      InvalidAnswerError,
      /cut off after 40 tokens\. Its context was full/,
    ],
    ['length', { usage: {} }, InvalidAnswerError, /cut off after 321 tokens/],
    ['content_filter', {}, PermanentError, /content filter withheld the answer of huge/],
    ['tool_calls', {}, InvalidAnswerError, /stopped for "tool_calls"/],
    ['abort', {}, InvalidAnswerError, /stopped for "abort"/],
    [null, {}, InvalidAnswerError, /stopped for "no reason"/],
  ])('(%s, %o) is none', async (finishReason, part, error, message) => {
    const { server, model } = await aModel([completion(names, { finishReason, ...part })])
    const failure = await model.answer(request).catch((reason: unknown) => reason)
    expect(failure).toBeInstanceOf(error)
    expect(failure).toHaveProperty('message', expect.stringMatching(message))
    expect(server.chats()).toHaveLength(1)
  })
})

describe('a prompt that the server cut to fit its context', () => {
  const long = { ...request, turns: [{ from: 'user', text: 'The checkout was slow. '.repeat(800) } as const] }

  test('is found out by the count of its tokens', async () => {
    const { model } = await aModel([completion(names, { usage: { prompt_tokens: 2_050, completion_tokens: 9 } })])
    const failure = await model.answer(long).catch((reason: unknown) => reason)
    expect(failure).toBeInstanceOf(PermanentError)
    expect(failure).toHaveProperty(
      'message',
      expect.stringMatching(/only 2050 tokens of a prompt of 18416 letters reached huge.*OLLAMA_CONTEXT_LENGTH/),
    )
  })

  test.each([4_600, 9_000, 300, 0])('is not suspected at %i tokens', async (promptTokens) => {
    const { model } = await aModel([
      completion(names, { usage: { prompt_tokens: promptTokens, completion_tokens: 9 } }),
    ])
    await expect(model.answer(long)).resolves.toMatchObject({ inputTokens: promptTokens })
  })
})
