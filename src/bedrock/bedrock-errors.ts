import { BusyError, PermanentError } from '../errors.ts'

/** A refusal of the form in which an answer was asked for: the next rung may work. */
export function refusesRung(error: unknown): boolean {
  const text = nameAndMessage(error)
  return (
    /^ValidationException/.test(text) &&
    /tool_choice|toolChoice|output_config|outputConfig|output_format|textFormat|json_schema|structured output|tools?\.\d*\.?strict|does(n.t| not) support (tool|structured)/i.test(
      text,
    )
  )
}

type Place = { readonly modelId: string; readonly region: string }

const shortPauseSeconds = 20
const dayPauseSeconds = 3_600

/**
 * A vendor's error in words that say what to do. `BusyError` where waiting helps, `PermanentError` where only a change
 * does; everything else is worth another try and stays as it is.
 */
export function explained(error: unknown, { modelId, region }: Place): unknown {
  const text = nameAndMessage(error)
  const permanent = (advice: string): PermanentError => new PermanentError(advice, { cause: error })
  const busy = (advice: string, seconds: number): BusyError => new BusyError(advice, seconds, { cause: error })
  if (
    /CredentialsProviderError|Could not load credentials|ExpiredToken|UnrecognizedClient|InvalidSignature|security token/i.test(
      text,
    )
  ) {
    return permanent(
      'AWS refused the credentials, or there are none. Sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    )
  }
  if (/end of its life/i.test(text))
    return permanent(
      `${modelId} has reached the end of its life. Name a current model by BEDROCK_SMALL_MODEL or BEDROCK_LARGE_MODEL.`,
    )
  if (/on-demand throughput/i.test(text))
    return permanent(
      `${modelId} can't be called by its bare id. Name an inference profile: a prefix such as "eu." (BEDROCK_PROFILE) and the id.`,
    )
  if (/too long/i.test(text)) return permanent('The document is too long for the model. Split it.')
  if (
    /RequestedRegion|explicit deny|not (available|supported) in (this|your|the) region|region.*(disabled|not enabled)/i.test(
      text,
    )
  ) {
    return permanent(
      `${modelId} is refused in ${region}: the organisation's policy or the region doesn't allow it. Choose another AWS_REGION or BEDROCK_PROFILE.`,
    )
  }
  if (/^AccessDenied/.test(text))
    return permanent(
      `No access to ${modelId} in ${region}. Enable the model in Bedrock's console, and allow bedrock:InvokeModel on its inference profile and models.`,
    )
  if (/^(ResourceNotFound|ValidationException.*model identifier)/.test(text))
    return permanent(`${modelId} is unknown in ${region}. Check BEDROCK_PROFILE, the model's id and AWS_REGION.`)
  if (/per day/i.test(text))
    return busy(
      `The daily quota of ${modelId} is used up. Ask for more under Service Quotas, or wait.`,
      dayPauseSeconds,
    )
  if (/^(ServiceQuotaExceeded)/.test(text))
    return busy(
      `A quota of ${modelId} is exceeded. Fresh accounts may have almost none: ask for more under Service Quotas.`,
      dayPauseSeconds,
    )
  if (/^(Throttling|ModelNotReady|TooManyRequests)/.test(text))
    return busy(`${modelId} is throttled.`, shortPauseSeconds)
  if (/^ValidationException/.test(text))
    return permanent(`Bedrock refused the request to ${modelId}: ${text.slice(0, 300)}`)
  return error
}

function nameAndMessage(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
