import type { WebClient } from '@slack/web-api'
import { UserError } from '../errors.ts'
import { inOurWords, reached } from './slack-errors.ts'

/** Scopes that the app can't do without, as manifest.yml asks for them. */
export const scopes = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:read',
  'usergroups:read',
  'users:read',
] as const

/** Whether the token works, has its scopes and can write to these channels. Throws `UserError` that says what to do. */
export async function checkSlack(client: WebClient, channels: readonly string[]): Promise<string> {
  const identity = await reached(() => client.auth.test())
  const granted = identity.response_metadata?.scopes
  const missing = granted ? scopes.filter((scope) => !granted.includes(scope)) : []
  if (missing.length > 0)
    throw new UserError(
      `The app lacks ${missing.join(', ')}. Paste manifest.yml into its App Manifest and install it again.`,
    )
  const names: string[] = []
  for (const channel of channels) names.push(await nameOf(client, channel))
  const where =
    names.length > 0
      ? `digests go to ${names.map((name) => `#${name}`).join(', ')}`
      : 'no channel for digests: set SLACK_CHANNEL'
  return `${identity.user} in ${identity.team}; ${where}`
}

async function nameOf(client: WebClient, channel: string): Promise<string> {
  const { channel: found } = await inOurWords(() => client.conversations.info({ channel }), channel)
  if (!found?.is_member)
    throw new UserError(
      `The app is not in ${channel}${found?.name ? ` (#${found.name})` : ''}. Type /invite @lode there.`,
    )
  if (found.is_archived) throw new UserError(`#${found.name} is archived. Unarchive it, or configure another channel.`)
  return found.name ?? channel
}
