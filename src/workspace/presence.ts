import { type Installation, installationFor } from './app-identity.ts'
import type { Channel, Message, Person, View } from './model.ts'
import type { Parts } from './parts.ts'

/** Somebody in a channel that they are a member of, and the app as it is installed for them there. */
export type Presence = { readonly person: Person; readonly channel: Channel; readonly installation: Installation }

/** Throws when it is nobody, nowhere, or where they are not: a mistake of whoever plays the person. */
export function presence({ state, app }: Parts, userId: string, channelId: string): Presence {
  const person = personIn({ state }, userId)
  const channel = state.channel(channelId)
  if (!channel) throw new Error(`There is no channel ${channelId}.`)
  if (!channel.members.includes(userId)) throw new Error(`${person.name} is not in the channel ${channelId}.`)
  const own = app.installations.find(({ team }) => team.id === person.teamId)
  return { person, channel, installation: own ?? installationFor(app, channel) ?? app.installations[0] }
}

/** A person, or an error that names who is not there. */
export function personIn({ state }: Pick<Parts, 'state'>, userId: string): Person {
  const person = state.person(userId)
  if (!person) throw new Error(`There is nobody with the id ${userId}.`)
  return person
}

/** A message that this person sees, also one that only they see. */
export function seenMessage({ state }: Parts, userId: string, channelId: string, ts: string): Message {
  const message = state.message(channelId, ts) ?? state.ephemeralsOf(userId).find((ephemeral) => ephemeral.ts === ts)
  if (!message) throw new Error(`There is no message ${ts} in ${channelId}.`)
  return message
}

/** A modal on this person's screen, or their home tab. */
export function seenView({ state }: Parts, userId: string, viewId: string): View {
  const view = state.view(viewId)
  if (view?.userId !== userId) throw new Error(`${userId} has no view ${viewId} open.`)
  return view
}
