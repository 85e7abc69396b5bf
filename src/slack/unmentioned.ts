import type { MessageBlock } from '../block-kit/chart-block.ts'

/**
 * The same blocks with nobody mentioned. A mention in a new message notifies people, of what they did themselves most of
 * the time; in an update it notifies nobody.
 */
export function unmentioned(blocks: readonly MessageBlock[]): {
  readonly blocks: MessageBlock[]
  readonly isWhole: boolean
} {
  let isWhole = true
  const text = JSON.stringify(blocks, (_, part) => {
    if (!isMention(part)) return part
    isWhole = false
    return { type: 'text', text: 'somebody' }
  })
  return { blocks: JSON.parse(text) as MessageBlock[], isWhole }
}

function isMention(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === 'user' && 'user_id' in part
}
