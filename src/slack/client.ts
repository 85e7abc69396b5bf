import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Logger } from 'pino'
import { quietLogger } from './quiet-logger.ts'
import type { SlackSettings } from './settings.ts'

/** Nobody waits longer for Slack. */
const timeoutMs = 15_000

/**
 * How Slack is called: never twice by itself, since a repeated post is a double post; and 429 is an answer that the
 * outbox understands.
 */
export function clientOptions({ apiUrl }: Pick<SlackSettings, 'apiUrl'>, log: Logger): WebClientOptions {
  return {
    logger: quietLogger(log),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
  }
}

export function slackClient(settings: SlackSettings, log: Logger): WebClient {
  return new WebClient(settings.botToken, clientOptions(settings, log))
}
