import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { flag, pageOf, pageSize } from './arguments.ts'
import { messageJson } from './message-json.ts'
import { type Method, method } from './method.ts'
import type { Message } from './model.ts'
import { readableChannel } from './reach.ts'

const range = z.object({
  channel: z.string(),
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: flag.default(false),
  include_all_metadata: flag.default(false),
  cursor: z.string().optional(),
})
type Range = z.infer<typeof range>

const history = method([], 3, range.extend({ limit: pageSize(100, 999) }), (caller, sent) => {
  const channel = readableChannel(caller, sent.channel)
  const newestFirst = caller.state.history(channel.id).filter(within(sent)).toReversed()
  const { page, next } = pageOf(newestFirst, sent.limit, sent.cursor)
  return {
    ok: true,
    ...(sent.latest !== undefined && { latest: sent.latest }),
    ...(sent.oldest !== undefined && { oldest: sent.oldest }),
    messages: page.map((message) => messageJson(caller, message, sent.include_all_metadata)),
    has_more: next !== '',
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
    ...(next !== '' && { response_metadata: { next_cursor: next } }),
  }
})

const thread = range.extend({ ts: z.string(), limit: pageSize(1000, 1000) })

const replies = method([], 3, thread, (caller, sent) => {
  const channel = readableChannel(caller, sent.channel)
  const message = caller.state.message(channel.id, sent.ts)
  if (!message) throw new ApiError('thread_not_found')
  // Asked for a reply, Slack returns that one alone; asked for a parent, the parent comes first on the first page.
  const all = caller.state.replies(channel.id, message.ts).filter(within(sent))
  const { page, next } = pageOf([message, ...all], sent.limit, sent.cursor)
  return {
    ok: true,
    messages: page.map((reply) => messageJson(caller, reply, sent.include_all_metadata)),
    has_more: next !== '',
    ...(next !== '' && { response_metadata: { next_cursor: next } }),
  }
})

/** Reading what was written. */
export const historyMethods: Readonly<Record<string, Method>> = {
  'conversations.history': history,
  'conversations.replies': replies,
}

/** Whether a message lies between `oldest` and `latest`; on them only if `inclusive`. */
function within({ oldest, latest, inclusive }: Range): (message: Message) => boolean {
  const isAfter = (ts: string, bound: string): boolean => Number(ts) > Number(bound) || (inclusive && ts === bound)
  const isBefore = (ts: string, bound: string): boolean => Number(ts) < Number(bound) || (inclusive && ts === bound)
  return ({ ts }) =>
    (oldest === undefined || isAfter(ts, oldest)) && (latest === undefined || latest === 'now' || isBefore(ts, latest))
}
