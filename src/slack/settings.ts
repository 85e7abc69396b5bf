/** How Slack reaches the app: over a socket that the app opens, or by signed requests to a port. */
export type Transport =
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string; readonly host: string; readonly port: number }

/** What the Slack app is told. */
export type SlackSettings = {
  readonly botToken: string
  readonly transport: Transport
  /** Another address than Slack's own, for a stand-in; with a slash at its end. */
  readonly apiUrl: string | null
  /** Null: the workspace that the bot token belongs to. */
  readonly allowedTeams: readonly string[] | null
  /** Null: every channel that the app was invited to. */
  readonly allowedChannels: readonly string[] | null
  readonly allowsGuests: boolean
  readonly allowsSharedChannels: boolean
  /** Ids of people (U…) and user groups (S…). */
  readonly curators: readonly string[]
  readonly approvers: readonly string[]
  readonly messagesPerSecond: number
}
