import type { WebClient } from '@slack/web-api'
import { ChannelError } from '../errors.ts'
import type { Clock } from '../limits/clock.ts'
import type { Notifier, Outgoing } from '../ports.ts'
import type { Access } from './access.ts'
import { type Draw, illustrator } from './illustrated.ts'
import { paced } from './pace.ts'
import { inOurWords } from './slack-errors.ts'
import { unmentioned } from './unmentioned.ts'

/** The type of the metadata that carries our key; everybody in the channel can read it. */
const eventType = 'lode_message'

/** Slack takes fifty reads of this kind a minute; some are left for others. */
const reads = { perSecond: 0.7, burst: 30 }

type Tools = {
  readonly client: WebClient
  readonly access: Access
  readonly draw: Draw
  readonly messagesPerSecond: number
  readonly clock: Clock
}

/** Posts what the outbox holds. Nothing that it posts unfurls, pings or is posted twice by itself. */
export function slackNotifier({ client, access, draw, messagesPerSecond, clock }: Tools): Notifier {
  const inTurn = paced({ perSecond: messagesPerSecond, burst: 10 }, clock)
  const readInTurn = paced(reads, clock)
  const illustrated = illustrator({ client, draw, clock })
  const call = <T>({ channel }: Outgoing, run: () => Promise<T>): Promise<T> =>
    inTurn(channel, () => inOurWords(run, channel))
  return {
    post: (message) =>
      illustrated(message.shows, async (body) => {
        const { blocks, isWhole } = unmentioned(body.blocks)
        const answer = await call(message, () =>
          forgiving('thread_not_found', () => client.chat.postMessage({ ...body, blocks, ...addressOf(message) })),
        )
        if (answer && !answer.ts) throw new Error('Slack took a message and named no place')
        return answer?.ts ? { ts: answer.ts, isWhole } : null
      }),
    update: (message, ts) =>
      illustrated(message.shows, async (body) => {
        const { channel } = message
        await call(message, () => forgiving('message_not_found', () => client.chat.update({ ...body, channel, ts })))
      }),
    find: (message, since) =>
      inOurWords(() => forgiving('thread_not_found', () => find(client, message, since)), message.channel),
    reactionsOn: (channel, ts) =>
      readInTurn('reactions.get', () => withinReach(() => reactionsOn(client, channel, ts), channel)),
    standingOf: access.standingOf,
  }
}

function addressOf({ channel, threadTs, key }: Outgoing) {
  return {
    channel,
    ...(threadTs !== null && { thread_ts: threadTs }),
    metadata: { event_type: eventType, event_payload: { key } },
    unfurl_links: false,
    unfurl_media: false,
  }
}

/** Clocks differ; a message can't be older than our attempt by more than this. */
const clockSkewSeconds = 120

async function find(client: WebClient, { channel, threadTs, key }: Outgoing, since: Date): Promise<string | null> {
  const oldest = String(since.getTime() / 1_000 - clockSkewSeconds)
  let cursor: string | undefined
  do {
    const page = { channel, oldest, limit: 200, include_all_metadata: true, ...(cursor && { cursor }) }
    const { messages, response_metadata: next } =
      threadTs === null
        ? await client.conversations.history(page)
        : await client.conversations.replies({ ...page, ts: threadTs })
    const found = messages?.find(
      (message) => message.metadata?.event_type === eventType && keyIn(message.metadata) === key,
    )
    if (found?.ts) return found.ts
    cursor = next?.next_cursor || undefined
  } while (cursor)
  return null
}

function keyIn(metadata: { readonly event_payload?: unknown }): unknown {
  const payload = metadata.event_payload
  return typeof payload === 'object' && payload !== null && 'key' in payload ? payload.key : null
}

async function reactionsOn(client: WebClient, channel: string, timestamp: string) {
  const answer = await forgiving('message_not_found', () => client.reactions.get({ channel, timestamp, full: true }))
  if (!answer) return null
  const reactions = answer.message?.reactions ?? []
  return reactions.flatMap(({ name, users }) => (name ? (users ?? []).map((voter) => ({ voter, name })) : []))
}

/** Somebody has deleted what we call about: that is no error. */
async function forgiving<T>(code: string, call: () => Promise<T>): Promise<T | null> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof Error && error.message.includes(code)) return null
    throw error
  }
}

/** A channel that the app was removed from keeps its messages to itself. */
async function withinReach<T>(call: () => Promise<T>, channel: string): Promise<T | null> {
  try {
    return await inOurWords(call, channel)
  } catch (error) {
    if (error instanceof ChannelError) return null
    throw error
  }
}
