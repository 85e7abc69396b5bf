import type { Message } from '../../src/workspace/model.ts'
import type { RunningFront } from './a-front.ts'

/** Everything that can be read in a message or view, its buttons included, a line for each part. */
export function textOf(
  shown: { readonly text?: string; readonly blocks?: readonly unknown[] } | null | undefined,
): string {
  const written = (shown?.blocks ?? []).map((block) => textsIn(block).join(''))
  return (written.length > 0 ? written.join('\n') : (shown?.text ?? '')).trim()
}

type Seen = Pick<RunningFront, 'people'>

/** All messages of a channel, each parent followed by its replies. */
export function messagesIn({ people }: Seen, channel: string): Message[] {
  return people.history(channel).flatMap(({ ts }) => people.thread(channel, ts))
}

/** The texts of a channel, a list for each thread. */
export function threadsIn({ people }: Seen, channel: string): string[][] {
  return people.history(channel).map(({ ts }) => people.thread(channel, ts).map(textOf))
}

/** The first message of a channel that says this. Throws where none does. */
export function messageSaying(front: Seen, channel: string, words: string): Message {
  const messages = messagesIn(front, channel)
  const found = messages.find((message) => textOf(message).includes(words))
  if (!found) throw new Error(`Nobody says “${words}”, but:\n${messages.map(textOf).join('\n---\n')}`)
  return found
}

/** What of a channel still holds a word, hidden parts included. */
export const holding = (front: Seen, channel: string, word: string): string[] =>
  messagesIn(front, channel)
    .filter((message) => JSON.stringify(message).includes(word))
    .map(textOf)

/** What only this person was shown, oldest first. */
export const toldTo = ({ people }: Seen, person: string): string[] => people.ephemerals(person).map(textOf)

function textsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsIn)
  if (typeof part !== 'object' || part === null) return []
  if ('user_id' in part) return [`@${String(part.user_id)}`]
  if ('channel_id' in part) return [`#${String(part.channel_id)}`]
  if ('alt_text' in part) return [String(part.alt_text)]
  const { text, ...rest } = part as Readonly<Record<string, unknown>>
  const line = 'type' in part && /^(button|rich_text_(section|quote))$/.test(String(part.type)) ? '\n' : ''
  return [...(typeof text === 'string' ? [text] : textsIn(text)), ...textsIn(Object.values(rest)), line]
}
