import type { AppIdentity } from './app-identity.ts'
import { newId } from './ids.ts'
import type { Channel, Person, Team, UserGroup } from './model.ts'
import type { WorkspaceState } from './state.ts'

/** A person to begin with; of the app's own team unless said otherwise. */
export type PersonSeed = Partial<Omit<Person, 'name'>> & { readonly name: string }

/** A channel to begin with. Members are handles or ids; without them it is everybody of its team, and always the bot. */
export type ChannelSeed = Partial<Omit<Channel, 'name'>> & { readonly name: string; readonly withoutBot?: boolean }

export type GroupSeed = { readonly id?: string; readonly handle: string; readonly users: readonly string[] }

/** Who and what is there when the workspace opens. */
export type Seed = {
  readonly people: readonly PersonSeed[]
  readonly channels: readonly ChannelSeed[]
  readonly groups: readonly GroupSeed[]
}

/** What Slack itself says to a person is said by this one. */
export const slackbotId = 'USLACKBOT'

/** Puts the teams, their bots, Slackbot and everything seeded into an empty workspace. */
export function plant(state: WorkspaceState, app: AppIdentity, seed: Seed): void {
  const home = app.installations[0].team
  for (const { team, botUserId } of app.installations) {
    state.putTeam(team)
    state.putPerson({ ...aPerson(app.botName, team), id: botUserId, realName: app.name, kind: 'bot' })
  }
  state.putPerson({ ...aPerson('slackbot', home), id: slackbotId, realName: 'Slackbot', kind: 'bot' })
  for (const person of seed.people) state.putPerson({ ...aPerson(person.name, home), ...person })
  for (const channel of seed.channels) state.putChannel(aChannel(state, app, channel))
  for (const group of seed.groups) state.putGroup(aGroup(state, group))
}

function aPerson(name: string, team: Team): Person {
  return { id: newId('U'), name, realName: name, teamId: team.id, kind: 'member', isAdmin: false, isDeleted: false }
}

function aChannel(state: WorkspaceState, app: AppIdentity, seed: ChannelSeed): Channel {
  const { withoutBot = false, members, ...given } = seed
  const teamId = given.teamId ?? app.installations[0].team.id
  const everybody = state.people().filter((person) => person.kind !== 'bot' && person.teamId === teamId)
  const people = members?.map((member) => personCalled(state, member).id) ?? everybody.map(({ id }) => id)
  const bot = app.installations.find(({ team }) => team.id === teamId) ?? app.installations[0]
  return {
    id: newId('C'),
    kind: 'public',
    isExternallyShared: false,
    isArchived: false,
    topic: '',
    purpose: '',
    creator: people[0] ?? bot.botUserId,
    created: Math.floor(state.clock().getTime() / 1000),
    ...given,
    teamId,
    members: withoutBot ? people : [...new Set([...people, bot.botUserId])],
  }
}

function aGroup(state: WorkspaceState, { id = newId('S'), handle, users }: GroupSeed): UserGroup {
  return { id, handle, name: handle, users: users.map((user) => personCalled(state, user).id) }
}

function personCalled(state: WorkspaceState, nameOrId: string): Person {
  const person = state.person(nameOrId) ?? state.people().find(({ name }) => name === nameOrId)
  if (!person) throw new Error(`There is nobody called ${nameOrId} in the workspace.`)
  return person
}
