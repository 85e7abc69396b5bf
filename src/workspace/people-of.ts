import { channelNameFor } from './channel-json.ts'
import { clickMessage, clickView } from './clicks.ts'
import { runCommand } from './commands.ts'
import { draft } from './draft.ts'
import { announceHome, announceMessage, announceReaction } from './events.ts'
import { interact } from './interactions.ts'
import { messageJson } from './message-json.ts'
import type { Channel, Message } from './model.ts'
import type { Parts } from './parts.ts'
import type { Outcome, People } from './people.ts'
import { personIn, presence, seenMessage } from './presence.ts'
import { directMessage } from './reach.ts'
import { withoutReaction, withReaction } from './reactions.ts'
import { closeModal, submitModal } from './submissions.ts'

/** The people of a workspace, ready to act in it. */
export function peopleOf(parts: Parts): People {
  const { state } = parts
  return {
    command: (userId, channelId, command, text, threadTs = undefined) =>
      runCommand(parts, { userId, channelId, command, text, threadTs: threadTs ?? null }),
    say: (userId, channelId, text, threadTs) => say(parts, userId, channelId, text, threadTs ?? null),
    react: (userId, channelId, ts, name) => {
      presence(parts, userId, channelId)
      const reacted = withReaction(seenMessage(parts, userId, channelId, ts), userId, name)
      if (reacted) changeReactions(parts, 'reaction_added', reacted, userId, name)
    },
    unreact: (userId, channelId, ts, name) => {
      presence(parts, userId, channelId)
      const left = withoutReaction(seenMessage(parts, userId, channelId, ts), userId, name)
      if (left) changeReactions(parts, 'reaction_removed', left, userId, name)
    },
    click: (userId, channelId, ts, actionId, value) =>
      clickMessage(parts, { userId, channelId, ts }, { actionId, value }),
    clickInView: (userId, viewId, actionId, value) => clickView(parts, userId, viewId, { actionId, value }),
    submit: (userId, viewId, entries = {}) => submitModal(parts, userId, viewId, entries),
    close: (userId, viewId) => closeModal(parts, userId, viewId),
    shortcut: (userId, channelId, ts, callbackId) => useShortcut(parts, userId, channelId, ts, callbackId),
    openHome: (userId, tab = 'home') =>
      announceHome(parts, personIn(parts, userId), directMessageFor(parts, userId), tab),
    directMessage: (userId) => directMessageFor(parts, userId).id,
    history: (channelId) => state.history(channelId),
    thread: (channelId, ts) => [state.message(channelId, ts) ?? [], state.replies(channelId, ts)].flat(2),
    ephemerals: (userId) => state.ephemeralsOf(userId),
    openModal: (userId) => state.modalsOf(userId).at(-1) ?? null,
    homeOf: (userId) => state.homeOf(userId) ?? null,
  }
}

function say(parts: Parts, userId: string, channelId: string, text: string, threadTs: string | null): Message {
  const { channel } = presence(parts, userId, channelId)
  if (channel.isArchived) throw new Error(`The channel ${channelId} is archived.`)
  const message = draft({ state: parts.state, installation: { botUserId: userId } }, channelId)
  const said: Message = { ...message, text, threadTs, unfurls: { links: true, media: true } }
  parts.state.putMessage(said)
  announceMessage(parts, said)
  return said
}

function changeReactions(
  parts: Parts,
  type: 'reaction_added' | 'reaction_removed',
  message: Message,
  userId: string,
  name: string,
): void {
  parts.state.putMessage(message)
  announceReaction(parts, type, message, userId, name)
}

async function useShortcut(
  parts: Parts,
  userId: string,
  channelId: string,
  ts: string,
  callbackId: string,
): Promise<Outcome> {
  const { person, channel, installation } = presence(parts, userId, channelId)
  const message = seenMessage(parts, userId, channelId, ts)
  const original = { ts, isEphemeral: false }
  const urlId = parts.responseUrls.issue({ userId, channelId, installation, original })
  const reception = await interact(parts, person, installation, {
    type: 'message_action',
    callback_id: callbackId,
    action_ts: parts.state.nextTs(),
    channel: { id: channelId, name: channelNameFor(channel) },
    message_ts: ts,
    message: messageJson(parts, message),
    response_url: `${parts.url}/response/${urlId}`,
  })
  return reception.outcome
}

function directMessageFor(parts: Parts, userId: string): Channel {
  const person = personIn(parts, userId)
  const installation = parts.app.installations.find(({ team }) => team.id === person.teamId)
  return directMessage({ ...parts, installation: installation ?? parts.app.installations[0] }, person)
}
