import { type Installation, installationFor } from './app-identity.ts'
import { newId } from './ids.ts'
import type { JsonObject } from './json.ts'
import { messageJson } from './message-json.ts'
import type { Channel, Message, Person } from './model.ts'
import type { Parts } from './parts.ts'
import { viewJson } from './view-json.ts'

/** Tells the app of a reaction that came or went, when it is in that channel. Its own are told too. */
export function announceReaction(
  parts: Parts,
  type: 'reaction_added' | 'reaction_removed',
  message: Message,
  userId: string,
  reaction: string,
): void {
  announceIn(parts, message.channelId, type, {
    type,
    user: userId,
    reaction,
    item: { type: 'message', channel: message.channelId, ts: message.ts },
    item_user: message.userId,
    event_ts: parts.state.nextTs(),
  })
}

/** Tells the app of a new message: in a direct message with it always, elsewhere when it is mentioned. */
export function announceMessage(parts: Parts, message: Message): void {
  const channel = parts.state.channel(message.channelId)
  const installation = channel && installationFor(parts.app, channel)
  if (!installation) return
  const event = {
    ...messageJson(parts, message),
    channel: message.channelId,
    event_ts: message.ts,
    ...(message.botId === null && { client_msg_id: crypto.randomUUID() }),
  }
  if (channel.kind === 'im')
    announceIn(parts, channel.id, 'message.im', { ...event, type: 'message', channel_type: 'im' })
  else if (message.userId !== installation.botUserId && mentions(message, installation.botUserId))
    announceIn(parts, channel.id, 'app_mention', { ...event, type: 'app_mention' })
}

/** Tells the app that somebody looks at its home. The view is absent until there has been one. */
export function announceHome(parts: Parts, person: Person, channel: Channel, tab: 'home' | 'messages'): void {
  const view = tab === 'home' ? parts.state.homeOf(person.id) : undefined
  announceIn(parts, channel.id, 'app_home_opened', {
    type: 'app_home_opened',
    user: person.id,
    channel: channel.id,
    tab,
    ...(view && { view: viewJson(parts.app, view) }),
    event_ts: parts.state.nextTs(),
  })
}

const mentions = ({ text }: Message, userId: string): boolean =>
  [`<@${userId}>`, `<@${userId}|`].some((token) => text.includes(token))

function announceIn(parts: Parts, channelId: string, subscription: string, event: JsonObject): void {
  const channel = parts.state.channel(channelId)
  const installation = channel && installationFor(parts.app, channel)
  if (!installation || !parts.app.events.includes(subscription)) return
  if (!channel.members.includes(installation.botUserId)) return
  parts.deliveries.announce(callback(parts, channel, installation, event))
}

function callback(parts: Parts, channel: Channel, { team, botUserId }: Installation, event: JsonObject): JsonObject {
  const { app, state } = parts
  const context = { et: event.type, tid: team.id, aid: app.appId, cid: channel.id }
  return {
    token: app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(state.clock().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel.isExternallyShared,
    event_context: `4-${Buffer.from(JSON.stringify(context)).toString('base64url')}`,
  }
}
