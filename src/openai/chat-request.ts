import type { ModelRequest } from '../ports.ts'

/** How an answer in a given shape is asked for, the strictest first. */
export const rungs = ['json_schema', 'json_object', 'instruction'] as const
export type Rung = (typeof rungs)[number]

/** The body of a chat completion. Sampling parameters are left to the server, which knows its model. */
export function chatRequest(model: string, rung: Rung, { system, turns, schema, maxTokens }: ModelRequest): object {
  const format = responseFormat(rung, schema)
  return {
    model,
    messages: [
      { role: 'system', content: `${system}\n\n${shapeOf(schema.json)}` },
      ...turns.map(({ from, text }) => ({ role: from === 'user' ? 'user' : 'assistant', content: text })),
    ],
    max_tokens: maxTokens,
    stream: false,
    ...(format && { response_format: format }),
  }
}

/**
 * Stands on every rung: local servers only hold the sampler to a schema, so the model never sees what its fields are
 * for. It ends the system part, so that this stays the same for every document.
 * https://docs.ollama.com/capabilities/structured-outputs
 */
function shapeOf(schema: unknown): string {
  return `Answer with one JSON document and nothing else, in the shape of this JSON schema:\n${JSON.stringify(schema)}`
}

function responseFormat(rung: Rung, { name, json }: ModelRequest['schema']): object | null {
  switch (rung) {
    case 'json_schema':
      return { type: 'json_schema', json_schema: { name, schema: json, strict: true } }
    case 'json_object':
      return { type: 'json_object' }
    case 'instruction':
      return null
  }
}
