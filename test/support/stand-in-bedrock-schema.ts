/** Constraints that a constrained answer can't have, by the type they belong to. */
const unsupported: Readonly<Record<string, readonly string[]>> = {
  number: ['exclusiveMaximum', 'exclusiveMinimum', 'maximum', 'minimum', 'multipleOf'],
  integer: ['exclusiveMaximum', 'exclusiveMinimum', 'maximum', 'minimum', 'multipleOf'],
  string: ['maxLength', 'minLength'],
  array: ['maxItems', 'uniqueItems'],
  object: ['maxProperties', 'minProperties', 'patternProperties', 'propertyNames'],
}

/**
 * What a model that is held to a JSON schema refuses in it, in its words (BerriAI/litellm#29624,
 * future-agi/future-agi#412, vercel/ai#17554). The words for minItems and oneOf are from memory.
 */
export function* schemaObjections(schema: unknown): Generator<string> {
  if (!isRecord(schema)) return
  for (const type of [schema.type].flat()) if (typeof type === 'string') yield* typeObjections(type, schema)
  if ('oneOf' in schema) yield `Schema type 'oneOf' is not supported`
  for (const child of children(schema)) yield* schemaObjections(child)
}

function* typeObjections(type: string, schema: Record<string, unknown>): Generator<string> {
  const found = unsupported[type]?.filter((keyword) => keyword in schema) ?? []
  if (found.length === 1) yield `For '${type}' type, property '${found[0]}' is not supported`
  if (found.length > 1) yield `For '${type}' type, properties ${found.join(', ')} are not supported`
  if (type === 'array' && Number(schema.minItems ?? 0) > 1)
    yield `For 'array' type, 'minItems' values other than 0 or 1 are not supported`
  if (type === 'object' && schema.additionalProperties !== false)
    yield `For 'object' type, 'additionalProperties' must be explicitly set to false`
}

function children(schema: Record<string, unknown>): unknown[] {
  const lists = [schema.anyOf, schema.allOf, schema.prefixItems].flatMap((list) => (Array.isArray(list) ? list : []))
  const maps = [schema.properties, schema.$defs, schema.definitions].flatMap((map) => Object.values(map ?? {}))
  return [...lists, ...maps, schema.items]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
