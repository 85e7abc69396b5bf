import type { RunningFront } from './a-front.ts'

/** Everything that can be read in a message or view, its buttons included, a line for each part. */
export function textOf(
  shown: { readonly text?: string; readonly blocks?: readonly unknown[] } | null | undefined,
): string {
  const written = (shown?.blocks ?? []).map((block) => textsIn(block).join(''))
  return written.length > 0 ? written.join('\n') : (shown?.text ?? '')
}

/** The texts of a thread, its parent first; of the channel's latest thread unless another is named. */
export function threadIn({ people }: Pick<RunningFront, 'people'>, channel: string, ts?: string): string[] {
  const parent = ts ?? people.history(channel).at(-1)?.ts
  return parent === undefined ? [] : people.thread(channel, parent).map(textOf)
}

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
