/** What Notion answers instead of a result; thrown by an endpoint, turned into a response by the server. */
export class NotionError extends Error {
  override readonly name = 'NotionError'
  readonly status: number
  readonly code: string
  readonly additionalData: Readonly<Record<string, string>> | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: { additionalData?: Readonly<Record<string, string>>; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.additionalData = more.additionalData
    this.headers = more.headers ?? {}
  }

  /** The body of the response. */
  toJSON(): Record<string, unknown> {
    const { status, code, message, additionalData } = this
    return { object: 'error', status, code, message, ...(additionalData && { additional_data: additionalData }) }
  }
}

/** For what does not exist and for what exists but isn't shared: Notion doesn't tell the two apart. */
export function notFound(kind: string, id: string): NotionError {
  const hint = 'Make sure the relevant pages and databases are shared with your integration.'
  return new NotionError(404, 'object_not_found', `Could not find ${kind} with ID: ${id}. ${hint}`)
}

export function invalid(message: string): NotionError {
  return new NotionError(400, 'validation_error', message)
}

/** For a write to a page that is in the trash, or below one that is. */
export function refusedInTrash(where: 'itself' | 'above'): NotionError {
  const itself = "Can't edit block that is archived. You must unarchive the block before editing."
  const above =
    "Can't edit page on block with an archived ancestor. You must unarchive the ancestor before editing page."
  return invalid(where === 'itself' ? itself : above)
}

/** Asks for patience; the header is in whole seconds. */
export function rateLimited(retryAfterSeconds: number, reason = 'connection_rate_limit'): NotionError {
  return new NotionError(429, 'rate_limited', 'You have been rate limited. Please try again in a few minutes.', {
    additionalData: { rate_limit_reason: reason },
    headers: { 'retry-after': String(retryAfterSeconds) },
  })
}

const failures: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['unauthorized', 'API token is invalid.'],
  403: ['restricted_resource', 'Insufficient permissions for this endpoint.'],
  409: ['conflict_error', 'Conflict occurred while saving. Please try again.'],
  500: ['internal_server_error', 'An unexpected error occurred.'],
  503: ['service_unavailable', 'Public API service is temporarily unavailable, please try again later.'],
  504: ['gateway_timeout', 'Public API request timed out.'],
  529: ['service_overload', 'Notion is temporarily overloaded.'],
}

/** The error that goes with a status. */
export function failure(status: number, headers: Readonly<Record<string, string>> = {}): NotionError {
  const [code, message] = failures[status] ?? ['internal_server_error', 'An unexpected error occurred.']
  return new NotionError(status, code, message, { headers })
}
