import { bedrockClient, bedrockModel } from './bedrock/bedrock-model.ts'
import { claudeModel } from './bedrock/claude-models.ts'
import { titanEmbedder } from './bedrock/titan-embedder.ts'
import type { ModelConfig } from './config-model.ts'
import { limitedModel } from './limits/limited-model.ts'
import { offlineAsk, offlineModel } from './offline/offline-ask.ts'
import { offlineEmbedder } from './offline/offline-embedder.ts'
import { openAiEmbedder, probeEmbeddings } from './openai/openai-embedder.ts'
import { openAiModel } from './openai/openai-model.ts'
import { askModel } from './pipeline/ask.ts'
import type { Ask, Prompt } from './pipeline/stage.ts'
import type { Embedder, Model } from './ports.ts'

/** What answers and embeds, as configured. `model` is null where no language model is used. */
export type Brain = {
  readonly ask: Ask
  readonly model: Model | null
  /** The model behind a prompt's tier; part of every stored answer's key. */
  readonly modelOf: (prompt: Prompt) => string
  /** Both tiers in one line, for footers. */
  readonly name: string
  readonly embedder: () => Promise<Embedder>
}

export function brainOf(config: ModelConfig): Brain {
  switch (config.provider) {
    case 'offline':
      return {
        ask: offlineAsk,
        model: null,
        modelOf: () => offlineModel,
        name: offlineModel,
        embedder: async () => offlineEmbedder,
      }
    case 'bedrock': {
      const { region, small, large, quota, prices } = config
      const client = bedrockClient({ region })
      const model = limitedModel(
        bedrockModel({ region, models: { small, large }, prices }, client),
        quota,
        (name) => claudeModel(name).burndown,
      )
      return brainWith(model, async () => titanEmbedder(client, region))
    }
    case 'openai': {
      const { baseUrl, apiKey, small, large, quota, prices } = config
      const settings = { baseUrl, apiKey, models: { small, large }, prices }
      const model = limitedModel(openAiModel(settings), quota, () => 1)
      const embedding = config.embedding ? { baseUrl, apiKey, model: config.embedding } : null
      const embedder = async () =>
        embedding && (await probeEmbeddings(embedding)) ? openAiEmbedder(embedding) : offlineEmbedder
      return brainWith(model, embedder)
    }
  }
}

function brainWith(model: Model, embedder: () => Promise<Embedder>): Brain {
  const [small, large] = [model.nameOf('small'), model.nameOf('large')]
  const name = small === large ? small : `${small} and ${large}`
  return { ask: askModel(model), model, modelOf: (prompt) => model.nameOf(prompt.tier), name, embedder }
}
