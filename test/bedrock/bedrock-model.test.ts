import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { bedrockClient, bedrockModel } from '../../src/bedrock/bedrock-model.ts'
import { claudeModel, type Price } from '../../src/bedrock/claude-models.ts'
import { titanEmbedder } from '../../src/bedrock/titan-embedder.ts'
import { BusyError, InvalidAnswerError, PermanentError } from '../../src/errors.ts'
import { askModel } from '../../src/pipeline/ask.ts'
import { readNarrative } from '../../src/pipeline/narrative.ts'
import { analyzer } from '../../src/pipeline/stages/analyzer.ts'
import { assignment } from '../../src/pipeline/stages/assignment.ts'
import { attribution } from '../../src/pipeline/stages/attribution.ts'
import { classification } from '../../src/pipeline/stages/classification.ts'
import { merge } from '../../src/pipeline/stages/merge.ts'
import { opportunity } from '../../src/pipeline/stages/opportunity.ts'
import { patterns } from '../../src/pipeline/stages/patterns.ts'
import { prevention } from '../../src/pipeline/stages/prevention.ts'
import { summarization } from '../../src/pipeline/stages/summarization.ts'
import type { ModelRequest } from '../../src/ports.ts'
import { aPostmortem, aTechnology } from '../support/builders.ts'
import { type StandInBedrock, startStandInBedrock } from '../support/stand-in-bedrock.ts'
import type { StandInBedrockOptions } from '../support/stand-in-bedrock-options.ts'

const sonnet = 'eu.anthropic.claude-sonnet-5'
const names = { names: ['a'] }
const request: ModelRequest = {
  tier: 'large',
  system: 'You name things.',
  turns: [{ from: 'user', text: 'Name a letter.' }],
  schema: {
    name: 'patterns',
    json: {
      type: 'object',
      properties: { names: { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 9 } },
      required: ['names'],
      additionalProperties: false,
    },
  },
  maxTokens: 321,
}

type Given = Partial<StandInBedrockOptions> & { large?: string; prices?: Readonly<Record<string, Price>> }

/** The adapter with its own client, led to a stand-in by the environment as the product is. */
async function aModel({ large = sonnet, prices = {}, ...options }: Given = {}) {
  const standIn = await startStandInBedrock({ answer: () => names, ...options })
  onTestFinished(() => standIn.close())
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', standIn.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example')
  onTestFinished(() => void vi.unstubAllEnvs())
  const settings = { region: 'eu-central-1', models: { small: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0', large } }
  const client = bedrockClient(settings)
  onTestFinished(() => client.destroy())
  return { standIn, client, model: bedrockModel({ ...settings, prices }, client) }
}

const sentBody = z.object({
  system: z.array(z.unknown()),
  messages: z.array(z.object({ role: z.string(), content: z.array(z.looseObject({ text: z.string() })) })),
  inferenceConfig: z.record(z.string(), z.unknown()),
  toolConfig: z.object({ toolChoice: z.record(z.string(), z.unknown()) }).optional(),
  outputConfig: z.unknown().optional(),
  additionalModelRequestFields: z.unknown().optional(),
})

const sentTo = ({ requests }: StandInBedrock) => requests.map(({ body }) => sentBody.parse(body))

/** On which rung each request stood, and how it was answered. */
function rungsOf(standIn: StandInBedrock): string[] {
  return sentTo(standIn).map(({ toolConfig, outputConfig }, at) => {
    const choice = toolConfig?.toolChoice
    const rung = outputConfig ? 'schema' : choice?.tool ? 'forced tool' : choice ? 'free tool' : 'instruction'
    return `${rung} ${standIn.requests[at]?.status}`
  })
}

const noTool = 'tool_choice: type "tool" and "any" are not supported for this model.'
const noFormat = 'output_config.format: Extra inputs are not permitted'
const prefix = 'The model returned the following errors: '

describe('a model that', () => {
  const table: [what: string, given: Given, asked: string[], afterwards: string][] = [
    ['takes a schema', {}, ['schema 200'], 'schema 200'],
    [
      'refuses a schema, which nobody knew',
      { large: 'eu.anthropic.claude-haiku-5-5' },
      ['schema 400', 'forced tool 200'],
      'forced tool 200',
    ],
    [
      'refuses a schema in this account only',
      { nativeSchema: { 'anthropic.claude-sonnet-5': false } },
      ['schema 400', 'forced tool 200'],
      'forced tool 200',
    ],
    ['is known to refuse a schema', { large: 'us.anthropic.claude-opus-4-8' }, ['forced tool 200'], 'forced tool 200'],
    [
      'is known to refuse two forms',
      { large: 'global.anthropic.claude-sonnet-5-5' },
      ['free tool 200'],
      'free tool 200',
    ],
    [
      'leaves a free tool alone',
      { large: 'eu.anthropic.claude-opus-5-5', choosesTool: false },
      ['free tool 200'],
      'free tool 200',
    ],
  ]
  for (const prefixed of [false, true])
    test.each(table)(
      `%s is asked in a form that it takes, and remembered (prefixed: ${prefixed})`,
      async (_, given, asked, afterwards) => {
        const { standIn, model } = await aModel({ ...given, prefixed })
        expect((await model.answer(request)).text).toBe(JSON.stringify(names))
        expect(rungsOf(standIn)).toEqual(asked)
        await model.answer(request)
        expect(rungsOf(standIn).slice(asked.length)).toEqual([afterwards])
      },
    )

  test.each(['', prefix])('refuses one form after the other ends with an instruction (%s)', async (before) => {
    const { standIn, model } = await aModel()
    const refusals = [noFormat, noTool, "This model doesn't support tool use."]
    standIn.script(...refusals.map((text) => ({ error: 'ValidationException', message: before + text }) as const))
    expect((await model.answer(request)).text).toBe(JSON.stringify(names))
    await model.answer(request)
    expect(rungsOf(standIn)).toEqual([
      'schema 400',
      'forced tool 400',
      'free tool 400',
      'instruction 200',
      'instruction 200',
    ])
    expect(JSON.stringify(sentTo(standIn).at(-1)?.system)).toContain('\\"names\\"')
  })

  test('refuses even the instruction is given up', async () => {
    const { standIn, model } = await aModel()
    const refusal = { error: 'ValidationException', message: `${prefix}${noTool}` } as const
    standIn.script(refusal, refusal, refusal, refusal)
    await expect(model.answer(request)).rejects.toThrow(PermanentError)
    expect(standIn.requests).toHaveLength(4)
  })

  test('refuses something else is not asked in another form', async () => {
    const { standIn, model } = await aModel()
    standIn.script({
      error: 'ValidationException',
      message: `${prefix}messages: text content blocks must be non-empty`,
    })
    await expect(model.answer(request)).rejects.toThrow(PermanentError)
    await model.answer(request)
    expect(rungsOf(standIn)).toEqual(['schema 400', 'schema 200'])
  })

  test('refuses a form by a value that mentions forms is not asked in another one', async () => {
    const { standIn, model } = await aModel()
    const message = "1 validation error detected: Value 'our tool_choice broke' at 'messages.1' failed"
    standIn.script({ error: 'ValidationException', message })
    await expect(model.answer(request)).rejects.toThrow(PermanentError)
    expect(standIn.requests).toHaveLength(1)
  })

  test('refuses a form late does not bring back one that another call has left behind', async () => {
    const { standIn, model } = await aModel()
    const refusal = (message: string, latencyMs = 0) => ({ error: 'ValidationException', message, latencyMs }) as const
    standIn.script(refusal(noFormat, 300), refusal(noFormat), refusal(noTool))
    await Promise.all([model.answer(request), model.answer(request)])
    await model.answer(request)
    const rungs = rungsOf(standIn)
    expect(rungs.filter((rung) => rung === 'schema 400')).toHaveLength(2)
    expect(rungs.filter((rung) => rung === 'forced tool 400')).toHaveLength(1)
    expect(rungs.filter((rung) => rung === 'free tool 200')).toHaveLength(3)
    expect(rungs).toHaveLength(6)
  })

  test('refuses a form says nothing about the other tier', async () => {
    const { standIn, model } = await aModel({ nativeSchema: { 'anthropic.claude-sonnet-5': false } })
    await model.answer(request)
    await model.answer({ ...request, tier: 'small' })
    expect(rungsOf(standIn)).toEqual(['schema 400', 'forced tool 200', 'schema 200'])
  })
})

describe('a request', () => {
  test.each([
    'global.anthropic.claude-haiku-5-5',
    'eu.anthropic.claude-sonnet-4-6',
    'eu.anthropic.claude-opus-4-7',
    'eu.anthropic.claude-sonnet-5-5',
  ])(
    'to %s has the static text before a cache point, the stage’s maxTokens and no sampling parameter',
    async (large) => {
      const { standIn, model } = await aModel({ large })
      await model.answer(request)
      for (const body of sentTo(standIn)) {
        expect(body.system).toEqual([{ text: 'You name things.' }, { cachePoint: { type: 'default' } }])
        expect(body.inferenceConfig).toEqual({ maxTokens: 321 })
        expect(body.additionalModelRequestFields).toBeUndefined()
      }
    },
  )

  test('carries the turns of a repair in their order, also when there was nothing in one', async () => {
    const { standIn, model } = await aModel()
    const turns = [...request.turns, { from: 'model', text: ' \n' } as const, { from: 'user', text: 'Again.' } as const]
    await model.answer({ ...request, turns })
    expect(sentTo(standIn)[0]?.messages).toEqual([
      { role: 'user', content: [{ text: 'Name a letter.' }] },
      { role: 'assistant', content: [{ text: expect.stringMatching(/\S/) }] },
      { role: 'user', content: [{ text: 'Again.' }] },
    ])
  })

  const stages = [
    summarization,
    classification,
    attribution,
    analyzer,
    patterns,
    merge,
    assignment,
    opportunity,
    prevention,
  ]
  const shapes = stages.map((stage) => ({ name: stage.name, json: z.toJSONSchema(stage.output) }))
  test.each(shapes)('for the shape of $name is taken natively and as a tool', async (schema) => {
    for (const large of [sonnet, 'eu.anthropic.claude-opus-4-8', 'eu.anthropic.claude-sonnet-5-5']) {
      const { standIn, model } = await aModel({ large })
      await model.answer({ ...request, schema })
      expect(standIn.requests.map(({ status }) => status)).toEqual([200])
    }
  })
})

describe('an answer', () => {
  test.each([sonnet, 'eu.anthropic.claude-opus-5', 'eu.anthropic.claude-sonnet-5-5'])(
    'of %s is read past its reasoning',
    async (large) => {
      const { standIn, model } = await aModel({ large })
      standIn.script({ reasoning: true })
      expect((await model.answer(request)).text).toBe(JSON.stringify(names))
    },
  )

  test('in a code fence, for want of a better form, is read by the stage', async () => {
    const { standIn, model } = await aModel({
      large: 'eu.anthropic.claude-sonnet-5-5',
      choosesTool: false,
      fenced: true,
      answer: () => roles,
    })
    expect((await askModel(model)(attribution, aQuestion)).output.role).toBe('mentioned')
    expect(standIn.requests).toHaveLength(1)
  })
})

const roles = {
  precededFailure: { answer: 'unclear', quote: '' },
  necessary: { answer: 'unclear', quote: '' },
  sufficient: { answer: 'unclear', quote: '' },
  role: 'mentioned',
}
const narrative = readNarrative(aPostmortem().body)
const aQuestion = { technology: aTechnology(), technologies: [aTechnology()], narrative, passages: [narrative.text] }

describe('an answer that is no JSON is repaired by the stage', () => {
  test.each([
    ['text', sonnet, '{"role": "aff'],
    ['blank text', sonnet, ' \n '],
    ['prose', sonnet, 'I would rather not.'],
    ['the input of a tool', 'eu.anthropic.claude-opus-5', '{"role": "aff'],
    ['the input of a free tool', 'eu.anthropic.claude-sonnet-5-5', '{"role": "aff'],
  ])('(%s)', async (_, large, raw) => {
    const { standIn, model } = await aModel({ large, answer: () => roles })
    standIn.script({ raw })
    const answer = await askModel(model)(attribution, aQuestion)
    expect(answer).toMatchObject({ calls: 2, output: { role: 'mentioned' }, mended: [{ message: 'not valid JSON' }] })
    expect(answer.inputTokens).toBeGreaterThan(0)
    expect(standIn.requests.map(({ status }) => status)).toEqual([200, 200])
  })

  test('once: then the answer is none', async () => {
    const { standIn, model } = await aModel({ answer: () => roles })
    standIn.script({ raw: '{' }, { raw: '{' })
    await expect(askModel(model)(attribution, aQuestion)).rejects.toThrow(InvalidAnswerError)
    expect(standIn.requests).toHaveLength(2)
  })

  test('but not when it was cut off: that needs more tokens', async () => {
    const { standIn, model } = await aModel({ answer: () => roles })
    standIn.script({ stopReason: 'max_tokens' })
    await expect(askModel(model)(attribution, aQuestion)).rejects.toThrow(/attribution: .* 1500 tokens/)
    expect(standIn.requests).toHaveLength(1)
  })
})

describe('usage', () => {
  const long = { ...request, system: 'You name things. '.repeat(400) }

  test('counts what is written to the cache, then what is read from it, and charges for both', async () => {
    const { model } = await aModel({ large: 'global.anthropic.claude-sonnet-5' })
    const first = await model.answer(long)
    const second = await model.answer(long)
    expect(first.cacheWriteTokens).toBeGreaterThan(1_800)
    expect(first.cacheReadTokens).toBe(0)
    expect([second.cacheWriteTokens, second.cacheReadTokens]).toEqual([0, first.cacheWriteTokens])
    const rest = first.inputTokens * 2 + first.outputTokens * 10
    expect(first.costUsd).toBeCloseTo((rest + first.cacheWriteTokens * 2 * 1.25) / 1e6, 12)
    expect(second.costUsd).toBeCloseTo((rest + second.cacheReadTokens * 0.2) / 1e6, 12)
  })

  test.each([
    ['global.anthropic.claude-sonnet-5', 1],
    ['eu.anthropic.claude-sonnet-5', 1.1],
    ['us.anthropic.claude-sonnet-5', 1.1],
  ])('of %s costs the table’s price times %d', async (large, factor) => {
    const { model } = await aModel({ large })
    const { inputTokens, outputTokens, costUsd } = await model.answer(request)
    expect(costUsd).toBeCloseTo((factor * (inputTokens * 2 + outputTokens * 10)) / 1e6, 12)
  })

  test('costs what the configuration says instead', async () => {
    const prices = { 'anthropic.claude-sonnet-5': { input: 7, output: 70, cacheRead: 0 } }
    const { model } = await aModel({ large: 'global.anthropic.claude-sonnet-5', prices })
    const { inputTokens, outputTokens, costUsd } = await model.answer(request)
    expect(costUsd).toBeCloseTo((inputTokens * 7 + outputTokens * 70) / 1e6, 12)
  })

  test('of a long prompt to Haiku 5.5 costs five times as much, whole', async () => {
    const { model } = await aModel({ large: 'global.anthropic.claude-haiku-5-5' })
    const costs = [340_000, 360_000].map(async (letters) => {
      const turns = [{ from: 'user', text: 'a'.repeat(letters) } as const]
      const { inputTokens, outputTokens, costUsd } = await model.answer({ ...request, turns })
      return costUsd / ((inputTokens * 0.1 + outputTokens * 0.5) / 1e6)
    })
    const [short, tooLong] = await Promise.all(costs)
    expect(short).toBeCloseTo(1, 9)
    expect(tooLong).toBeCloseTo(5, 9)
  })

  test.each([
    'haiku-5-5',
    'sonnet-5-5',
    'opus-5-5',
    'sonnet-5',
    'opus-5',
    'opus-4-8',
    'opus-4-7',
    'opus-4-6-v1',
    'opus-4-5-20251101-v1:0',
    'sonnet-4-6',
    'sonnet-4-5-20250929-v1:0',
    'haiku-4-5-20251001-v1:0',
  ])('of %s has a price', (name) => {
    expect(claudeModel(`eu.anthropic.claude-${name}`).price).toMatchObject({
      input: expect.toSatisfy((dollars: number) => dollars > 0),
    })
  })
})

describe('Titan', () => {
  test('turns texts into unit vectors in their order', async () => {
    const { standIn, client } = await aModel()
    const embedder = titanEmbedder(client, 'eu-central-1')
    const vectors = await embedder.embed(['hot partition', 'lock queue', 'hot partition'])
    expect(embedder.name).toBe('amazon.titan-embed-text-v2:0')
    expect(vectors.map((vector) => vector.length)).toEqual([1_024, 1_024, 1_024])
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 6)
    expect(vectors[0]).toEqual(vectors[2])
    expect(vectors[0]).not.toEqual(vectors[1])
    expect(standIn.requests.map(({ operation, modelId }) => `${operation} ${modelId}`)).toEqual(
      new Array(3).fill('invoke amazon.titan-embed-text-v2:0'),
    )
  })

  test('embeds nothing without a request', async () => {
    const { standIn, client } = await aModel()
    expect(await titanEmbedder(client, 'eu-central-1').embed([])).toEqual([])
    expect(standIn.requests).toEqual([])
  })

  test('takes a text of any length', async () => {
    const { client } = await aModel()
    expect(await titanEmbedder(client, 'eu-central-1').embed(['word '.repeat(20_000)])).toHaveLength(1)
  })

  test.each([
    ['AccessDeniedException', PermanentError, /No access to amazon\.titan/],
    ['ThrottlingException', BusyError, /amazon\.titan.* throttled/],
    ['ModelTimeoutException', Error, /timed out/],
  ] as const)('that answers with %s', async (error, type, message) => {
    const { standIn, client } = await aModel()
    standIn.script({ error }, { error })
    const failure = await titanEmbedder(client, 'eu-central-1')
      .embed(['x'])
      .catch((reason: unknown) => reason)
    expect(failure).toBeInstanceOf(type)
    expect(failure).toHaveProperty('message', expect.stringMatching(message))
  })

  test('that answers with anything else is tried again later', async () => {
    const { standIn, client } = await aModel()
    standIn.script({ body: '{"embedding":[1,0]}' })
    const failure = await titanEmbedder(client, 'eu-central-1')
      .embed(['x'])
      .catch((reason: unknown) => reason)
    expect(failure).toBeInstanceOf(Error)
    expect(failure).not.toBeInstanceOf(PermanentError)
  })

  test('stops when nobody wants its answer any more', async () => {
    const { standIn, client } = await aModel()
    standIn.script({ hang: true })
    const patience = new AbortController()
    const hanging = titanEmbedder(client, 'eu-central-1').embed(['x', 'y'], patience.signal)
    hanging.catch(() => undefined)
    await expect.poll(() => standIn.requests.length, { interval: 1 }).toBe(1)
    patience.abort()
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' })
    expect(standIn.requests).toHaveLength(1)
  })
})
