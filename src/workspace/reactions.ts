import type { Message, Reaction } from './model.ts'

/** A message with one more reaction, or null when this person has it there already. */
export function withReaction(message: Message, userId: string, name: string): Message | null {
  const existing = message.reactions.find((reaction) => reaction.name === name)
  if (existing?.users.includes(userId)) return null
  const reaction: Reaction = { name, users: [...(existing?.users ?? []), userId] }
  const reactions = existing
    ? message.reactions.map((other) => (other === existing ? reaction : other))
    : [...message.reactions, reaction]
  return { ...message, reactions }
}

/** A message without that reaction of a person, or null when it is not there. */
export function withoutReaction(message: Message, userId: string, name: string): Message | null {
  if (!message.reactions.some((reaction) => reaction.name === name && reaction.users.includes(userId))) return null
  const reactions = message.reactions
    .map((reaction) =>
      reaction.name === name ? { name, users: reaction.users.filter((user) => user !== userId) } : reaction,
    )
    .filter(({ users }) => users.length > 0)
  return { ...message, reactions }
}
