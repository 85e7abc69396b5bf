import { ApiError } from './api-error.ts'
import { installationFor } from './app-identity.ts'
import type { Caller } from './method.ts'
import type { Channel, Message, Person } from './model.ts'

/** The scope that lets an app see channels of a kind, or read what is written there. */
const scopeNames = { public: 'channels', private: 'groups', im: 'im' } as const

/** Refuses when the app lacks a scope. */
export function needScope({ app }: Caller, needed: string): void {
  if (!app.scopes.includes(needed)) throw new ApiError('missing_scope', { needed, provided: app.scopes.join(',') })
}

/** A channel that the bot can see: every public one of its team, and those that it is in. */
export function visibleChannel(caller: Caller, id: string): Channel {
  const channel = caller.state.channel(id)
  const isVisible = channel && installationFor(caller.app, channel) === caller.installation
  if (!isVisible || (channel.kind !== 'public' && !isMember(caller, channel))) throw new ApiError('channel_not_found')
  return channel
}

/** A channel whose messages the bot may read, given the scope for its kind. */
export function readableChannel(caller: Caller, id: string): Channel {
  const channel = visibleChannel(caller, id)
  needScope(caller, `${scopeNames[channel.kind]}:history`)
  if (!isMember(caller, channel)) throw new ApiError('not_in_channel')
  return channel
}

/** A channel that the bot may tell about, given the scope for its kind. */
export function describableChannel(caller: Caller, id: string): Channel {
  const channel = visibleChannel(caller, id)
  needScope(caller, `${scopeNames[channel.kind]}:read`)
  return channel
}

/** A channel that the bot may post to. A person's id stands for the direct message with them. */
export function writableChannel(caller: Caller, idOrName: string): Channel {
  const named = caller.state.channels().find(({ name, kind }) => kind === 'public' && `#${name}` === idOrName)
  const person = caller.state.person(idOrName)
  const channel = person ? directMessage(caller, person) : visibleChannel(caller, named?.id ?? idOrName)
  if (channel.isArchived) throw new ApiError('is_archived')
  const mayPost = isMember(caller, channel) || caller.app.scopes.includes('chat:write.public')
  if (!mayPost) throw new ApiError('not_in_channel')
  return channel
}

/** A message in a channel that the bot is in. */
export function messageIn(caller: Caller, channelId: string, ts: string): Message {
  const message = caller.state.message(visibleChannel(caller, channelId).id, ts)
  if (!message) throw new ApiError('message_not_found')
  return message
}

/** The parent that a reply in a channel goes to; null for what is no reply. A reply is no parent. */
export function threadIn({ state }: Caller, channel: Channel, threadTs: string | undefined): string | null {
  if (threadTs === undefined || threadTs === '') return null
  const parent = state.message(channel.id, threadTs)
  if (!parent || parent.threadTs !== null) throw new ApiError('thread_not_found')
  return threadTs
}

/** Somebody whom the app's team knows. */
export function knownPerson({ state, installation }: Caller, id: string): Person {
  const person = state.person(id)
  const isShared = state.channels().some((channel) => channel.isExternallyShared && channel.members.includes(id))
  if (!person || (person.teamId !== installation.team.id && !isShared)) throw new ApiError('user_not_found')
  return person
}

/** The direct message of a person with the bot, made when there is none yet. */
export function directMessage(
  { state, installation }: Pick<Caller, 'state' | 'installation'>,
  person: Person,
): Channel {
  const open = state.directMessageOf(person.id)
  if (open) return open
  const channel: Channel = {
    id: person.id.replace(/^./, 'D'),
    name: '',
    kind: 'im',
    teamId: installation.team.id,
    isExternallyShared: false,
    isArchived: false,
    members: [person.id, installation.botUserId],
    topic: '',
    purpose: '',
    creator: installation.botUserId,
    created: Math.floor(state.clock().getTime() / 1000),
  }
  state.putChannel(channel)
  return channel
}

/** Whether the bot is in a channel. */
export const isMember = ({ installation }: Pick<Caller, 'installation'>, { members }: Channel): boolean =>
  members.includes(installation.botUserId)
