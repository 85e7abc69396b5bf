import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { BusyError, ChannelError, PermanentError, UserError } from '../errors.ts'

/** What to do about a channel that can't be written to. */
const channelAdvice: Readonly<Record<string, string>> = {
  channel_not_found: 'it does not exist, or it is private and the app is not in it: invite the app',
  not_in_channel: 'the app is not in it: invite the app',
  is_archived: 'it is archived: unarchive it, or configure another channel',
  restricted_action: 'a workspace preference keeps the app from posting there',
  restricted_action_read_only_channel: 'it is read-only for the app',
  restricted_action_thread_only_channel: 'only replies may be posted there',
}

const refusedTokens = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']

/** The vendor's error in our words. What is not known stays as it is: then nobody knows what became of the call. */
export function translated(error: unknown, channel?: string): unknown {
  if (error instanceof WebAPIRateLimitedError)
    return new BusyError('Slack asks for patience', error.retryAfter, { cause: error })
  if (error instanceof WebAPIHTTPError && error.statusCode === 429)
    return new BusyError('Slack asks for patience', Number(error.headers['retry-after'] ?? 30), { cause: error })
  if (!(error instanceof WebAPIPlatformError)) return error
  const code = error.data.error
  if (code === 'ratelimited' || code === 'rate_limited')
    return new BusyError('Slack asks for patience', 30, { cause: error })
  if (code === 'missing_scope')
    return new UserError('The Slack app lacks a scope. Install it again with the scopes of manifest.yml.', {
      cause: error,
    })
  if (refusedTokens.includes(code))
    return new UserError(`Slack refuses SLACK_BOT_TOKEN (${code}). Install the app again and copy its token.`, {
      cause: error,
    })
  const advice = channelAdvice[code]
  if (advice)
    return new ChannelError(`The channel ${channel ?? ''} can't be written to: ${advice} (${code}).`, { cause: error })
  if (['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'].includes(code)) return error
  return new PermanentError(`Slack refuses the message: ${code}${detailsOf(error)}`, { cause: error })
}

/** Calls Slack, with its errors in our words. */
export async function inOurWords<T>(call: () => Promise<T>, channel?: string): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw translated(error, channel)
  }
}

const awayText = 'Slack does not answer. Is the network there, and does status.slack.com say that all is well?'

/** The first call of all, which changes nothing: here an outage is known to be one. */
export async function reached<T>(call: () => Promise<T>): Promise<T> {
  return inOurWords(call).catch((error: unknown) => {
    const isAway = error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError
    throw isAway ? new UserError(awayText, { cause: error }) : error
  })
}

/** Whether Slack refused a message for having a block of this type at all, which a workspace may not know. */
export function refusesBlock(error: PermanentError, type: string): boolean {
  const { cause } = error
  if (!(cause instanceof WebAPIPlatformError) || cause.data.error !== 'invalid_blocks') return false
  return cause.data.response_metadata?.messages?.some((message) => message.includes(type)) ?? false
}

function detailsOf({ data }: WebAPIPlatformError): string {
  const messages = data.response_metadata?.messages ?? []
  return messages.length > 0 ? `: ${messages.join('; ').slice(0, 300)}` : ''
}
