import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import type { BedrockQuestion } from '../support/stand-in-bedrock-answer.ts'
import { aFormat, aQuestion, aStandIn, aTool } from '../support/stand-in-bedrock-client.ts'

const role = { role: 'affected', quote: 'DynamoDB itself functioned normally.' }
const answer = () => role
const auto = { ...aTool, toolChoice: { auto: {} } }

describe('an answer', () => {
  test('is a text block when nothing else was asked for', async () => {
    const { converse } = await aStandIn({ answer: () => 'It was affected.' })
    const { output, stopReason, $metadata } = await converse()
    expect(output?.message).toEqual({ role: 'assistant', content: [{ text: 'It was affected.' }] })
    expect(stopReason).toBe('end_turn')
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  test.each([
    ['bare', false, JSON.stringify(role)],
    ['in a code fence', true, `\`\`\`json\n${JSON.stringify(role)}\n\`\`\``],
  ])('to an instruction in prose is JSON, %s', async (_, fenced, text) => {
    const { converse } = await aStandIn({ answer, fenced })
    expect((await converse()).output?.message?.content).toEqual([{ text }])
  })

  test('to a native schema is bare JSON, never in a fence', async () => {
    const { converse } = await aStandIn({ answer, fenced: true })
    const { output, stopReason } = await converse({ outputConfig: aFormat })
    expect(output?.message?.content).toEqual([{ text: JSON.stringify(role) }])
    expect(stopReason).toBe('end_turn')
  })

  test.each([
    ['forced by name', aTool],
    ['that has to be one of them', { ...aTool, toolChoice: { any: {} } }],
  ])('to a tool %s is its input', async (_, toolConfig) => {
    const { converse } = await aStandIn({ answer })
    const { output, stopReason } = await converse({ toolConfig })
    expect(output?.message?.content).toEqual([
      { toolUse: { toolUseId: expect.stringMatching(/^tooluse_[\w-]{22}$/), name: 'record_role', input: role } },
    ])
    expect(stopReason).toBe('tool_use')
  })

  test('to a tool that is free to use comes after some words', async () => {
    const { converse } = await aStandIn({ answer })
    const { output, stopReason } = await converse({ toolConfig: auto })
    expect(output?.message?.content).toMatchObject([{ text: expect.any(String) }, { toolUse: { input: role } }])
    expect(stopReason).toBe('tool_use')
  })

  test('is text when the model leaves a free tool alone, but not when it is forced', async () => {
    const { converse } = await aStandIn({ answer, choosesTool: false })
    const free = await converse({ toolConfig: auto })
    expect(free.output?.message?.content).toEqual([{ text: JSON.stringify(role) }])
    expect(free.stopReason).toBe('end_turn')
    expect((await converse({ toolConfig: aTool })).stopReason).toBe('tool_use')
  })

  test('that needs more than maxTokens is cut off', async () => {
    const { converse } = await aStandIn({ answer: () => 'x'.repeat(100) })
    const { output, stopReason, usage } = await converse({ inferenceConfig: { maxTokens: 10 } })
    expect(stopReason).toBe('max_tokens')
    expect(output?.message?.content?.[0]?.text?.length).toBeLessThan(100)
    expect(usage?.outputTokens).toBe(10)
  })

  test('may take its time', async () => {
    const { converse } = await aStandIn({ latencyMs: ({ maxTokens }) => maxTokens / 100 })
    expect((await converse()).metrics?.latencyMs).toBeGreaterThanOrEqual(7)
  })
})

describe('the one who answers', () => {
  test('sees what was asked', async () => {
    const seen: BedrockQuestion[] = []
    const { converse } = await aStandIn({ answer: (question) => seen.push(question) })
    await converse({
      system: [{ text: 'You classify.' }, { cachePoint: { type: 'default' } }, { text: 'No guessing.' }],
      messages: [
        ...aQuestion.messages,
        { role: 'assistant', content: [{ toolUse: { toolUseId: 'tooluse_1', name: 'record_role', input: role } }] },
        {
          role: 'user',
          content: [
            {
              toolResult: { toolUseId: 'tooluse_1', status: 'error', content: [{ json: { error: 'no such quote' } }] },
            },
            { text: 'Again.' },
          ],
        },
      ],
      toolConfig: aTool,
    })
    await converse({ outputConfig: aFormat })
    const user = '{"error":"no such quote"}\nAgain.'
    expect(seen).toEqual([
      {
        modelId: aQuestion.modelId,
        system: 'You classify.\nNo guessing.',
        user,
        turns: [
          { role: 'user', text: 'What is the role of DynamoDB?' },
          { role: 'assistant', text: JSON.stringify(role) },
          { role: 'user', text: user },
        ],
        tool: { name: 'record_role', schema: aTool.tools[0].toolSpec.inputSchema.json },
        maxTokens: 800,
      },
      expect.objectContaining({ schema: JSON.parse(aFormat.textFormat.structure.jsonSchema.schema) }),
    ])
  })

  test('is heard when it fails', async () => {
    const { converse } = await aStandIn({
      answer: () => {
        throw new Error('no answer for this stage')
      },
    })
    await expect(converse()).rejects.toMatchObject({
      name: 'InternalServerException',
      message: 'no answer for this stage',
    })
  })
})

describe('requests', () => {
  test('are kept with model, body and status, the latest ones', async () => {
    const { standIn, converse } = await aStandIn({ keptRequests: 2 })
    const modelId = 'eu.anthropic.claude-haiku-4-5-20251001-v1:0'
    await converse()
    await converse({ modelId })
    await expect(converse({ modelId: 'eu.unheard-of' })).rejects.toThrow()
    const { modelId: _, ...body } = aQuestion
    expect(standIn.requests).toMatchObject([
      { operation: 'converse', modelId, body, status: 200 },
      { operation: 'converse', modelId: 'eu.unheard-of', status: 404 },
    ])
  })
})

describe('embeddings', () => {
  const embedding = async (client: Awaited<ReturnType<typeof aStandIn>>['client'], body: object) => {
    const command = new InvokeModelCommand({ modelId: 'amazon.titan-embed-text-v2:0', body: JSON.stringify(body) })
    const answer = await client.send(command)
    return JSON.parse(answer.body.transformToString()) as { embedding: number[]; inputTextTokenCount: number }
  }
  const similarity = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

  test.each([256, 512, 1024])('are unit vectors of %i dimensions, the same for the same text', async (dimensions) => {
    const { client } = await aStandIn()
    const body = { inputText: 'DynamoDB throttled the writes.', dimensions, normalize: true }
    const first = await embedding(client, body)
    expect(first.embedding).toHaveLength(dimensions)
    expect(Math.hypot(...first.embedding)).toBeCloseTo(1)
    expect(first.inputTextTokenCount).toBe(9)
    expect(await embedding(client, body)).toEqual(first)
  })

  test('are close for texts that share words', async () => {
    const { client, standIn } = await aStandIn()
    const [query, near, far] = await Promise.all(
      ['dynamodb throttled writes', 'Writes to DynamoDB were throttled', 'a certificate expired'].map(
        async (inputText) => (await embedding(client, { inputText })).embedding,
      ),
    )
    if (!query || !near || !far) throw new Error('an embedding is missing')
    expect(similarity(query, near)).toBeGreaterThan(similarity(query, far) + 0.3)
    expect(standIn.counters('amazon.titan-embed-text-v2:0')).toMatchObject({ accepted: 3, inputTokens: 24 })
  })

  test.each([
    ['nothing', {}, 'Malformed input request: #: required key [inputText] not found, please'],
    ['an empty text', { inputText: '' }, 'Malformed input request: expected minLength: 1, actual: 0, please'],
    [
      '100 dimensions',
      { inputText: 'x', dimensions: 100 },
      'Malformed input request: #/dimensions: 100 is not a valid enum value',
    ],
    [
      'an unknown key',
      { inputText: 'x', texts: [] },
      'Malformed input request: #: extraneous key [texts] is not permitted',
    ],
    [
      'too many characters',
      { inputText: 'x'.repeat(50_001) },
      'Malformed input request: expected maxLength: 50000, actual: 50001',
    ],
    ['too many tokens', { inputText: 'x'.repeat(30_000) }, 'Max input tokens: 8192, request input token count: 8572 '],
  ])('of %s are refused', async (_, body, message) => {
    const { client } = await aStandIn()
    await expect(embedding(client, body)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    })
  })
})
