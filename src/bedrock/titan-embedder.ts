import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { z } from 'zod'
import type { Embedder } from '../ports.ts'
import { explained } from './bedrock-errors.ts'

const modelId = 'amazon.titan-embed-text-v2:0'
/** The model takes 8,192 tokens or 50,000 characters; digests are far shorter. */
const mostLetters = 20_000
const answer = z.object({ embedding: z.array(z.number()).length(1024) })

/** Titan text embeddings v2, normalised, one call a text. */
export function titanEmbedder(client: BedrockRuntimeClient, region: string): Embedder {
  return {
    name: modelId,
    likeness: { alike: 0.45, veryAlike: 0.7 },
    async embed(texts, signal) {
      const vectors: number[][] = []
      for (const text of texts) vectors.push(await embed(client, region, text, signal))
      return vectors
    },
  }
}

async function embed(
  client: BedrockRuntimeClient,
  region: string,
  text: string,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const body = JSON.stringify({ inputText: text.slice(0, mostLetters), dimensions: 1024, normalize: true })
  try {
    const command = new InvokeModelCommand({
      modelId,
      contentType: 'application/json',
      accept: 'application/json',
      body,
    })
    const output = await client.send(command, { abortSignal: signal ?? AbortSignal.timeout(30_000) })
    return answer.parse(JSON.parse(new TextDecoder().decode(output.body))).embedding
  } catch (error) {
    throw explained(error, { modelId, region })
  }
}
