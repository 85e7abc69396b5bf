/** A JSON object as it goes over the wire. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether something is a JSON object. */
export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
