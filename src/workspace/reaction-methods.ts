import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { flag } from './arguments.ts'
import { announceReaction } from './events.ts'
import { messageJson, reactionsJson } from './message-json.ts'
import { type Method, method } from './method.ts'
import { messageIn } from './reach.ts'
import { withoutReaction, withReaction } from './reactions.ts'

const target = z.object({ channel: z.string(), timestamp: z.string() })
const named = target.extend({ name: z.string().regex(/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/) })

const get = method(['reactions:read'], 3, target.extend({ full: flag.default(false) }), (caller, sent) => {
  const message = messageIn(caller, sent.channel, sent.timestamp)
  const { channelId, reactions, ts } = message
  const shown = reactions.length > 0 && { reactions: reactionsJson(message, sent.full) }
  const permalink = `${caller.url}/archives/${channelId}/p${ts.replace('.', '')}`
  return {
    ok: true,
    type: 'message',
    message: { ...messageJson(caller, message), ...shown, permalink },
    channel: channelId,
  }
})

const add = method(['reactions:write'], 3, named, (caller, sent) => {
  const { botUserId } = caller.installation
  const reacted = withReaction(messageIn(caller, sent.channel, sent.timestamp), botUserId, sent.name)
  if (!reacted) throw new ApiError('already_reacted')
  caller.state.putMessage(reacted)
  announceReaction(caller, 'reaction_added', reacted, botUserId, sent.name)
  return { ok: true }
})

const remove = method(['reactions:write'], 2, named, (caller, sent) => {
  const { botUserId } = caller.installation
  const left = withoutReaction(messageIn(caller, sent.channel, sent.timestamp), botUserId, sent.name)
  if (!left) throw new ApiError('no_reaction')
  caller.state.putMessage(left)
  announceReaction(caller, 'reaction_removed', left, botUserId, sent.name)
  return { ok: true }
})

/** Emoji on messages. */
export const reactionMethods: Readonly<Record<string, Method>> = {
  'reactions.get': get,
  'reactions.add': add,
  'reactions.remove': remove,
}
