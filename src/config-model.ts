import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { UserError } from './errors.ts'
import type { Quota } from './limits/room.ts'

/** Dollars per million tokens, by a model's id without its profile prefix. */
export type Prices = Readonly<
  Record<string, { readonly input: number; readonly output: number; readonly cacheRead: number }>
>

export type ModelConfig =
  | { readonly provider: 'offline' }
  | {
      readonly provider: 'bedrock'
      readonly region: string
      readonly small: string
      readonly large: string
      readonly quota: Quota
      readonly prices: Prices
    }
  | {
      readonly provider: 'openai'
      readonly baseUrl: string
      readonly apiKey: string | null
      readonly small: string
      readonly large: string
      /** Null: digests are embedded by the built-in embedder. */
      readonly embedding: string | null
      readonly quota: Quota
      readonly prices: Prices
    }

const perMinute = z.coerce.number().positive()

/** The settings that choose a model; part of the environment's shape. */
export const modelEnvironment = {
  MODEL_PROVIDER: z
    .enum(['offline', 'bedrock', 'openai'], { error: 'must be offline, bedrock or openai' })
    .default('offline'),
  MODEL_REQUESTS_PER_MINUTE: perMinute.default(200),
  MODEL_TOKENS_PER_MINUTE: perMinute.default(1_000_000),
  MODEL_PRICES: z.string().optional(),
  AWS_REGION: z.string().default('eu-central-1'),
  BEDROCK_PROFILE: z
    .string()
    .regex(/^(global|us|eu|jp|au|apac)?$/, 'must be global, us, eu, jp, au or apac')
    .default('eu'),
  BEDROCK_SMALL_MODEL: z.string().default('anthropic.claude-haiku-5-5'),
  BEDROCK_LARGE_MODEL: z.string().default('anthropic.claude-sonnet-5'),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address, as http://127.0.0.1:1234/v1' })
    .default('http://127.0.0.1:1234/v1'),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_SMALL_MODEL: z.string().optional(),
  OPENAI_LARGE_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_MODEL: z.string().optional(),
}

type Given = z.infer<z.ZodObject<typeof modelEnvironment>>

/** What is missing for the chosen provider, in words for the list of problems. */
export function modelProblems(env: Given): string[] {
  const isMissing = env.MODEL_PROVIDER === 'openai' && !env.OPENAI_SMALL_MODEL && !env.OPENAI_LARGE_MODEL
  return isMissing
    ? ['OPENAI_LARGE_MODEL must name a model that the server has loaded (OPENAI_SMALL_MODEL may name another one)']
    : []
}

export function modelConfig(env: Given): ModelConfig {
  const quota = { requestsPerMinute: env.MODEL_REQUESTS_PER_MINUTE, tokensPerMinute: env.MODEL_TOKENS_PER_MINUTE }
  switch (env.MODEL_PROVIDER) {
    case 'offline':
      return { provider: 'offline' }
    case 'bedrock': {
      const profile = (id: string): string =>
        env.BEDROCK_PROFILE && /^(anthropic|amazon)\./.test(id) ? `${env.BEDROCK_PROFILE}.${id}` : id
      const models = { small: profile(env.BEDROCK_SMALL_MODEL), large: profile(env.BEDROCK_LARGE_MODEL) }
      return { provider: 'bedrock', region: env.AWS_REGION, ...models, quota, prices: readPrices(env.MODEL_PRICES) }
    }
    case 'openai': {
      const large = env.OPENAI_LARGE_MODEL ?? env.OPENAI_SMALL_MODEL ?? ''
      const models = { small: env.OPENAI_SMALL_MODEL ?? large, large }
      return {
        provider: 'openai',
        baseUrl: env.OPENAI_BASE_URL,
        apiKey: env.OPENAI_API_KEY ?? null,
        embedding: env.OPENAI_EMBEDDING_MODEL ?? null,
        ...models,
        quota,
        prices: readPrices(env.MODEL_PRICES),
      }
    }
  }
}

const price = z.strictObject({
  input: z.number().min(0),
  output: z.number().min(0),
  cacheRead: z.number().min(0).default(0),
})

function readPrices(file: string | undefined): Prices {
  if (!file) return {}
  try {
    return z.record(z.string(), price).parse(parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'it can not be read as YAML'
    throw new UserError(`MODEL_PRICES: ${file} can't be used: ${reason}. .env.example shows its shape.`, {
      cause: error,
    })
  }
}
