import { Client } from '@notionhq/client'
import { type Clock, systemClock } from '../limits/clock.ts'
import { fetchPersistently, type Means } from './persistent-fetch.ts'
import type { NotionSettings } from './settings.ts'
import { turns } from './turns.ts'

/** Notion as one token reaches it. All its clients share one pace. */
export type NotionConnection = {
  /** The signal ends this client's requests and waits. */
  client(signal?: AbortSignal): Client
}

/** How a connection is different in tests; `log` gets a line for each request that is tried again. */
export type ConnectionTools = Partial<Pick<Means, 'timeoutMs' | 'log'>> & { readonly clock?: Clock }

/** The newest version whose answers Lode knows. */
const notionVersion = '2026-03-11'
/** Nobody waits longer for one answer. */
const usualTimeoutMs = 60_000
/** The client's own clock runs through our pauses: it is set to what a timer can hold at most. */
const neverMs = 2_147_483_647

/**
 * Builds clients whose requests are paced and persistent. Theirs are neither: they retry no query after a 500, let half
 * an answer hang, and talk to the terminal.
 */
export function connectNotion(
  { token, baseUrl, requestsPerMinute }: Pick<NotionSettings, 'token' | 'baseUrl' | 'requestsPerMinute'>,
  { clock = systemClock, timeoutMs = usualTimeoutMs, log = () => undefined }: ConnectionTools = {},
): NotionConnection {
  const means = { turns: turns(requestsPerMinute, clock), timeoutMs, log }
  const settings = { auth: token, notionVersion, timeoutMs: neverMs, ...(baseUrl !== null && { baseUrl }) }
  return {
    client: (signal) =>
      new Client({
        ...settings,
        retry: false,
        logger: () => undefined,
        fetch: async (url, { method = 'GET', headers = {}, body } = {}) => {
          const answer = await fetchPersistently({ url, method, headers, body }, means, signal)
          return { ...answer, text: async () => answer.text }
        },
      }),
  }
}
