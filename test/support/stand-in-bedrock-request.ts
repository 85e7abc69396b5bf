import { z } from 'zod'
import { invalid } from './stand-in-bedrock-error.ts'

/** The JSON body of Converse, after the typings of @aws-sdk/client-bedrock-runtime 3.1164.0; images, audio and video are left out. */

/** A union as AWS writes it: an object with exactly one of its members. */
function oneOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject(shape)
    .partial()
    .refine((value) => Object.keys(value).length === 1, { error: 'Exactly one member must be set' })
}

const json = z.json()
const filled = z.string().min(1)
const name = filled.max(64).regex(/^[a-zA-Z0-9_-]+$/)
const metadata = /^[a-zA-Z0-9\s:_@$#=/+,.-]*$/
const cachePoint = z.strictObject({ type: z.literal('default'), ttl: z.enum(['5m', '1h']).optional() })
const document = z.looseObject({ format: z.string().optional(), name: filled, source: z.looseObject({}) })

const contentBlock = oneOf({
  text: z.string(),
  document,
  toolUse: z.strictObject({ toolUseId: name, name, input: json, type: z.string().optional() }),
  toolResult: z.strictObject({
    toolUseId: name,
    content: z.array(oneOf({ text: z.string(), json, document })),
    status: z.enum(['success', 'error']).optional(),
    type: z.string().optional(),
  }),
  cachePoint,
  reasoningContent: oneOf({
    reasoningText: z.strictObject({ text: z.string(), signature: z.string().optional() }),
    redactedContent: z.string(),
  }),
})

const toolSpec = z.strictObject({
  name,
  description: filled.optional(),
  inputSchema: z.strictObject({ json: z.looseObject({}) }),
  strict: z.boolean().optional(),
})

const converseBody = z.strictObject({
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.array(contentBlock) })).min(1),
  system: z.array(oneOf({ text: filled, cachePoint })).optional(),
  inferenceConfig: z
    .strictObject({
      maxTokens: z.int().min(1),
      temperature: z.number().min(0).max(1),
      topP: z.number().min(0).max(1),
      stopSequences: z.array(filled).max(2500),
    })
    .partial()
    .optional(),
  toolConfig: z
    .strictObject({
      tools: z.array(oneOf({ toolSpec, cachePoint })).min(1),
      toolChoice: oneOf({
        auto: z.strictObject({}),
        any: z.strictObject({}),
        tool: z.strictObject({ name }),
      }).optional(),
    })
    .optional(),
  outputConfig: z
    .strictObject({
      textFormat: z.strictObject({
        type: z.literal('json_schema'),
        structure: z.strictObject({
          jsonSchema: z.strictObject({
            schema: filled,
            name: z.string().optional(),
            description: z.string().optional(),
          }),
        }),
      }),
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']),
    })
    .partial()
    .optional(),
  additionalModelRequestFields: z
    .looseObject({ thinking: z.looseObject({ type: z.string() }).optional(), top_k: z.number().optional() })
    .optional(),
  additionalModelResponseFieldPaths: z.array(filled.max(256)).max(10).optional(),
  requestMetadata: z
    .record(filled.max(256).regex(metadata), z.string().max(256).regex(metadata))
    .refine((pairs) => Object.keys(pairs).length <= 16, { error: 'Member must have length less than or equal to 16' })
    .optional(),
  guardrailConfig: z.looseObject({}).optional(),
  promptVariables: z.looseObject({}).optional(),
  performanceConfig: z.strictObject({ latency: z.enum(['standard', 'optimized']) }).optional(),
  serviceTier: z.strictObject({ type: z.enum(['default', 'flex', 'priority', 'reserved']) }).optional(),
})

/** A request to Converse that has the right shape; what it says may still be refused. */
export type ConverseBody = z.infer<typeof converseBody>
/** One block of a message. */
export type ContentBlock = ConverseBody['messages'][number]['content'][number]

/** Reads the body of Converse; what has another shape is refused in the words of the service's own validation. */
export function parseConverse(body: unknown): ConverseBody {
  const parsed = converseBody.safeParse(body, { reportInput: true })
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  const keys = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
  if (keys.length > 0)
    throw invalid(
      `Malformed input request: ${keys.map((key) => `#: extraneous key [${key}] is not permitted`).join('')}, please reformat your input and try again.`,
    )
  const count = issues.length === 1 ? '1 validation error' : `${issues.length} validation errors`
  throw invalid(`${count} detected: ${issues.map(violation).join('; ')}`)
}

function violation(issue: z.core.$ZodIssue): string {
  const path = issue.path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : String(step))).join('.')
  const value = issue.input === undefined ? 'null' : `'${JSON.stringify(issue.input).slice(0, 100)}'`
  return `Value ${value} at '${path}' failed to satisfy constraint: ${constraint(issue)}`
}

function constraint(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'Member must not be null'
  if (issue.code === 'invalid_value') return `Member must satisfy enum value set: [${issue.values.join(', ')}]`
  const measure = 'origin' in issue && issue.origin === 'number' ? 'value' : 'length'
  if (issue.code === 'too_small') return `Member must have ${measure} greater than or equal to ${issue.minimum}`
  if (issue.code === 'too_big') return `Member must have ${measure} less than or equal to ${issue.maximum}`
  if (issue.code === 'invalid_format')
    return `Member must satisfy regular expression pattern: ${issue.pattern?.replaceAll(/^\/\^|\$\/$/g, '')}`
  return issue.message
}
