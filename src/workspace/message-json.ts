import { type AppIdentity, installationFor } from './app-identity.ts'
import { fileJson } from './file-json.ts'
import type { JsonObject } from './json.ts'
import type { Message } from './model.ts'
import type { WorkspaceState } from './state.ts'

type Holder = { readonly state: WorkspaceState; readonly app: AppIdentity }

/** A message as Slack puts it into answers and payloads. Metadata goes only where it was asked for. */
export function messageJson(holder: Holder, message: Message, withMetadata = false): JsonObject {
  const { state, app } = holder
  const channel = state.channel(message.channelId)
  const teamId = state.person(message.userId)?.teamId ?? channel?.teamId
  return {
    user: message.userId,
    type: 'message',
    ts: message.ts,
    ...(message.botId && { bot_id: message.botId, app_id: app.appId }),
    text: message.text,
    team: teamId,
    ...(message.botId && { bot_profile: botProfile(holder, message) }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.files.length > 0 && {
      subtype: 'file_share',
      files: message.files.map((file) => fileJson(holder, file)),
      upload: false,
    }),
    ...(message.edited && { edited: { user: message.edited.userId, ts: message.edited.ts } }),
    ...threadJson(state, message),
    ...(message.reactions.length > 0 && { reactions: reactionsJson(message) }),
    ...(withMetadata && message.metadata && { metadata: message.metadata }),
  }
}

/** The reactions of a message; without `full`, Slack names only some of the people but counts all. */
export function reactionsJson(message: Message, full = true): readonly JsonObject[] {
  return message.reactions.map(({ name, users }) => ({
    name,
    users: full ? users : users.slice(0, 50),
    count: users.length,
  }))
}

function threadJson(state: WorkspaceState, message: Message): JsonObject {
  const { channelId, ts, threadTs } = message
  if (threadTs !== null) {
    const parent = state.message(channelId, threadTs)
    const broadcast = message.isBroadcast && { subtype: 'thread_broadcast' }
    return { thread_ts: threadTs, parent_user_id: parent?.userId, ...broadcast }
  }
  const count = state.replyCount(channelId, ts)
  if (count === 0) return {}
  const replies = state.replies(channelId, ts)
  const authors = [...new Set(replies.map(({ userId }) => userId))]
  return {
    thread_ts: ts,
    reply_count: count,
    reply_users_count: authors.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: authors.slice(0, 5),
    is_locked: false,
    subscribed: false,
  }
}

function botProfile({ state, app }: Holder, message: Message): JsonObject {
  const channel = state.channel(message.channelId)
  const installation = (channel && installationFor(app, channel)) ?? app.installations[0]
  return {
    id: message.botId,
    app_id: app.appId,
    user_id: message.userId,
    name: app.name,
    icons: { image_36: '', image_48: '', image_72: '' },
    deleted: false,
    updated: channel?.created ?? 0,
    team_id: installation.team.id,
  }
}
