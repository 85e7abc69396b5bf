import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { onTestFinished } from 'vitest'
import { type StandInBedrock, startStandInBedrock } from './stand-in-bedrock.ts'
import type { StandInBedrockOptions } from './stand-in-bedrock-options.ts'

/** A stand-in that goes with the running test, and the real SDK talking to it, without retries. */
export async function aStandIn(options: Partial<StandInBedrockOptions> = {}) {
  const standIn: StandInBedrock = await startStandInBedrock({ answer: () => ({ ok: true }), ...options })
  onTestFinished(() => standIn.close())
  const client = aClient(standIn.url)
  const converse = (input: Partial<ConverseCommandInput> = {}, signal?: AbortSignal) =>
    client.send(new ConverseCommand({ ...aQuestion, ...input }), signal ? { abortSignal: signal } : {})
  return { standIn, client, converse }
}

/** The real SDK over HTTP/1.1 with made-up credentials; it goes with the running test. */
export function aClient(endpoint: string): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({
    endpoint,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    requestHandler: new NodeHttpHandler(),
  })
  onTestFinished(() => client.destroy())
  return client
}

/** The least that a model can be asked. */
export const aQuestion = {
  modelId: 'eu.anthropic.claude-sonnet-5',
  messages: [{ role: 'user', content: [{ text: 'What is the role of DynamoDB?' }] }],
  inferenceConfig: { maxTokens: 800 },
} as const satisfies ConverseCommandInput

/** One tool, which the model has to use unless told otherwise. */
export const aTool = {
  tools: [
    {
      toolSpec: {
        name: 'record_role',
        inputSchema: {
          json: { type: 'object', properties: { role: { type: 'string' } }, additionalProperties: false },
        },
      },
    },
  ],
  toolChoice: { tool: { name: 'record_role' } },
} as const satisfies ConverseCommandInput['toolConfig']

/** A native JSON schema. */
export const aFormat = {
  textFormat: {
    type: 'json_schema',
    structure: {
      jsonSchema: {
        name: 'role',
        schema: '{"type":"object","properties":{"role":{"type":"string"}},"additionalProperties":false}',
      },
    },
  },
} as const satisfies ConverseCommandInput['outputConfig']

/** Sends what the SDK would not let through: a body as it is, with a signature that looks like one. */
export async function post(url: string, body: unknown, modelId: string = aQuestion.modelId) {
  const response = await fetch(new URL(`/model/${encodeURIComponent(modelId)}/converse`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: aSignature },
    body: JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as unknown }
}

/** The Authorization header of a signed request. */
export const aSignature = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-central-1/bedrock/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`

/** What a request is refused with, or 'ok'. */
export async function verdict(input: Partial<ConverseCommandInput>, options: Partial<StandInBedrockOptions> = {}) {
  const { converse } = await aStandIn(options)
  return await converse(input).then(
    () => 'ok',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

/** The verdict on a request that is refused for what is in it. */
export const refusedFor = (message: string) => `ValidationException: ${message}`

/** A message of a conversation. */
export const says = (role: 'user' | 'assistant', ...content: object[]) => ({ role, content })
