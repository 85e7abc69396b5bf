import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { flag } from './arguments.ts'
import { draft } from './draft.ts'
import { announceMessage } from './events.ts'
import { messageJson } from './message-json.ts'
import { type Caller, type Method, method } from './method.ts'
import type { Message } from './model.ts'
import { contentArguments, readContent } from './outgoing.ts'
import { knownPerson, messageIn, threadIn, visibleChannel, writableChannel } from './reach.ts'

const place = { channel: z.string() }
const post = z.object({
  ...place,
  ...contentArguments,
  thread_ts: z.string().optional(),
  reply_broadcast: flag.default(false),
})

const postMessage = method(['chat:write'], 'posting', post, (caller, sent) => {
  const channel = writableChannel(caller, sent.channel)
  const content = readContent(sent, caller)
  const message: Message = {
    ...draft(caller, channel.id),
    ...content,
    botId: caller.installation.botId,
    threadTs: threadIn(caller, channel, sent.thread_ts),
    isBroadcast: sent.reply_broadcast && sent.thread_ts !== undefined,
    unfurls: { links: sent.unfurl_links ?? false, media: sent.unfurl_media ?? true },
  }
  caller.state.putMessage(message)
  announceMessage(caller, message)
  return { ok: true, channel: channel.id, ts: message.ts, message: messageJson(caller, message, true) }
})

const ephemeral = z.object({ ...place, ...contentArguments, user: z.string(), thread_ts: z.string().optional() })

const postEphemeral = method(['chat:write'], 4, ephemeral, (caller, sent) => {
  const channel = writableChannel(caller, sent.channel)
  const person = knownPerson(caller, sent.user)
  if (!channel.members.includes(person.id)) throw new ApiError('user_not_in_channel')
  const message: Message = {
    ...draft(caller, channel.id),
    ...readContent(sent, caller),
    metadata: null,
    botId: caller.installation.botId,
    threadTs: threadIn(caller, channel, sent.thread_ts),
    ephemeralTo: person.id,
  }
  caller.state.putEphemeral(person.id, message)
  return { ok: true, message_ts: message.ts }
})

const update = method(
  ['chat:write'],
  3,
  z.object({ ...place, ...contentArguments, ts: z.string() }),
  (caller, sent) => {
    const message = ownMessage(caller, sent.channel, sent.ts, 'cant_update_message')
    if (caller.state.channel(message.channelId)?.isArchived) throw new ApiError('is_archived')
    // A text without blocks takes the place of the blocks; without a text they stay.
    const hasContent = [sent.text, sent.blocks, sent.markdown_text].some((part) => part !== undefined)
    const content = hasContent ? readContent(sent, caller) : message
    const updated: Message = {
      ...message,
      text: content.text,
      blocks: content.blocks,
      metadata: sent.metadata === undefined ? message.metadata : content.metadata,
      edited: { userId: message.userId, ts: caller.state.nextTs() },
    }
    caller.state.putMessage(updated)
    const { channelId: channel, ts, text } = updated
    return { ok: true, channel, ts, text, message: messageJson(caller, updated, true) }
  },
)

const remove = method(['chat:write'], 3, z.object({ ...place, ts: z.string() }), (caller, sent) => {
  const message = ownMessage(caller, sent.channel, sent.ts, 'cant_delete_message')
  caller.state.deleteMessage(message)
  return { ok: true, channel: message.channelId, ts: message.ts }
})

const getPermalink = method([], 3, z.object({ ...place, message_ts: z.string() }), (caller, sent) => {
  const { channelId, ts, threadTs } = messageIn(caller, sent.channel, sent.message_ts)
  const thread = threadTs === null ? '' : `?thread_ts=${threadTs}&cid=${channelId}`
  const permalink = `${caller.url}/archives/${channelId}/p${ts.replace('.', '')}${thread}`
  return { ok: true, channel: channelId, permalink }
})

/** Writing messages and changing them. */
export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
}

function ownMessage(caller: Caller, channelId: string, ts: string, refusal: string): Message {
  const message = messageIn(caller, visibleChannel(caller, channelId).id, ts)
  if (message.userId !== caller.installation.botUserId) throw new ApiError(refusal)
  return message
}
