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

/**
 * How a connection is asked for: that may be repeated, and must be for as long as Slack is away, since Bolt gives up for
 * good, and the process with it, when this call fails.
 */
export function socketClientOptions(settings: Pick<SlackSettings, 'apiUrl'>, log: Logger): WebClientOptions {
  const { rejectRateLimitedCalls: _, ...options } = clientOptions(settings, log)
  return { ...options, retryConfig: { forever: true, factor: 2, maxTimeout: 30_000, randomize: true } }
}

export function slackClient(settings: SlackSettings, log: Logger): WebClient {
  return new WebClient(settings.botToken, clientOptions(settings, log))
}
