import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { Model, ModelReply, ModelRequest, Tier } from '../ports.ts'
import { explained, refusesRung } from './bedrock-errors.ts'
import { claudeModel, type Price, type Rung, rungs } from './claude-models.ts'
import { replyOf } from './converse-reply.ts'
import { converseRequest } from './converse-request.ts'

export type BedrockSettings = {
  readonly region: string
  /** Inference profiles or ids, one per tier. */
  readonly models: Readonly<Record<Tier, string>>
  /** Dollars per million tokens by base id, in place of the table's. */
  readonly prices?: Readonly<Record<string, Price>>
  readonly timeoutMs?: number
}

const defaultTimeoutMs = 110_000

/** Credentials come by the SDK's own chain, and `AWS_ENDPOINT_URL_BEDROCK_RUNTIME` is honoured by it. */
export function bedrockClient({
  region,
  timeoutMs = defaultTimeoutMs,
}: Pick<BedrockSettings, 'region' | 'timeoutMs'>): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region,
    // One more try for a blip; the limiter and the queue own longer pauses.
    maxAttempts: 2,
    // The SDK's default speaks HTTP/2, which proxies and stand-ins often don't.
    requestHandler: new NodeHttpHandler({ requestTimeout: timeoutMs, throwOnRequestTimeout: true }),
  })
}

/** Claude on Bedrock by Converse. A refused form of structured output drops a rung, once per model and process. */
export function bedrockModel(settings: BedrockSettings, client = bedrockClient(settings)): Model {
  const lowest = new Map<string, number>()

  const climbDown = async (modelId: string, request: ModelRequest): Promise<ConverseCommandOutput> => {
    const { refuses } = claudeModel(modelId)
    for (const [index, rung] of rungs.entries()) {
      // Another call may have been refused meanwhile.
      if (refuses.includes(rung) || index < (lowest.get(modelId) ?? 0)) continue
      try {
        return await converse(client, settings, modelId, rung, request)
      } catch (error) {
        if (!refusesRung(error) || rung === rungs.at(-1)) throw explained(error, { modelId, region: settings.region })
        lowest.set(modelId, Math.max(index + 1, lowest.get(modelId) ?? 0))
      }
    }
    throw new Error(`${modelId} refuses every form of answer`)
  }

  const answer = async (request: ModelRequest): Promise<ModelReply> => {
    const modelId = settings.models[request.tier]
    const known = claudeModel(modelId)
    const price = settings.prices?.[known.baseId] ?? known.price
    return replyOf(modelId, price, request, await climbDown(modelId, request))
  }
  return { nameOf: (tier) => settings.models[tier], answer }
}

async function converse(
  client: BedrockRuntimeClient,
  { timeoutMs = defaultTimeoutMs }: BedrockSettings,
  modelId: string,
  rung: Rung,
  request: ModelRequest,
): Promise<ConverseCommandOutput> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const abortSignal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
  try {
    return await client.send(new ConverseCommand(converseRequest(modelId, rung, request)), { abortSignal })
  } catch (cause) {
    if (!timeout.aborted || request.signal?.aborted) throw cause
    throw new Error(`${modelId} gave no answer to ${request.schema.name} within ${timeoutMs / 1_000} s.`, { cause })
  }
}
