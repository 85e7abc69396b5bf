import type { Installation } from './app-identity.ts'
import type { JsonObject } from './json.ts'
import type { Channel } from './model.ts'

/** A conversation as the bot of an installation sees it. */
export function channelJson(channel: Channel, { botUserId }: Installation): JsonObject {
  const isChannel = channel.kind !== 'im'
  const basics = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.isArchived,
    is_im: !isChannel,
    is_org_shared: false,
    context_team_id: channel.teamId,
    updated: channel.created * 1000,
  }
  if (!isChannel) {
    const user = channel.members.find((member) => member !== botUserId)
    return { ...basics, user, is_user_deleted: false, priority: 0 }
  }
  const said = (value: string): JsonObject => ({ value, creator: value && channel.creator, last_set: 0 })
  return {
    ...basics,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_general: channel.name === 'general',
    unlinked: 0,
    creator: channel.creator,
    is_shared: channel.isExternallyShared,
    is_ext_shared: channel.isExternallyShared,
    is_pending_ext_shared: false,
    pending_shared: [],
    parent_conversation: null,
    shared_team_ids: [channel.teamId],
    pending_connected_team_ids: [],
    is_member: channel.members.includes(botUserId),
    topic: said(channel.topic),
    purpose: said(channel.purpose),
    previous_names: [],
  }
}

/** What a channel is called in a command or an interaction: Slack does not tell an app the names of private ones. */
export function channelNameFor(channel: Channel): string {
  return { public: channel.name, private: 'privategroup', im: 'directmessage' }[channel.kind]
}
