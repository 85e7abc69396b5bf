/** A thumb that points somewhere. */
export type Thumb = 'up' | 'down'

const thumbs: Readonly<Record<string, Thumb>> = { '+1': 'up', thumbsup: 'up', '-1': 'down', thumbsdown: 'down' }

/** The buttons under a message leave no reaction behind; their clicks are kept beside the reactions, under this prefix. */
const button = 'button:'
export const buttonSign = (thumb: Thumb): string => `${button}${thumb === 'up' ? '+1' : '-1'}`
export const isButtonSign = (sign: string): boolean => sign.startsWith(button)

/** What a reaction says: both names of a thumb count, whatever its skin tone; null for every other reaction. */
export function thumbOf(reaction: string): Thumb | null {
  return thumbs[reaction.replace(button, '').split('::')[0] ?? ''] ?? null
}

/** A person's vote from everything that person has put on a message. Who points both ways has not decided. */
export function voteOf(reactions: readonly string[]): Thumb | null {
  const directions = new Set(reactions.map(thumbOf).filter((thumb) => thumb !== null))
  const [only] = directions
  return directions.size === 1 ? (only ?? null) : null
}
