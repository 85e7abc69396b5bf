import { z } from 'zod'
import type { Embedder } from '../ports.ts'
import { type OpenAiServer, openAiServer, type ServerAnswer, type ServerSettings } from './openai-server.ts'
import { explained, failureIn, kindOf } from './server-failure.ts'

export type EmbedderSettings = ServerSettings & { readonly model: string }

const dimensions = 1024
const batchSize = 32

/** Embeddings of any OpenAI-compatible server, as unit vectors of 1024 dimensions whatever the model's own size is. */
export function openAiEmbedder(settings: EmbedderSettings): Embedder {
  const server = openAiServer(settings)
  const { model } = settings
  const ask = askingFor(server, model)

  const embedBatch = async (texts: readonly string[], signal: AbortSignal | undefined): Promise<number[][]> => {
    const answer = await ask(texts, signal)
    const failure = failureIn(answer)
    if (failure) throw await explained(failure, server, model, signal)
    const vectors = vectorsIn(answer.body)
    if (vectors?.length === texts.length) return vectors
    throw new Error(
      `${model} at ${server.address} gave no usable vectors for ${texts.length} texts. Check that it is a model for embeddings.`,
    )
  }
  return {
    name: model,
    likeness: { alike: 0.5, veryAlike: 0.75 },
    async embed(texts, signal) {
      const vectors: number[][] = []
      for (let start = 0; start < texts.length; start += batchSize) {
        vectors.push(...(await embedBatch(texts.slice(start, start + batchSize), signal)))
      }
      return vectors
    },
  }
}

/**
 * Whether the server embeds with that model. Rejects when it could not be asked, and when it has no model of that name:
 * vectors of another kind must not stand in for a typing mistake or a server that is down.
 */
export async function probeEmbeddings(settings: EmbedderSettings, signal?: AbortSignal): Promise<boolean> {
  const server = openAiServer(settings)
  const answer = await askingFor(server, settings.model)(['Is there anybody?'], signal)
  const failure = failureIn(answer)
  if (!failure) return vectorsIn(answer.body)?.length === 1
  const isMissing =
    ['refused', 'wrong_address'].includes(kindOf(failure)) || /not (currently )?(support|implement)/i.test(failure.text)
  if (isMissing) return false
  throw await explained(failure, server, settings.model, signal)
}

type AskForVectors = (texts: readonly string[], signal: AbortSignal | undefined) => Promise<ServerAnswer>

/**
 * Asks for the right size until a server refuses to be asked: vLLM does for every model that isn't declared Matryoshka,
 * even when the size is the model's own. https://github.com/vllm-project/vllm/pull/16331
 */
function askingFor(server: OpenAiServer, model: string): AskForVectors {
  let isSizeRefused = false
  return async (input, signal) => {
    if (!isSizeRefused) {
      const answer = await server.post('embeddings', { model, input, dimensions }, signal)
      const failure = failureIn(answer)
      if (!failure || kindOf(failure) !== 'refused') return answer
    }
    const answer = await server.post('embeddings', { model, input }, signal)
    isSizeRefused ||= failureIn(answer) === null
    return answer
  }
}

const embeddings = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()).min(1) })),
})

/** In the order of the texts; null when something is missing, no number, or a vector of nothing. */
function vectorsIn(body: unknown): number[][] | null {
  const parsed = embeddings.safeParse(body)
  if (!parsed.success) return null
  const inOrder = parsed.data.data.toSorted((a, b) => a.index - b.index)
  if (inOrder.some(({ index }, at) => index !== at)) return null
  const vectors = inOrder.map(({ embedding }) => unitVector(embedding))
  return vectors.every((vector) => vector.every(Number.isFinite)) ? vectors : null
}

/** Zeros change no angle. The first dimensions of a Matryoshka model carry most; of any other one, this only keeps it usable. */
function unitVector(embedding: readonly number[]): number[] {
  const sized = Array.from({ length: dimensions }, (_, index) => embedding[index] ?? 0)
  const length = Math.hypot(...sized)
  return sized.map((value) => value / length)
}
