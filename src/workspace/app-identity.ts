import { randomBytes } from 'node:crypto'
import { newId } from './ids.ts'
import type { Channel, Team } from './model.ts'

/** The app as one team has it. */
export type Installation = {
  readonly team: Team
  readonly botUserId: string
  readonly botId: string
  readonly botToken: string
}

/** Who the app is to Slack: its secrets, what it may do and what it wants to hear of. */
export type AppIdentity = {
  readonly appId: string
  readonly name: string
  /** The handle of its bot user. */
  readonly botName: string
  readonly appToken: string
  readonly signingSecret: string
  /** The deprecated token that every payload still carries. */
  readonly verificationToken: string
  readonly scopes: readonly string[]
  readonly events: readonly string[]
  readonly commands: readonly string[]
  /** The first is the app's own workspace. */
  readonly installations: readonly [Installation, ...Installation[]]
}

const scopes = [
  'commands',
  'chat:write',
  'reactions:read',
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'app_mentions:read',
  'files:write',
  'users:read',
  'usergroups:read',
  'im:read',
  'im:write',
  'im:history',
]
const events = ['reaction_added', 'reaction_removed', 'app_home_opened', 'app_mention', 'message.im']
const commands = ['/patterns', '/opportunities', '/lode']

/** What may be said about the app; the rest is as in its manifest, and secrets are made up. */
export type AppSeed = Partial<Pick<AppIdentity, 'appId' | 'name' | 'botName' | 'scopes' | 'events' | 'commands'>>

/** An app installed in every one of these teams. */
export function appIdentity(teams: readonly [Team, ...Team[]], seed: AppSeed = {}): AppIdentity {
  const [first, ...others] = teams
  return {
    appId: newId('A'),
    name: 'Lode',
    botName: 'lode',
    appToken: `xapp-1-${secret(8)}-${secret(24)}`,
    signingSecret: secret(16),
    verificationToken: secret(12),
    scopes,
    events,
    commands,
    ...seed,
    installations: [installationIn(first), ...others.map(installationIn)],
  }
}

/** Where the app hears of what happens in a channel: the channel's own team, or its own workspace when that shares it. */
export function installationFor(app: AppIdentity, channel: Channel): Installation | undefined {
  const own = app.installations.find(({ team }) => team.id === channel.teamId)
  return own ?? (channel.isExternallyShared ? app.installations[0] : undefined)
}

function installationIn(team: Team): Installation {
  return { team, botUserId: newId('U'), botId: newId('B'), botToken: `xoxb-${secret(6)}-${secret(12)}` }
}

const secret = (bytes: number): string => randomBytes(bytes).toString('hex')
