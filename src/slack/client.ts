import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { SlackSettings } from './settings.ts'

/** Nobody waits longer for Slack. */
const timeoutMs = 15_000

/**
 * How Slack is called: never twice by itself, since a repeated post is a double post; and 429 is an answer that the
 * outbox understands.
 */
export function clientOptions({ apiUrl }: Pick<SlackSettings, 'apiUrl'>): WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
  }
}

export function slackClient(settings: SlackSettings): WebClient {
  return new WebClient(settings.botToken, clientOptions(settings))
}
