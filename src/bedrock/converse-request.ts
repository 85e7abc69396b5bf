import type { ContentBlock, ConverseCommandInput, Message, SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ModelRequest } from '../ports.ts'
import type { Rung } from './claude-models.ts'

/** What Bedrock is asked on one rung of the ladder. Sampling parameters are never sent: current models reject them. */
export function converseRequest(modelId: string, rung: Rung, request: ModelRequest): ConverseCommandInput {
  const { schema, maxTokens } = request
  const json = outputSchema(schema.json)
  const base: ConverseCommandInput = {
    modelId,
    system: systemOf(request.system, rung, json),
    messages: messagesOf(request, rung),
    inferenceConfig: { maxTokens },
  }
  const name = toolName(schema.name)
  const tool = { toolSpec: { name, description: `Records the ${schema.name}.`, inputSchema: { json: json as never } } }
  switch (rung) {
    case 'schema': {
      const jsonSchema = { name: schema.name, schema: JSON.stringify(json) }
      return { ...base, outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema } } } }
    }
    case 'forced_tool':
      return { ...base, toolConfig: { tools: [tool], toolChoice: { tool: { name } } } }
    case 'free_tool':
      return { ...base, toolConfig: { tools: [tool], toolChoice: { auto: {} } } }
    case 'instruction':
      return base
  }
}

export function toolName(schemaName: string): string {
  return `record_${schemaName}`
}

/** The system part is the same for every document, so it ends in a cache point; what follows it may change. */
function systemOf(system: string, rung: Rung, json: unknown): SystemContentBlock[] {
  const blocks: SystemContentBlock[] = [{ text: system }]
  if (rung === 'instruction') {
    blocks.push({ text: `Answer with one JSON document and nothing else, in this shape:\n${JSON.stringify(json)}` })
  }
  return [...blocks, { cachePoint: { type: 'default' } }]
}

function messagesOf({ turns, schema }: ModelRequest, rung: Rung): Message[] {
  return turns.map(({ from, text }, index): Message => {
    const isLast = index === turns.length - 1
    // Bedrock refuses blank blocks, and a model may have said nothing.
    const content: ContentBlock[] = [{ text: text.trim() === '' ? '(nothing)' : text }]
    if (isLast && rung === 'free_tool')
      content.push({ text: `Give your answer by calling ${toolName(schema.name)} once, and write nothing else.` })
    return { role: from === 'user' ? 'user' : 'assistant', content }
  })
}

/** Structured output knows less of JSON schema than zod writes; what is left out is checked by zod afterwards. */
const unsupported = new Set([
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'default',
  '$schema',
])

function outputSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(outputSchema)
  if (schema === null || typeof schema !== 'object') return schema
  const kept = Object.entries(schema).filter(
    ([key, value]) => !unsupported.has(key) || (typeof value === 'object' && !Array.isArray(value)),
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, outputSchema(value)]))
}
