import { isRecord, type JsonObject } from './json.ts'

/** What of a message matters here; a message of the workspace, or the arguments of a call. */
export type Written = { readonly text?: string; readonly blocks?: readonly unknown[] }

/** Text in which Slack looks for mentions and links, and by which rules. */
export type LiveText = {
  readonly text: string
  readonly syntax: 'mrkdwn' | 'markdown'
  /** Whether bare addresses and names are turned into links and mentions too. */
  readonly isAutolinked: boolean
  /** A text beside blocks is only shown in notifications. */
  readonly isShown: boolean
}

/** Every JSON object in the blocks, from the outside in. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  return isRecord(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : []
}

/** The texts of a message that Slack reads as markup. Plain text, raw text and the text of rich text are not among them. */
export function liveTextsOf({ text = '', blocks = [] }: Written): readonly LiveText[] {
  const topLevel: LiveText = { text, syntax: 'mrkdwn', isAutolinked: true, isShown: blocks.length === 0 }
  const inBlocks = objectsIn(blocks).flatMap((part): LiveText[] => {
    if (typeof part.text !== 'string') return []
    const found = { text: part.text, isShown: true }
    if (part.type === 'mrkdwn') return [{ ...found, syntax: 'mrkdwn', isAutolinked: part.verbatim !== true }]
    return part.type === 'markdown' ? [{ ...found, syntax: 'markdown', isAutolinked: true }] : []
  })
  return [topLevel, ...inBlocks]
}
