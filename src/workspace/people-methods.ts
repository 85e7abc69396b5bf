import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { pageOf, pageSize } from './arguments.ts'
import { type Method, method } from './method.ts'
import { personJson } from './person-json.ts'
import { knownPerson } from './reach.ts'

const authTest = method([], 4, z.object({}), ({ installation, app, url }) => ({
  ok: true,
  url: `${url}/`,
  team: installation.team.name,
  user: app.botName,
  team_id: installation.team.id,
  user_id: installation.botUserId,
  bot_id: installation.botId,
  is_enterprise_install: false,
}))

const info = method(['users:read'], 4, z.object({ user: z.string() }), (caller, sent) => ({
  ok: true,
  user: personJson(knownPerson(caller, sent.user)),
}))

const listing = z.object({ limit: pageSize(1000, 1000), cursor: z.string().optional() })

const list = method(['users:read'], 2, listing, ({ state, installation }, sent) => {
  const team = state.people().filter(({ teamId }) => teamId === installation.team.id)
  const { page, next } = pageOf(team, sent.limit, sent.cursor)
  const cache_ts = Math.floor(state.clock().getTime() / 1000)
  return { ok: true, members: page.map(personJson), cache_ts, response_metadata: { next_cursor: next } }
})

const groupMembers = method(['usergroups:read'], 2, z.object({ usergroup: z.string() }), ({ state }, sent) => {
  const group = state.group(sent.usergroup)
  if (!group) throw new ApiError('no_such_subteam')
  return { ok: true, users: group.users }
})

const teamInfo = method(['team:read'], 3, z.object({}), ({ installation: { team }, url }) => ({
  ok: true,
  team: {
    id: team.id,
    name: team.name,
    url: `${url}/`,
    domain: team.domain,
    email_domain: '',
    icon: { image_default: true },
    avatar_base_url: '',
    is_verified: false,
  },
}))

/** Who the app is, and who the others are. */
export const peopleMethods: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'users.info': info,
  'users.list': list,
  'usergroups.users.list': groupMembers,
  'team.info': teamInfo,
}
