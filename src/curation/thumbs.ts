/** A thumb that points somewhere. */
export type Thumb = 'up' | 'down'

/** Something that a person has put on a message: a reaction, or the press of a button. Seconds since 1970. */
export type Sign = { readonly name: string; readonly happenedAt: number }

/** The buttons under a message leave no reaction behind; presses are kept beside the reactions, under this prefix. */
const button = 'button:'
export const buttonSign = (thumb: Thumb): string => `${button}${thumb === 'up' ? '+1' : '-1'}`
export const isButtonSign = (name: string): boolean => name.startsWith(button)

const thumbs: Readonly<Record<string, Thumb>> = { '+1': 'up', thumbsup: 'up', '-1': 'down', thumbsdown: 'down' }

/** What a sign says: both names of a thumb count, whatever its skin tone; null for every other reaction. */
export function thumbOf(name: string): Thumb | null {
  return thumbs[name.replace(button, '').split('::')[0] ?? ''] ?? null
}

/**
 * A person's vote from everything that stands on a message: the press of a button while nothing newer does, else all
 * reactions together. Who points both ways has not decided.
 */
export function voteOf(signs: readonly Sign[]): Thumb | null {
  const telling = signs.filter((sign) => thumbOf(sign.name) !== null)
  const newest = telling.reduce<Sign | null>(
    (last, sign) => (last && last.happenedAt >= sign.happenedAt ? last : sign),
    null,
  )
  if (!newest) return null
  if (isButtonSign(newest.name)) return thumbOf(newest.name)
  const directions = new Set(telling.filter((sign) => !isButtonSign(sign.name)).map((sign) => thumbOf(sign.name)))
  const [only = null] = directions
  return directions.size === 1 ? only : null
}
