import type { JsonObject } from './json.ts'
import type { Person } from './model.ts'
import { slackbotId } from './seed.ts'

/** A person as `users.info` tells of them. */
export function personJson(person: Person): JsonObject {
  const [firstName = '', ...rest] = person.realName.split(' ')
  const isGuest = person.kind === 'guest' || person.kind === 'single_channel_guest'
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: person.isDeleted,
    color: '9f69e7',
    real_name: person.realName,
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      first_name: firstName,
      last_name: rest.join(' '),
      title: '',
      phone: '',
      skype: '',
      status_text: '',
      status_emoji: '',
      status_emoji_display_info: [],
      status_expiration: 0,
      huddle_state: 'default_unset',
      huddle_state_expiration_ts: 0,
      avatar_hash: '',
      image_24: '',
      image_48: '',
      image_72: '',
      image_192: '',
      image_512: '',
      team: person.teamId,
    },
    is_admin: person.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: isGuest,
    is_ultra_restricted: person.kind === 'single_channel_guest',
    is_bot: person.kind === 'bot' && person.id !== slackbotId,
    is_app_user: false,
    updated: 0,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
  }
}

/** The person who did something, as interactions name them. */
export function actorJson(person: Person): JsonObject {
  return { id: person.id, username: person.name, name: person.name, team_id: person.teamId }
}
