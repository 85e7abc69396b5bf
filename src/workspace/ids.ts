import { randomInt } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** An id of Slack's form. Random, so that nothing that was remembered from an earlier workspace can be taken for it. */
export function newId(prefix: string): string {
  return `${prefix}0${Array.from({ length: 9 }, () => letters[randomInt(letters.length)]).join('')}`
}

/** Timestamps as Slack gives them to messages: epoch seconds and six digits, each later than the one before. */
export function timestamps(clock: () => Date): () => string {
  let last = 0
  return () => {
    last = Math.max(clock().getTime() * 1000, last + 1)
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`
  }
}
