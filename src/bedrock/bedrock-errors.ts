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
 * does; everything else is worth another try and stays as it is. Never repeats what was sent or answered.
 */
export function explained(error: unknown, place: Place): unknown {
  const text = nameAndMessage(error)
  const advice = credentialsAdvice(text) ?? refusalAdvice(text, place)
  if (advice) return new PermanentError(advice, { cause: error })
  if (error instanceof SyntaxError)
    return new Error('The answer was cut off on its way, or is not from Bedrock (a proxy?): it is no JSON.', {
      cause: error,
    })
  return busy(error, text, place) ?? error
}

function credentialsAdvice(text: string): string | null {
  return /^(Credentials|Token)?ProviderError|Could not load credentials|ExpiredToken|UnrecognizedClient|InvalidSignature|MissingAuthenticationToken|security token/i.test(
    text,
  )
    ? 'AWS refused the credentials, or there are none. Sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
    : null
}

/** What to change after a refusal that no waiting undoes; null for any other error, whatever its words are. */
function refusalAdvice(text: string, { modelId, region }: Place): string | null {
  if (!/^(AccessDenied|ResourceNotFound|Validation)/.test(text)) return null
  if (/end of its life/i.test(text))
    return `${modelId} has reached the end of its life. Name a current model by BEDROCK_SMALL_MODEL or BEDROCK_LARGE_MODEL.`
  if (/on-demand throughput/i.test(text))
    return `${modelId} can't be called by its bare id. Name an inference profile: a prefix such as "eu." (BEDROCK_PROFILE) and the id.`
  if (/too long/i.test(text)) return 'The document is too long for the model. Split it.'
  if (
    /RequestedRegion|explicit deny|not (available|supported) in (this|your|the) region|region.*(disabled|not enabled)/i.test(
      text,
    )
  ) {
    return `${modelId} is refused in ${region}: the organisation's policy or the region doesn't allow it. Choose another AWS_REGION or BEDROCK_PROFILE.`
  }
  if (/^AccessDenied/.test(text))
    return `No access to ${modelId} in ${region}. Enable the model in Bedrock's console, and allow bedrock:InvokeModel on its inference profile and models.`
  if (/^(ResourceNotFound|ValidationException.*model identifier)/.test(text))
    return `${modelId} is unknown in ${region}. Check BEDROCK_PROFILE, the model's id and AWS_REGION.`
  return `Bedrock refused the request to ${modelId}: ${text.slice(0, 300)}`
}

function busy(cause: unknown, text: string, { modelId }: Place): BusyError | null {
  if (/^ServiceQuotaExceeded/.test(text))
    return new BusyError(
      `A quota of ${modelId} is exceeded. Fresh accounts may have almost none: ask for more under Service Quotas.`,
      dayPauseSeconds,
      { cause },
    )
  if (!/^(Throttling|ModelNotReady|TooManyRequests)/.test(text)) return null
  return /per day/i.test(text)
    ? new BusyError(
        `The daily quota of ${modelId} is used up. Ask for more under Service Quotas, or wait.`,
        dayPauseSeconds,
        { cause },
      )
    : new BusyError(`${modelId} is throttled.`, shortPauseSeconds, { cause })
}

/** Without the values that AWS repeats when it refuses them: they are document text. */
function nameAndMessage(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.replaceAll(/Value '.*' at '/gs, "Value at '")
}
