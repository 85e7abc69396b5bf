import type { JsonObject } from './json.ts'
import type { File, Message } from './model.ts'
import type { WorkspaceState } from './state.ts'

/** Which messages show a file, as Slack lists them: by kind of channel, then by channel. */
export function sharesJson({ state }: { readonly state: WorkspaceState }, file: File): JsonObject {
  const shares: Record<string, Record<string, readonly JsonObject[]>> = {}
  for (const id of file.channelIds) {
    const kind = state.channel(id)?.kind === 'public' ? 'public' : 'private'
    const parents = state.history(id).filter(({ threadTs }) => threadTs === null)
    const messages = [...parents, ...parents.flatMap(({ ts }) => state.replies(id, ts))]
    const shown = messages.filter(({ files }) => files.some((shared) => shared.id === file.id))
    shares[kind] = { ...shares[kind], [id]: shown.map((message) => shareJson(state, message)) }
  }
  return shares
}

function shareJson(state: WorkspaceState, { channelId, ts, threadTs, userId }: Message): JsonObject {
  const channel = state.channel(channelId)
  const authors = [...new Set(state.replies(channelId, ts).map((reply) => reply.userId))]
  return {
    share_user_id: userId,
    reply_users: authors,
    reply_users_count: authors.length,
    reply_count: state.replyCount(channelId, ts),
    ts,
    ...(threadTs !== null && { thread_ts: threadTs }),
    channel_name: channel?.name,
    team_id: channel?.teamId,
    source: 'UNKNOWN',
    is_silent_share: false,
  }
}
