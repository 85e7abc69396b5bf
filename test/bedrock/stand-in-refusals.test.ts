import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { aQuestion, aStandIn, aTool, post, refusedFor, says, verdict } from '../support/stand-in-bedrock-client.ts'

type Input = Partial<ConverseCommandInput>

const hello = says('user', { text: 'Hello' })
const toolUse = (toolUseId: string) => ({ toolUse: { toolUseId, name: 'record_role', input: {} } })
const toolResult = (toolUseId: string) => ({ toolResult: { toolUseId, content: [{ text: 'ok' }] } })

describe('a conversation', () => {
  test.each([
    [
      'starts with the assistant',
      [says('assistant', { text: 'Hi' }), hello],
      'A conversation must start with a user message.',
    ],
    [
      'has two user messages in a row',
      [hello, hello],
      'A conversation must alternate between user and assistant roles.',
    ],
    ['has an empty message', [says('user')], 'The content field in the Message object at messages.0 is empty.'],
    [
      'has a blank text',
      [says('user', { text: ' ' })],
      'The text field in the ContentBlock object at messages.0.content.0 is blank.',
    ],
    [
      'leaves a tool use open',
      [hello, says('assistant', toolUse('a')), hello],
      'Expected toolResult blocks at messages.2.content for the following Ids: a',
    ],
    [
      'answers what was not asked',
      [says('user', toolResult('a'))],
      'The number of toolResult blocks at messages.0.content exceeds the number',
    ],
  ])('that %s is refused', async (_, messages, refusal) => {
    expect(await verdict({ messages, toolConfig: aTool } as Input)).toContain(refusedFor(refusal))
  })

  test('with tool use goes on after its result', async () => {
    const messages = [hello, says('assistant', { text: 'So.' }, toolUse('a')), says('user', toolResult('a'))]
    expect(await verdict({ messages, toolConfig: aTool } as Input)).toBe('ok')
    expect(await verdict({ messages } as Input)).toBe(
      refusedFor('The toolConfig field must be defined when using toolUse and toolResult content blocks.'),
    )
  })
})

describe('tools', () => {
  const { toolSpec } = aTool.tools[0]

  test.each([
    [
      'a choice that is none of them',
      { ...aTool, toolChoice: { tool: { name: 'other' } } },
      `Tool 'other' not found in provided tools`,
    ],
    ['a name twice', { tools: [{ toolSpec }, { toolSpec }] }, 'tools: Tool names must be unique.'],
    [
      'an input that is no object',
      { tools: [{ toolSpec: { ...toolSpec, inputSchema: { json: { type: 'array' } } } }] },
      'The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object.',
    ],
  ])('with %s are refused', async (_, toolConfig, refusal) => {
    expect(await verdict({ toolConfig } as Input)).toBe(refusedFor(refusal))
  })
})

describe('a body', () => {
  const { modelId: _, ...body } = aQuestion
  const constraint = (value: string, path: string, rule: string) =>
    `1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: ${rule}`

  test.each([
    [
      'an unknown field',
      { ...body, temperature: 0 },
      'Malformed input request: #: extraneous key [temperature] is not permitted, please reformat your input and try again.',
    ],
    [
      'an unknown field further in',
      { ...body, inferenceConfig: { topK: 5 } },
      'Malformed input request: #: extraneous key [topK] is not permitted, please reformat your input and try again.',
    ],
    ['no messages', {}, constraint('null', 'messages', 'Member must not be null')],
    [
      'an empty list of messages',
      { messages: [] },
      constraint(`'[]'`, 'messages', 'Member must have length greater than or equal to 1'),
    ],
    [
      'another role',
      { messages: [{ role: 'system', content: [] }] },
      constraint(`'"system"'`, 'messages.1.member.role', 'Member must satisfy enum value set: [user, assistant]'),
    ],
    [
      'a block of two kinds',
      { messages: [says('user', { text: 'x', cachePoint: { type: 'default' } })] },
      constraint(
        `'{"text":"x","cachePoint":{"type":"default"}}'`,
        'messages.1.member.content.1.member',
        'Exactly one member must be set',
      ),
    ],
    [
      'no room for an answer',
      { ...body, inferenceConfig: { maxTokens: 0 } },
      constraint(`'0'`, 'inferenceConfig.maxTokens', 'Member must have value greater than or equal to 1'),
    ],
    [
      'a bad tool name',
      { ...body, toolConfig: { tools: [{ toolSpec: { name: 'a b', inputSchema: { json: { type: 'object' } } } }] } },
      constraint(
        `'"a b"'`,
        'toolConfig.tools.1.member.toolSpec.name',
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+',
      ),
    ],
    [
      'a schema that is no string',
      { ...body, outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: {} } } } } },
      `at 'outputConfig.textFormat.structure.jsonSchema.schema' failed to satisfy constraint: Invalid input: expected string`,
    ],
    [
      'a schema that is no JSON',
      { ...body, outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: '{' } } } } },
      'jsonSchema.schema is not valid JSON.',
    ],
    [
      'odd request metadata',
      { ...body, requestMetadata: { stage: 'a;b' } },
      constraint(
        `'"a;b"'`,
        'requestMetadata.stage',
        'Member must satisfy regular expression pattern: [a-zA-Z0-9\\s:_@$#=/+,.-]*',
      ),
    ],
  ])('with %s is refused', async (_title, json, refusal) => {
    const { standIn } = await aStandIn()
    const answer = await post(standIn.url, json)
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(refusal) } })
    expect(answer.headers.get('x-amzn-errortype')).toBe(
      'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/',
    )
  })

  test('that is refused takes nothing from the script', async () => {
    const { standIn, converse } = await aStandIn()
    standIn.script({ error: 'ThrottlingException' })
    expect(await post(standIn.url, {})).toMatchObject({ status: 400 })
    await expect(converse()).rejects.toMatchObject({ name: 'ThrottlingException' })
  })
})
