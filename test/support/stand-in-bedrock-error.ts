/** The errors of the runtime with the status and the words they usually come with; the last three are the front door's. */
const errors = {
  AccessDeniedException: [403, 'You don’t have access to the model with the specified model ID.'],
  ConflictException: [400, 'Error occurred because of a conflict while performing an operation.'],
  InternalServerException: [
    500,
    'The system encountered an unexpected error during processing. Try your request again.',
  ],
  ModelErrorException: [424, 'The model returned an error. Try your request again.'],
  ModelNotReadyException: [429, 'Model is not ready for inference. Wait and try your request again.'],
  ModelStreamErrorException: [424, 'The model stream returned an error. Try your request again.'],
  ModelTimeoutException: [408, 'Model has timed out in processing the request. Try your request again.'],
  ResourceNotFoundException: [404, 'Could not resolve the foundation model from the provided model identifier.'],
  ServiceQuotaExceededException: [400, 'Your request exceeds the service quota for your account.'],
  ServiceUnavailableException: [503, 'Bedrock is unable to process your request.'],
  ThrottlingException: [429, 'Too many requests, please wait before trying again.'],
  ValidationException: [400, 'The provided request is not valid'],
  MissingAuthenticationTokenException: [403, 'Missing Authentication Token'],
  SerializationException: [400, 'The request body is not JSON.'],
  UnknownOperationException: [404, 'Unknown operation'],
} as const satisfies Record<string, readonly [status: number, message: string]>

/** The exceptions that the stand-in can answer with. */
export type BedrockErrorName = keyof typeof errors

type Wording = { status?: number; message?: string; headers?: Readonly<Record<string, string>> }

/** An answer that is an error, on its way to the wire. */
export class BedrockError extends Error {
  override readonly name: BedrockErrorName
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(name: BedrockErrorName, { status, message, headers }: Wording = {}) {
    super(message ?? errors[name][1])
    this.name = name
    this.status = status ?? errors[name][0]
    // With its namespace, as captured: github.com/aws-samples/amazon-bedrock-client-for-mac/issues/99
    this.headers = { 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/`, ...headers }
  }

  /** What goes on the wire; an unknown operation is refused before there is a service that could word it. */
  get body(): unknown {
    if (this.name === 'UnknownOperationException')
      return { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' }
    return { message: this.message }
  }
}

/** A request that is refused for what is in it. */
export function invalid(message: string): BedrockError {
  return new BedrockError('ValidationException', { message })
}
