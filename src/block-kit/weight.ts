import { escaped } from './escaped.ts'

const read = new Set(['text', 'alt_text', 'url', 'image_url'])

/**
 * How much of a message's size all text in these blocks takes: UTF-8 bytes, with `&`, `<` and `>` as the entities that
 * Slack makes of them. Slack documents no unit; bytes are the strictest one that was ever measured.
 */
export function textWeight(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0
  const isEscaped = 'type' in node && node.type === 'mrkdwn'
  // Nobody has measured what a chart takes: all of it is the strictest guess.
  if ('type' in node && node.type === 'data_visualization') return Buffer.byteLength(escaped(JSON.stringify(node)))
  let weight = 0
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'string') weight += textWeight(value)
    else if (read.has(key)) weight += Buffer.byteLength(isEscaped ? value : escaped(value))
  }
  return weight
}

/**
 * The text weight that a message of so many blocks may have before Slack answers `msg_blocks_too_long`. The limit is
 * undocumented; reports put it at 12,000 of text, and at about 13,200 when each block counts as 100
 * (slackapi/bolt-js issues 2509 and 2867).
 */
export const textBudget = (blocks: number): number => Math.min(12_000, 13_200 - 100 * blocks)
