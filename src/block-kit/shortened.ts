import { clamped } from '../untrusted/clamped.ts'
import { clampedMrkdwn } from './clamped-mrkdwn.ts'

/** No text is cut shorter than this: headers and buttons stay whole, and what is left says something. */
export const shortest = 150

/** A copy in which no text is longer than `max`. */
export function shortened<Content extends object>(content: Content, max: number): Content {
  const copy = structuredClone(content)
  shorten(copy, max)
  return copy
}

function shorten(node: object, max: number): void {
  if ('text' in node && typeof node.text === 'string')
    node.text = 'type' in node && node.type === 'mrkdwn' ? clampedMrkdwn(node.text, max) : clamped(node.text, max)
  for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) shorten(value, max)
}
