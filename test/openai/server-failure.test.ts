import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { BusyError, PermanentError, UserError } from '../../src/errors.ts'
import { type OpenAiSettings, openAiModel } from '../../src/openai/openai-model.ts'
import type { ModelRequest } from '../../src/ports.ts'
import { completion, type Reply, type Script, standInOpenAi } from '../support/stand-in-openai.ts'

const document = 'Dynamo throttled the basket table of the shop on a Friday evening.'
const apiKey = 'sk-very-secret'
const request: ModelRequest = {
  tier: 'large',
  system: 'You name things.',
  turns: [{ from: 'user', text: document }],
  schema: { name: 'patterns', json: { type: 'object', required: ['names'] } },
  maxTokens: 321,
}

async function aServer(replies: readonly Reply[], rest: Script = {}) {
  const server = await standInOpenAi({ '/v1/chat/completions': replies, ...rest })
  const settings: OpenAiSettings = { baseUrl: server.url, apiKey, models: { small: 'tiny', large: 'huge' } }
  return { server, settings }
}

/** Why the model gave no answer. Whatever the reason is, it shows neither the key nor the document. */
async function failureOf(settings: OpenAiSettings, part: Partial<ModelRequest> = {}): Promise<Error> {
  const reason: unknown = await openAiModel(settings)
    .answer({ ...request, ...part })
    .then(() => 'it answered')
    .catch((error: unknown) => error)
  if (!(reason instanceof Error)) throw new Error(`expected an error, got ${String(reason)}`)
  for (let error: unknown = reason; error instanceof Error; error = error.cause) {
    expect(error.message).not.toContain(apiKey)
    expect(error.message).not.toContain('basket table')
  }
  return reason
}

/** An address where a server was and is no more. */
async function nobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

const models = (...ids: string[]): Script => ({
  '/v1/models': () => ({ json: { object: 'list', data: ids.map((id) => ({ id })) } }),
})

describe('a failure that only a change can mend', () => {
  test.each<[what: string, reply: Reply, message: RegExp]>([
    [
      'a missing key',
      {
        status: 401,
        json: { error: { type: 'invalid_request', code: 'invalid_api_key', message: `no such key: ${apiKey}` } },
      },
      /refuses the key \(401 invalid_api_key\)\. Set OPENAI_API_KEY/,
    ],
    ['a key without the right', { status: 403, json: { error: 'forbidden' } }, /refuses the key \(403\)/],
    [
      'a missing key, said with 200',
      { json: { error: { message: 'Unauthorized', code: 401 } } },
      /refuses the key \(401\)/,
    ],
    [
      'a prompt too long for OpenAI',
      {
        status: 400,
        json: { error: { message: 'too many', type: 'invalid_request_error', code: 'context_length_exceeded' } },
      },
      /longer than the context of huge/,
    ],
    [
      'a prompt too long for vLLM',
      {
        status: 400,
        json: {
          object: 'error',
          message: "This model's maximum context length is 4096 tokens. However, you requested 6616 tokens",
          type: 'BadRequestError',
          code: 400,
        },
      },
      /longer than the context of huge.*--max-model-len/,
    ],
    [
      'a prompt too long for LM Studio',
      {
        status: 400,
        json: {
          error:
            'Trying to keep the first 15857 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
        },
      },
      /LM Studio: its context length/,
    ],
    [
      'a prompt too long for Ollama',
      {
        status: 400,
        json: {
          error: {
            message: 'request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it',
            type: 'exceed_context_size_error',
          },
        },
      },
      /Ollama: OLLAMA_CONTEXT_LENGTH/,
    ],
    [
      'a prompt too long for llama.cpp',
      { status: 500, json: { error: { code: 500, message: 'Context size has been exceeded.', type: 'server_error' } } },
      /longer than the context/,
    ],
  ])('%s', async (_, reply, message) => {
    const { server, settings } = await aServer([reply])
    const failure = await failureOf(settings)
    expect(failure).toBeInstanceOf(PermanentError)
    expect(failure.message).toMatch(message)
    expect(server.chats()).toHaveLength(1)
  })

  test('a request that every form of it has been refused for, whose reason may quote the document', async () => {
    const echo = {
      object: 'error',
      message: `1 validation error: {'input': '${document}'}`,
      type: 'BadRequestError',
      code: 400,
    }
    const reply = { status: 400, json: echo }
    const { settings } = await aServer([reply, reply, reply])
    const failure = await failureOf(settings)
    expect(failure).toBeInstanceOf(PermanentError)
    expect(failure.message).toMatch(/refused the request to huge \(400 BadRequestError\)\. Its own log says why/)
  })

  test.each<[status: number]>([[301], [302], [307], [308]])(
    'a redirect (%i), which is not followed',
    async (status) => {
      const { server, settings } = await aServer([{ status, headers: { location: '/v1/elsewhere' }, json: '' }], {
        '/v1/elsewhere': [completion({ names: [] })],
      })
      expect((await failureOf(settings)).message).toMatch(/not where an OpenAI-compatible server answers \(30\d\)/)
      expect(server.requests.map(({ path }) => path)).not.toContain('/v1/elsewhere')
    },
  )
})

describe('an unknown model', () => {
  test.each<[who: string, reply: Reply]>([
    [
      'Ollama',
      {
        status: 404,
        json: {
          error: {
            message: 'model "huge" not found, try pulling it first',
            type: 'api_error',
            param: null,
            code: null,
          },
        },
      },
    ],
    [
      'vLLM',
      {
        status: 404,
        json: { object: 'error', message: 'The model `huge` does not exist.', type: 'NotFoundError', code: 404 },
      },
    ],
    [
      'LM Studio',
      {
        status: 400,
        json: {
          error: {
            message: 'Invalid model identifier "huge". Please specify a valid downloaded model',
            code: 'model_not_found',
          },
        },
      },
    ],
    ['a server without a word', { status: 404, json: '' }],
  ])('of %s is reported with the models that there are', async (_, reply) => {
    const { settings } = await aServer([reply], models('qwen3-8b', 'huge-2'))
    const failure = await failureOf(settings)
    expect(failure).toBeInstanceOf(PermanentError)
    expect(failure.message).toMatch(/has no model called huge\. It offers qwen3-8b, huge-2\. Did you mean huge-2\?/)
  })

  test('is no guess where none is near', async () => {
    const { settings } = await aServer([{ status: 404, json: { error: 'model not found' } }], models('qwen3-8b'))
    expect((await failureOf(settings)).message).toMatch(/It offers qwen3-8b\. Correct the name/)
  })

  test('on a server without any is told apart', async () => {
    const { settings } = await aServer([{ status: 404, json: { error: 'model not found' } }], models())
    expect((await failureOf(settings)).message).toMatch(/It offers none: load one/)
  })

  test('that is there but not loaded is told apart', async () => {
    const reply = {
      status: 400,
      json: { error: "No models loaded. Please load a model in the developer page or use the 'lms load' command." },
    }
    const { settings } = await aServer([reply], models('huge'))
    const failure = await failureOf(settings)
    expect(failure).toBeInstanceOf(PermanentError)
    expect(failure.message).toMatch(/knows huge but can't use it for this \(400\)\. Load it there first/)
  })
})

describe('a wrong address', () => {
  test.each<[who: string, reply: Reply]>([
    ['Ollama', { status: 404, headers: { 'content-type': 'text/plain' }, json: '404 page not found' }],
    ['vLLM', { status: 404, json: { detail: 'Not Found' } }],
    ['LM Studio', { status: 200, json: { error: 'Unexpected endpoint or method. (POST /chat/completions)' } }],
  ])('as %s answers it is named, without its query', async (_, reply) => {
    const server = await standInOpenAi({ '/wrong/chat/completions?token=hidden': [reply] })
    const baseUrl = `${server.url}/wrong?token=hidden`
    const failure = await failureOf({ baseUrl, apiKey, models: { small: 'tiny', large: 'huge' } })
    expect(failure).toBeInstanceOf(PermanentError)
    expect(failure.message).toContain(`${server.url}/wrong is not where an OpenAI-compatible server answers`)
    expect(failure.message).toMatch(/it usually ends in \/v1/)
    expect(failure.message).not.toContain('hidden')
  })

  test.each<[what: string, json: unknown]>([
    ['a web page', '<html>Welcome</html>'],
    ['JSON that breaks off', '{"choices": [{"message": {"content": "Dynamo throttled the basket table'],
    ['JSON of another kind', { status: 'ok' }],
    ['no choice', { choices: [] }],
    ['nothing', ''],
  ])('that answers with %s is asked again later', async (_, json) => {
    const { settings } = await aServer([{ json }])
    const failure = await failureOf(settings)
    expect(failure).not.toBeInstanceOf(PermanentError)
    expect(failure.message).toMatch(/no chat completion\. Check that OPENAI_BASE_URL/)
  })

  test('that hides a password is refused before anything is sent', () => {
    const settings = {
      baseUrl: 'http://me:hunter2@127.0.0.1:1234/v1',
      apiKey: null,
      models: { small: 'tiny', large: 'huge' },
    }
    expect(() => openAiModel(settings)).toThrow(UserError)
    expect(() => openAiModel(settings)).not.toThrow(/hunter2/)
  })

  test.each(['sk-secret\n', 'sk secret', 'sk-“secret”'])(
    'with a key that no header can carry is refused, without the key',
    (key) => {
      const settings = { baseUrl: 'http://127.0.0.1:1234', apiKey: key, models: { small: 'tiny', large: 'huge' } }
      expect(() => openAiModel(settings)).toThrow(/OPENAI_API_KEY holds white space or letters that no key has/)
      expect(() => openAiModel(settings)).not.toThrow(/secret/)
    },
  )
})

describe('a server without room', () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString()
  test.each<[what: string, reply: Reply, least: number, most: number]>([
    ['429', { status: 429, json: { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } } }, 20, 20],
    ['429 with seconds', { status: 429, headers: { 'retry-after': '7' }, json: { error: 'slow down' } }, 7, 7],
    ['429 with a date', { status: 429, headers: { 'retry-after': inAMinute }, json: '' }, 50, 60],
    ['429 with nonsense', { status: 429, headers: { 'retry-after': 'soon' }, json: '' }, 20, 20],
    ['429 with a day', { status: 429, headers: { 'retry-after': '86400' }, json: '' }, 3_600, 3_600],
    ['503 with seconds', { status: 503, headers: { 'retry-after': '3' }, json: '' }, 3, 3],
    [
      'a model still loading (llama.cpp)',
      { status: 503, json: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } } },
      20,
      20,
    ],
    [
      'a full queue (Ollama)',
      {
        status: 503,
        json: {
          error: { message: 'server busy, please try again.  maximum pending requests exceeded', type: 'api_error' },
        },
      },
      20,
      20,
    ],
  ])('(%s) is asked again after a pause', async (_, reply, least, most) => {
    const { settings } = await aServer([reply])
    const failure = await failureOf(settings)
    expect(failure).toBeInstanceOf(BusyError)
    expect(failure).toHaveProperty(
      'seconds',
      expect.toSatisfy((seconds: number) => least <= seconds && seconds <= most),
    )
    expect(failure.message).toMatch(/is busy or still loading huge/)
  })
})

describe('a failure that may pass', () => {
  test.each<[what: string, reply: Reply]>([
    ['500', { status: 500, json: { error: { message: `internal: ${document}`, type: 'InternalServerError' } } }],
    ['502', { status: 502, json: '<html>Bad Gateway</html>' }],
    ['503', { status: 503, json: '' }],
    ['408', { status: 408, json: '' }],
    [
      'a crash of LM Studio',
      { status: 400, json: { error: 'The model has crashed without additional information. (Exit code: 6)' } },
    ],
    ['an error within a 200', { status: 200, json: { error: { message: 'the runner has gone', code: 500 } } }],
  ])('(%s) is no reason to give up', async (_, reply) => {
    const { server, settings } = await aServer([reply])
    const failure = await failureOf(settings)
    expect(failure).not.toBeInstanceOf(PermanentError)
    expect(failure).not.toBeInstanceOf(BusyError)
    expect(failure.message).toMatch(/failed on huge \(\d{3}.*\)\. Its own log says why/)
    expect(server.chats()).toHaveLength(1)
  })

  test('a server that is not there is named, with what to do', async () => {
    const failure = await failureOf({ baseUrl: await nobody(), apiKey, models: { small: 'tiny', large: 'huge' } })
    expect(failure).not.toBeInstanceOf(PermanentError)
    expect(failure.message).toMatch(
      /^No model server can be reached at http:\/\/127\.0\.0\.1:\d+\/v1 \(ECONNREFUSED\)\. Start LM Studio .* or Ollama/,
    )
  })

  test.each(['disconnect', 'disconnect_in_body'] as const)('a connection that breaks (%s)', async (fault) => {
    const { settings } = await aServer([{ fault, json: { a: 'long enough to be cut' } }])
    const failure = await failureOf(settings)
    expect(failure).not.toBeInstanceOf(PermanentError)
    expect(failure.message).toMatch(/The connection to the model server at http:\/\/127\.0\.0\.1:\d+\/v1 broke/)
  })

  test('a server that takes too long, which is then left alone', async () => {
    const { server, settings } = await aServer([{ fault: 'hang' }])
    const failure = await failureOf({ ...settings, timeoutMs: 100 })
    expect(failure).not.toBeInstanceOf(PermanentError)
    expect(failure.message).toMatch(/gave no answer within 0\.1 s/)
    await expect.poll(server.waiting).toBe(0)
  })

  test('an answer that stops in the middle', async () => {
    const { settings } = await aServer([{ fault: 'hang_in_body', json: { a: 'long enough to be cut' } }])
    expect((await failureOf({ ...settings, timeoutMs: 100 })).message).toMatch(/gave no answer within/)
  })

  test('a server that is slow but in time is waited for', async () => {
    const { settings } = await aServer([{ latencyMs: 150, ...completion({ names: [] }) }])
    await expect(openAiModel({ ...settings, timeoutMs: 10_000 }).answer(request)).resolves.toMatchObject({
      text: '{"names":[]}',
    })
  })
})

describe('an abort', () => {
  test('ends the call with its own reason, and the server hears of it', async () => {
    const { server, settings } = await aServer([{ fault: 'hang' }])
    const controller = new AbortController()
    const failure = failureOf(settings, { signal: controller.signal })
    await expect.poll(() => server.requests.length).toBe(1)
    controller.abort(new Error('nobody waits any more'))
    expect((await failure).message).toBe('nobody waits any more')
    await expect.poll(server.waiting).toBe(0)
  })

  test('before the call sends nothing', async () => {
    const { server, settings } = await aServer([completion({ names: [] })])
    expect((await failureOf(settings, { signal: AbortSignal.abort(new Error('too late')) })).message).toBe('too late')
    expect(server.requests).toEqual([])
  })

  test('while models are looked up ends that too', async () => {
    const { server, settings } = await aServer([{ status: 404, json: { error: 'model not found' } }], {
      '/v1/models': [{ fault: 'hang' }],
    })
    const controller = new AbortController()
    const failure = failureOf(settings, { signal: controller.signal })
    await expect.poll(() => server.requests.length).toBe(2)
    controller.abort(new Error('nobody waits any more'))
    expect((await failure).message).toBe('nobody waits any more')
  })
})
