import type { WebClient } from '@slack/web-api'
import type { Standing } from '../ports.ts'
import { cached } from './cached.ts'
import type { SlackSettings } from './settings.ts'
import { inOurWords } from './slack-errors.ts'

/** Who asks, and where. `channel` is null on the app's own page and in modals. */
export type Visit = { readonly team: string | null; readonly person: string; readonly channel: string | null }

/** Who may see and do what. Everything is asked of Slack, and believed for a few minutes. */
export type Access = {
  /** Why this visit is refused, in words for the visitor; null when it is welcome. */
  readonly refusal: (visit: Visit) => Promise<string | null>
  /** Why nothing can be posted there, in words for whoever asked; null when it can. */
  readonly obstacle: (channel: string) => Promise<string | null>
  readonly standingOf: (person: string) => Promise<Standing>
  readonly mayApprove: (person: string) => Promise<boolean>
  /** Our own user in the workspace. */
  readonly self: () => Promise<{ readonly team: string; readonly user: string }>
}

const notInvited = 'I am not in this channel. Invite me with /invite @lode, then ask again.'

const believedMs = 5 * 60_000

export function slackAccess(client: WebClient, settings: SlackSettings, now: () => Date): Access {
  const { allowedTeams, allowedChannels, allowsGuests, allowsSharedChannels, curators, approvers } = settings
  const self = cached(() => whoAmI(client), Number.POSITIVE_INFINITY, now)
  const personOf = cached((id) => lookUpPerson(client, id), believedMs, now)
  const channelOf = cached((id) => lookUpChannel(client, id), believedMs, now)
  const membersOf = cached((id) => lookUpGroup(client, id), believedMs, now)

  /** What hinders is looked up again: whoever was told to invite the app does so and asks again. */
  const nowOf = async (id: string): Promise<Channel> => {
    const believed = await channelOf(id)
    return isWritable(believed) ? believed : lookUpChannel(client, id)
  }

  const isIn = async (list: readonly string[], person: string): Promise<boolean> => {
    if (list.includes(person)) return true
    const groups = await Promise.all(list.filter((id) => id.startsWith('S')).map(membersOf))
    return groups.some((members) => members.includes(person))
  }

  const personRefusal = async (id: string): Promise<string | null> => {
    const person = await personOf(id)
    if (person.isGuest && !allowsGuests)
      return 'Guests can’t use Lode in this workspace. Ask a member to share what you need.'
    const teams = allowedTeams ?? [(await self('self')).team]
    if (person.isStranger || (person.team !== null && !teams.includes(person.team)))
      return 'Lode answers only people of the workspace that it belongs to.'
    return null
  }

  const channelRefusal = async (id: string): Promise<string | null> => {
    if (allowedChannels && !allowedChannels.includes(id) && !id.startsWith('D'))
      return 'Lode is not enabled in this channel. Whoever runs it can add the channel to SLACK_ALLOWED_CHANNELS.'
    const { isShared, isReachable } = await nowOf(id)
    if (!isReachable && !id.startsWith('D')) return notInvited
    return isShared && !allowsSharedChannels
      ? 'Lode does not answer in channels that are shared with other organisations.'
      : null
  }

  return {
    refusal: async ({ team, person, channel }) => {
      const teams = allowedTeams ?? [(await self('self')).team]
      if (team !== null && !teams.includes(team)) return 'Lode is not enabled for this workspace.'
      const [ofPerson, ofChannel] = await Promise.all([
        personRefusal(person),
        channel === null ? null : channelRefusal(channel),
      ])
      return ofPerson ?? ofChannel
    },
    obstacle: async (channel) => {
      const { isReachable, isMember, isArchived } = await nowOf(channel)
      if (isArchived) return 'This channel is archived, so nothing can be posted here.'
      return isReachable && isMember ? null : notInvited
    },
    standingOf: async (id) => {
      if (id === (await self('self')).user || (await personRefusal(id)) !== null) return 'stranger'
      return (await isIn(curators, id)) ? 'curator' : 'member'
    },
    mayApprove: (person) => isIn(approvers, person),
    self: () => self('self'),
  }
}

async function whoAmI(client: WebClient): Promise<{ team: string; user: string }> {
  const { team_id: team, user_id: user } = await inOurWords(() => client.auth.test())
  if (!team || !user) throw new Error('auth.test names no workspace')
  return { team, user }
}

type Person = { readonly isGuest: boolean; readonly isStranger: boolean; readonly team: string | null }

async function lookUpPerson(client: WebClient, id: string): Promise<Person> {
  const { user } = await inOurWords(() => client.users.info({ user: id }))
  return {
    isGuest: Boolean(user?.is_restricted || user?.is_ultra_restricted),
    isStranger: Boolean(user?.is_stranger),
    team: user?.team_id ?? null,
  }
}

type Channel = {
  readonly isShared: boolean
  readonly isReachable: boolean
  readonly isMember: boolean
  readonly isArchived: boolean
}

const isWritable = ({ isReachable, isMember, isArchived }: Channel): boolean => isReachable && isMember && !isArchived

/** Slack does not even tell of a private channel that the app is not in. Such a one can't be judged, nor posted to. */
async function lookUpChannel(client: WebClient, id: string): Promise<Channel> {
  try {
    const { channel } = await client.conversations.info({ channel: id })
    return {
      isShared: Boolean(channel?.is_ext_shared || channel?.is_pending_ext_shared),
      isReachable: true,
      isMember: Boolean(channel?.is_member || channel?.is_im),
      isArchived: Boolean(channel?.is_archived),
    }
  } catch (error) {
    const isHidden = error instanceof Error && error.message.includes('channel_not_found')
    if (!isHidden) throw error
    return { isShared: false, isReachable: false, isMember: false, isArchived: false }
  }
}

async function lookUpGroup(client: WebClient, id: string): Promise<readonly string[]> {
  const { users } = await inOurWords(() => client.usergroups.users.list({ usergroup: id }))
  return users ?? []
}
