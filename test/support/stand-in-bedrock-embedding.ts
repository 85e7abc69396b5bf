import { z } from 'zod'
import { invalid } from './stand-in-bedrock-error.ts'
import { tokensOf } from './stand-in-bedrock-prompt.ts'

const titanBody = z.strictObject({
  inputText: z.string().min(1).max(50_000),
  dimensions: z.union([z.literal(256), z.literal(512), z.literal(1024)]).default(1024),
  normalize: z.boolean().default(true),
  embeddingTypes: z
    .array(z.enum(['float', 'binary']))
    .min(1)
    .default(['float']),
})

/** A request to Titan that has the right shape. */
export type TitanBody = z.infer<typeof titanBody>

/** Reads the body of InvokeModel for Titan; refuses it in the words of InvokeModel's own validation. */
export function parseTitan(json: unknown): TitanBody {
  const parsed = titanBody.safeParse(json, { reportInput: true })
  if (!parsed.success)
    throw invalid(
      `Malformed input request: ${parsed.error.issues.map(violation).join('')}, please reformat your input and try again.`,
    )
  const tokens = tokensOf(parsed.data.inputText.length)
  if (tokens > 8192)
    throw invalid(
      `400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: ${tokens} `,
    )
  return parsed.data
}

function violation(issue: z.core.$ZodIssue): string {
  const place = `#${issue.path.map((step) => `/${String(step)}`).join('')}`
  if (issue.code === 'unrecognized_keys') return `#: extraneous key [${issue.keys.join(', ')}] is not permitted`
  if (issue.input === undefined) return `#: required key [${issue.path.join('.')}] not found`
  if (issue.code === 'too_small') return `expected minLength: ${issue.minimum}, actual: 0`
  if (issue.code === 'too_big') return `expected maxLength: ${issue.maximum}, actual: ${String(issue.input).length}`
  return `${place}: ${JSON.stringify(issue.input)} is not a valid enum value`
}

type TitanAnswer = {
  embedding?: number[]
  inputTextTokenCount: number
  embeddingsByType: Partial<Record<'float' | 'binary', number[]>>
}

/** The answer of Titan: the words of the text hashed into a vector, the same for the same text. */
export function embed({ inputText, dimensions, normalize, embeddingTypes }: TitanBody): TitanAnswer {
  const counts = wordCounts(inputText, dimensions)
  const length = normalize ? Math.hypot(...counts) : 1
  const float = counts.map((count) => count / length)
  const types = { float, binary: counts.map((count) => (count > 0 ? 1 : 0)) }
  return {
    ...(embeddingTypes.includes('float') && { embedding: float }),
    inputTextTokenCount: tokensOf(inputText.length),
    embeddingsByType: Object.fromEntries(embeddingTypes.map((type) => [type, types[type]])),
  }
}

function wordCounts(text: string, dimensions: number): number[] {
  const counts = new Array<number>(dimensions).fill(0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]) {
    const place = fnv1a(word) % dimensions
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts
}

function fnv1a(word: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(word)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}
