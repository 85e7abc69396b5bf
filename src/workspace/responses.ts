import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { flag } from './arguments.ts'
import { draft } from './draft.ts'
import type { Message } from './model.ts'
import { contentArguments, readContent } from './outgoing.ts'
import type { Parts } from './parts.ts'
import type { ResponseTarget } from './response-urls.ts'

const response = z.object({
  ...contentArguments,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
})

/** Whether an acknowledgement or response says anything at all. */
export const saysSomething = (sent: unknown): boolean =>
  typeof sent === 'object' && sent !== null && ['text', 'blocks', 'markdown_text'].some((key) => key in sent)

/** Whether a command is to be answered before everybody. */
export const isPublic = (sent: unknown): boolean =>
  typeof sent === 'object' && sent !== null && 'response_type' in sent && sent.response_type === 'in_channel'

/**
 * Does what an acknowledgement or a response URL was told: a new message, for one person unless it says in_channel, or
 * the original replaced or deleted. Returns what the URL is about from now on.
 */
export function respond(parts: Parts, target: ResponseTarget, sent: unknown): ResponseTarget['original'] {
  const read = response.safeParse(sent)
  if (!read.success) throw new ApiError('invalid_payload')
  const { delete_original, replace_original, response_type, thread_ts } = read.data
  const original = originalOf(parts, target)
  if (delete_original) {
    if (original?.ephemeralTo) parts.state.deleteEphemeral(original.ephemeralTo, original.ts)
    else if (original) parts.state.deleteMessage(original)
    return null
  }
  const content = { ...readContent(read.data, parts), metadata: null }
  if (replace_original && original) return put(parts, { ...original, ...content })
  const { botUserId, botId } = target.installation
  return put(parts, {
    ...draft({ state: parts.state, installation: { botUserId } }, target.channelId),
    ...content,
    botId,
    threadTs: thread_ts ?? null,
    ephemeralTo: response_type === 'ephemeral' ? target.userId : null,
  })
}

function originalOf({ state }: Parts, { userId, channelId, original }: ResponseTarget): Message | undefined {
  if (!original) return undefined
  return original.isEphemeral
    ? state.ephemeralsOf(userId).find(({ ts }) => ts === original.ts)
    : state.message(channelId, original.ts)
}

function put({ state }: Parts, message: Message): ResponseTarget['original'] {
  if (message.ephemeralTo === null) state.putMessage(message)
  else state.putEphemeral(message.ephemeralTo, message)
  return { ts: message.ts, isEphemeral: message.ephemeralTo !== null }
}
