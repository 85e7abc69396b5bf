/** A method's refusal in Slack's words: `{ ok: false, error }`, with whatever else Slack would say of it. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly details: Readonly<Record<string, unknown>>
  constructor(error: string, details: Readonly<Record<string, unknown>> = {}) {
    super(error)
    this.details = details
  }
}

/** A refusal that says in `response_metadata` what was wrong; the messages begin with `[ERROR]`, as the SDK looks for. */
export function invalid(error: string, messages: readonly string[]): ApiError {
  return new ApiError(error, { response_metadata: { messages } })
}
