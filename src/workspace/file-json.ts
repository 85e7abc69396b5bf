import type { JsonObject } from './json.ts'
import type { Channel, File } from './model.ts'
import type { WorkspaceState } from './state.ts'

/** A file as Slack describes it. Where it was shared, and with which messages, is said only to `files.info`. */
export function fileJson({ state }: { readonly state: WorkspaceState }, file: File): JsonObject {
  const channels = file.channelIds.flatMap((id) => state.channel(id) ?? [])
  const idsOf = (kind: Channel['kind']): readonly string[] =>
    channels.filter((channel) => channel.kind === kind).map(({ id }) => id)
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.filetype.toUpperCase(),
    user: file.userId,
    user_team: file.teamId,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: idsOf('public').length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: file.urlPrivate,
    url_private_download: file.urlPrivate,
    permalink: file.permalink,
    ...(file.altText !== '' && { alt_txt: file.altText }),
    channels: idsOf('public'),
    groups: idsOf('private'),
    ims: idsOf('im'),
    is_starred: false,
    has_rich_preview: false,
    file_access: 'visible',
    comments_count: 0,
  }
}
