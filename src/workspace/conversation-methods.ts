import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { installationFor } from './app-identity.ts'
import { commaList, flag, pageOf, pageSize } from './arguments.ts'
import { channelJson } from './channel-json.ts'
import { type Caller, type Method, method } from './method.ts'
import type { Channel } from './model.ts'
import { describableChannel, directMessage, isMember, knownPerson, needScope, visibleChannel } from './reach.ts'

const cursor = z.string().optional()

const info = method(
  [],
  3,
  z.object({ channel: z.string(), include_num_members: flag.default(false) }),
  (caller, sent) => {
    const channel = describableChannel(caller, sent.channel)
    const count = sent.include_num_members && { num_members: channel.members.length }
    return { ok: true, channel: { ...channelJson(channel, caller.installation), ...count } }
  },
)

const listing = z.object({
  types: commaList.default(['public_channel']),
  exclude_archived: flag.default(false),
  limit: pageSize(100, 999),
  cursor,
})

const list = method([], 2, listing, (caller, sent) => {
  const channels = channelsOf(caller, sent.types).filter((channel) => !(sent.exclude_archived && channel.isArchived))
  const { page, next } = pageOf(channels, sent.limit, sent.cursor)
  const described = page.map((channel) => ({
    ...channelJson(channel, caller.installation),
    ...(channel.kind !== 'im' && { num_members: channel.members.length }),
  }))
  return { ok: true, channels: described, response_metadata: { next_cursor: next } }
})

const ofUser = method([], 3, listing.extend({ user: z.string().optional() }), (caller, sent) => {
  const userId = sent.user ? knownPerson(caller, sent.user).id : caller.installation.botUserId
  const channels = channelsOf(caller, sent.types).filter(
    ({ members, isArchived }) => members.includes(userId) && !(sent.exclude_archived && isArchived),
  )
  const { page, next } = pageOf(channels, sent.limit, sent.cursor)
  const described = page.map((channel) => channelJson(channel, caller.installation))
  return { ok: true, channels: described, response_metadata: { next_cursor: next } }
})

const members = method([], 4, z.object({ channel: z.string(), limit: pageSize(100, 1000), cursor }), (caller, sent) => {
  const { page, next } = pageOf(describableChannel(caller, sent.channel).members, sent.limit, sent.cursor)
  return { ok: true, members: page, response_metadata: { next_cursor: next } }
})

const opening = z.object({
  users: commaList.optional(),
  channel: z.string().optional(),
  return_im: flag.default(false),
})

const open = method(['im:write'], 3, opening, (caller, sent) => {
  const [userId, ...others] = sent.users ?? []
  if (others.length > 0) throw new ApiError('method_not_supported_for_channel_type')
  if (userId === undefined && sent.channel === undefined) throw new ApiError('users_list_not_supplied')
  const isOpen = userId !== undefined && caller.state.directMessageOf(userId) !== undefined
  const channel =
    userId === undefined
      ? visibleChannel(caller, sent.channel ?? '')
      : directMessage(caller, knownPerson(caller, userId))
  const described = sent.return_im ? channelJson(channel, caller.installation) : { id: channel.id }
  return { ok: true, ...(isOpen && { no_op: true, already_open: true }), channel: described }
})

const join = method(['channels:join'], 3, z.object({ channel: z.string() }), (caller, sent) => {
  const channel = visibleChannel(caller, sent.channel)
  if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type')
  if (channel.isArchived) throw new ApiError('is_archived')
  const members = [...new Set([...channel.members, caller.installation.botUserId])]
  const wasIn = isMember(caller, channel)
  const joined: Channel = { ...channel, members }
  if (!wasIn) caller.state.putChannel(joined)
  return {
    ok: true,
    channel: channelJson(joined, caller.installation),
    ...(wasIn && { warning: 'already_in_channel' }),
  }
})

/** Finding conversations and getting into them. */
export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.info': info,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.open': open,
  'conversations.join': join,
  'users.conversations': ofUser,
}

const kinds: Readonly<Record<string, { kind: Channel['kind']; scope: string }>> = {
  public_channel: { kind: 'public', scope: 'channels:read' },
  private_channel: { kind: 'private', scope: 'groups:read' },
  im: { kind: 'im', scope: 'im:read' },
}

/** What the bot sees of these types. There are no group direct messages here. */
function channelsOf(caller: Caller, types: readonly string[]): readonly Channel[] {
  const wanted = types.filter((type) => type !== 'mpim').map((type) => kinds[type] ?? refuse('invalid_types'))
  for (const { scope } of wanted) needScope(caller, scope)
  return caller.state
    .channels()
    .filter(
      (channel) =>
        wanted.some(({ kind }) => kind === channel.kind) &&
        installationFor(caller.app, channel) === caller.installation &&
        (channel.kind === 'public' || isMember(caller, channel)),
    )
}

function refuse(error: string): never {
  throw new ApiError(error)
}
