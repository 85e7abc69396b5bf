import { describe, expect, test } from 'vitest'
import { BusyError, PermanentError } from '../../src/errors.ts'
import { openAiEmbedder, probeEmbeddings } from '../../src/openai/openai-embedder.ts'
import { embeddings, type Reply, type Script, standInOpenAi } from '../support/stand-in-openai.ts'

const path = '/v1/embeddings'

async function aServer(replies: Script[string], rest: Script = {}) {
  const server = await standInOpenAi({ [path]: replies, ...rest })
  return { server, settings: { baseUrl: server.url, apiKey: null, model: 'bge-m3' } }
}

const vectorOf = (size: number, value = 1) => new Array<number>(size).fill(value)
const lengthOf = (vector: readonly number[] | undefined) => Math.hypot(...(vector ?? []))
const vectorsReply = (...vectors: unknown[]): Reply => ({
  json: { data: vectors.map((embedding, index) => ({ index, embedding })) },
})

describe('an embedder', () => {
  test('asks for vectors of 1024 dimensions and is named for its model', async () => {
    const { server, settings } = await aServer(embeddings(() => vectorOf(1024)))
    const embedder = openAiEmbedder(settings)
    await embedder.embed(['one', 'two'])
    expect(embedder.name).toBe('bge-m3')
    expect(server.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        path,
        body: { model: 'bge-m3', input: ['one', 'two'], dimensions: 1024, messages: [] },
      }),
    ])
  })

  test.each<[what: string, given: number[], ones: number]>([
    ['of the right size is only normalised', vectorOf(1024, 3), 1024],
    ['that is too short is filled up with zeros', vectorOf(768, 0.5), 768],
    ['of one number is filled up, too', [-2], 1],
    ['that is too long is cut', vectorOf(4096, 7), 1024],
  ])('gives unit vectors: one %s', async (_, given, ones) => {
    const { settings } = await aServer(embeddings(() => given))
    const [vector] = await openAiEmbedder(settings).embed(['one'])
    expect(vector).toHaveLength(1024)
    expect(lengthOf(vector)).toBeCloseTo(1, 10)
    expect(vector?.filter((value) => value !== 0)).toHaveLength(ones)
    expect(
      vector?.slice(0, ones).every((value) => Math.abs(value - Math.sign(given[0] ?? 0) / Math.sqrt(ones)) < 1e-9),
    ).toBe(true)
  })

  test('sends many texts in batches and keeps their order', async () => {
    const { server, settings } = await aServer(embeddings((text) => [Number(text), 1]))
    const texts = Array.from({ length: 70 }, (_, index) => String(index))
    const vectors = await openAiEmbedder(settings).embed(texts)
    expect(server.requests.map(({ body }) => body.input.length)).toEqual([32, 32, 6])
    expect(vectors.map(([first = 0, second = 0]) => Math.round(first / second))).toEqual(texts.map(Number))
  })

  test('goes by the index of a vector, not by where it stands', async () => {
    const data = [
      { index: 1, embedding: [0, 1] },
      { index: 0, embedding: [1, 0] },
    ]
    const { settings } = await aServer([{ json: { data } }])
    const [first, second] = await openAiEmbedder(settings).embed(['one', 'two'])
    expect([first?.slice(0, 2), second?.slice(0, 2)]).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  test('asks nothing for no texts', async () => {
    const { server, settings } = await aServer([])
    expect(await openAiEmbedder(settings).embed([])).toEqual([])
    expect(server.requests).toEqual([])
  })

  test('leaves the size to a server that refuses to be asked for one, from then on', async () => {
    const refusal = {
      status: 400,
      json: {
        object: 'error',
        message:
          'Model "bge-m3" does not support matryoshka representation, changing output dimensions will lead to poor results.',
        type: 'BadRequestError',
        code: 400,
      },
    }
    const { server, settings } = await aServer((request) =>
      request.body.dimensions ? refusal : embeddings(() => vectorOf(1024))(request),
    )
    const embedder = openAiEmbedder(settings)
    await embedder.embed(['one'])
    const [vector] = await embedder.embed(['two'])
    expect(lengthOf(vector)).toBeCloseTo(1, 10)
    expect(server.requests.map(({ body }) => body.dimensions)).toEqual([1024, undefined, undefined])
  })

  test.each<[what: string, reply: Reply]>([
    ['an empty one', vectorsReply([])],
    ['not a number', vectorsReply([1, null])],
    ['text', vectorsReply('AACAPwAAAAA=')],
    ['zeros alone', vectorsReply([0, 0, 0])],
    ['a number without end', { json: '{"data":[{"index":0,"embedding":[1e999]}]}' }],
    ['one too few', vectorsReply()],
    ['one too many', vectorsReply([1], [1])],
    ['one with an index of its own', { json: { data: [{ index: 4, embedding: [1] }] } }],
    ['no list at all', { json: {} }],
  ])('refuses a vector that is %s', async (_, reply) => {
    const { settings } = await aServer([reply])
    await expect(openAiEmbedder(settings).embed(['one'])).rejects.toThrow(
      /bge-m3 at .* gave no usable vectors for 1 texts/,
    )
  })

  test.each<[what: string, reply: Reply, error: new (...parts: never[]) => Error, message: RegExp]>([
    [
      'a text too long',
      { status: 400, json: { error: { message: 'the input length exceeds the context length' } } },
      PermanentError,
      /longer than the context of bge-m3/,
    ],
    [
      'an unknown model',
      { status: 404, json: { error: { message: 'model "bge-m3" not found, try pulling it first' } } },
      PermanentError,
      /has no model called bge-m3\. It offers qwen3/,
    ],
    ['no room', { status: 429, json: '' }, BusyError, /busy/],
    ['a crash', { status: 500, json: { error: 'Received embed-string-error' } }, Error, /failed on bge-m3/],
  ])('explains %s', async (_, reply, error, message) => {
    const { settings } = await aServer([reply], { '/v1/models': [{ json: { data: [{ id: 'qwen3' }] } }] })
    const failure = await openAiEmbedder(settings)
      .embed(['one'])
      .catch((reason: unknown) => reason)
    expect(failure).toBeInstanceOf(error)
    expect(failure).toHaveProperty('message', expect.stringMatching(message))
  })

  test('ends with its caller', async () => {
    const { server, settings } = await aServer([{ fault: 'hang' }])
    const controller = new AbortController()
    const vectors = openAiEmbedder(settings).embed(['one'], controller.signal)
    await expect.poll(() => server.requests.length).toBe(1)
    controller.abort(new Error('nobody waits any more'))
    await expect(vectors).rejects.toThrow('nobody waits any more')
  })
})

describe('a server is found', () => {
  test.each<[answer: boolean, what: string, replies: readonly Reply[]]>([
    [true, 'vectors', [vectorsReply(vectorOf(768))]],
    [
      true,
      'vectors, but not of a given size',
      [{ status: 400, json: { error: 'dimensions is currently not supported' } }, vectorsReply([1])],
    ],
    [false, 'no such address (vLLM)', [{ status: 404, json: { detail: 'Not Found' } }]],
    [false, 'no such address (Ollama)', [{ status: 404, json: '404 page not found' }]],
    [
      false,
      'no such address (LM Studio)',
      [{ json: { error: 'Unexpected endpoint or method. (POST /v1/embeddings)' } }],
    ],
    [
      false,
      'a model without (vLLM)',
      Array(2).fill({
        json: {
          object: 'error',
          message: 'The model does not support Embeddings API',
          type: 'BadRequestError',
          code: 400,
        },
      }),
    ],
    [
      false,
      'a model without (Ollama)',
      [{ status: 500, json: { error: { message: 'this model does not support embeddings', type: 'api_error' } } }],
    ],
    [
      false,
      'a server without (llama.cpp)',
      Array(2).fill({
        status: 501,
        json: {
          error: {
            code: 501,
            message: 'This server does not support embeddings. Start it with `--embeddings`',
            type: 'not_supported_error',
          },
        },
      }),
    ],
    [false, 'vectors of nothing', [vectorsReply([0, 0])]],
  ])('to embed (%s) by %s', async (answer, _, replies) => {
    const { settings } = await aServer(replies)
    expect(await probeEmbeddings(settings)).toBe(answer)
  })

  test.each<[what: string, reply: Reply, message: RegExp]>([
    ['refuses the key', { status: 401, json: '' }, /refuses the key/],
    [
      'has no such model',
      { status: 404, json: { error: { message: 'model "bge-m3" not found' } } },
      /has no model called bge-m3/,
    ],
    ['has no room', { status: 429, json: '' }, /busy/],
    ['fails', { status: 500, json: '' }, /failed on bge-m3/],
    ['breaks off', { fault: 'disconnect' }, /broke/],
  ])('to be in no state to tell when it %s', async (_, reply, message) => {
    const { settings } = await aServer([reply], { '/v1/models': [{ json: { data: [{ id: 'qwen3' }] } }] })
    await expect(probeEmbeddings(settings)).rejects.toThrow(message)
  })
})
