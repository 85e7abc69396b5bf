import type { ConverseBody } from './stand-in-bedrock-request.ts'

/** A piece of the prompt in the order in which a model reads it: text, or a cache point after what came before. */
export type PromptPart = { readonly text: string } | CachePoint

/** How long what stands before it is to be kept, and where the point is in the words of the model's own API. */
export type CachePoint = { readonly ttl: '5m' | '1h'; readonly path: string }

/** Measured on English prose with Claude's tokenizer; an estimate (stack.md §10). */
const charactersPerToken = 3.5

/** Tokens of so many characters. */
export function tokensOf(characters: number): number {
  return Math.ceil(characters / charactersPerToken)
}

/** The prompt of a request: output format, tools, system, messages. */
export function promptPartsOf({ outputConfig, toolConfig, system = [], messages }: ConverseBody): PromptPart[] {
  const format = outputConfig?.textFormat
  return [
    ...(format ? [{ text: format.structure.jsonSchema.schema }] : []),
    ...(toolConfig?.tools ?? []).map((tool, at) => part(tool, `tools.${at}`)),
    ...system.map((block, at) => part(block, `system.${at}`)),
    ...messages.flatMap(({ content }, message) =>
      content.map((block, at) => part(block, `messages.${message}.content.${at}`)),
    ),
  ]
}

type Block = { text?: string | undefined; cachePoint?: { ttl?: '5m' | '1h' | undefined } | undefined }

function part(block: Block, path: string): PromptPart {
  if (block.cachePoint) return { ttl: block.cachePoint.ttl ?? '5m', path }
  return { text: block.text ?? JSON.stringify(block) }
}

/** The cache points of a request, in the order in which they are read. */
export function cachePointsOf(body: ConverseBody): CachePoint[] {
  return promptPartsOf(body).filter((one) => 'ttl' in one)
}
