/** A Slack workspace; the first one given is where the app is installed, the others are guests of it. */
export type Team = {
  readonly id: string
  readonly name: string
  /** The part before `.slack.com`. */
  readonly domain: string
}

/** A member, a guest, the app's own bot user, or Slackbot, which speaks for Slack itself. */
export type Person = {
  readonly id: string
  /** The handle, lower case. */
  readonly name: string
  readonly realName: string
  readonly teamId: string
  readonly kind: 'member' | 'guest' | 'single_channel_guest' | 'bot'
  readonly isAdmin: boolean
  readonly isDeleted: boolean
}

/** A conversation. A direct message is one with the bot; its name is empty and it has two members. */
export type Channel = {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  readonly teamId: string
  /** True for a channel that people of another organisation take part in (Slack Connect). */
  readonly isExternallyShared: boolean
  readonly isArchived: boolean
  readonly members: readonly string[]
  readonly topic: string
  readonly purpose: string
  /** Who made it, and when in epoch seconds. */
  readonly creator: string
  readonly created: number
}

/** A handle that pings several people at once, `<!subteam^S…>` on the wire. */
export type UserGroup = {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly users: readonly string[]
}

/** A Block Kit block as the workspace holds it: Slack gives every block an id. The rest is as the app sent it. */
export type Block = {
  readonly type: string
  readonly block_id: string
  readonly [key: string]: unknown
}

/** Everybody who reacted with one emoji; the name has no colons and keeps its skin tone (`+1::skin-tone-4`). */
export type Reaction = {
  readonly name: string
  readonly users: readonly string[]
}

/** What the app attached to a message for itself; returned only when asked for. */
export type MessageMetadata = {
  readonly event_type: string
  readonly event_payload: Readonly<Record<string, unknown>>
}

/** One message. `ts` identifies it within its channel; a reply names its parent in `threadTs`, a parent has null there. */
export type Message = {
  readonly channelId: string
  readonly ts: string
  readonly threadTs: string | null
  /** A reply that is shown in the channel too. */
  readonly isBroadcast: boolean
  readonly userId: string
  /** Set when the app wrote it. */
  readonly botId: string | null
  /** Shown when there are no blocks; otherwise only in notifications. */
  readonly text: string
  readonly blocks: readonly Block[]
  readonly reactions: readonly Reaction[]
  readonly files: readonly File[]
  readonly metadata: MessageMetadata | null
  readonly edited: { readonly userId: string; readonly ts: string } | null
  /** Who alone sees it, or null for everybody in the channel. */
  readonly ephemeralTo: string | null
  /** Whether Slack may show previews of what the message links to. */
  readonly unfurls: { readonly links: boolean; readonly media: boolean }
}

/** A file that was uploaded. `bytes` is what was sent; `urlPrivate` serves them. */
export type File = {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly altText: string
  readonly mimetype: string
  readonly filetype: string
  readonly size: number
  readonly userId: string
  readonly teamId: string
  /** Epoch seconds. */
  readonly created: number
  readonly channelIds: readonly string[]
  readonly urlPrivate: string
  readonly permalink: string
  readonly bytes: Uint8Array
}

/** A plain text object of Block Kit. */
export type PlainText = {
  readonly type: 'plain_text'
  readonly text: string
  readonly emoji?: boolean
}

/** The state of one input: Slack's own form, for example `{ type: 'plain_text_input', value: 'x' }`. */
export type InputState = { readonly type: string; readonly [key: string]: unknown }

/** By block id, then by action id. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, InputState>>>>

/** A modal on somebody's screen, or somebody's home tab. */
export type View = {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly userId: string
  readonly teamId: string
  readonly callbackId: string
  readonly externalId: string
  readonly privateMetadata: string
  readonly title: PlainText | null
  readonly submit: PlainText | null
  readonly close: PlainText | null
  readonly blocks: readonly Block[]
  readonly hash: string
  readonly rootViewId: string
  readonly previousViewId: string | null
  readonly clearOnClose: boolean
  readonly notifyOnClose: boolean
  readonly values: StateValues
  /** By block id: what the app found wrong with the last submission. */
  readonly errors: Readonly<Record<string, string>>
}

/** What changed, so that whoever shows it can look again. */
export type Change =
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'view'; readonly id: string; readonly userId: string }
