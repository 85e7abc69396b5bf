import { z } from 'zod'
import { chartlessMessage, outgoingMessage, slackErrorsOf } from '../block-kit/limits.ts'
import { ApiError, invalid } from './api-error.ts'
import { embedded, flag } from './arguments.ts'
import { readBlocks } from './blocks.ts'
import type { Block, MessageMetadata } from './model.ts'
import type { Parts } from './parts.ts'

/** What can be said in a message, as the Web API and response URLs take it. */
export const contentArguments = {
  text: z.string().optional(),
  blocks: embedded.optional(),
  attachments: embedded.optional(),
  markdown_text: z.string().optional(),
  metadata: embedded.optional(),
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
}
export type ContentArguments = z.infer<z.ZodObject<typeof contentArguments>>

export type Content = {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly metadata: MessageMetadata | null
}

const longestMarkdownText = 12_000

/** What a message will hold, after everything that Slack checks. Blocks are absent or a list; both may be empty. */
export function readContent(sent: ContentArguments, { takesCharts }: Pick<Parts, 'takesCharts'>): Content {
  if (Array.isArray(sent.attachments) ? sent.attachments.length > 0 : sent.attachments !== undefined)
    throw new ApiError('invalid_attachments', { detail: 'The workspace knows no attachments; use blocks.' })
  const metadata = readMetadata(sent.metadata)
  if (sent.markdown_text !== undefined) return { ...readMarkdownText(sent), metadata }
  const text = sent.text ?? ''
  const blocks = sent.blocks === undefined ? [] : sent.blocks
  if (text === '' && Array.isArray(blocks) && blocks.length === 0) throw new ApiError('no_text')
  checkLimits(text, blocks, takesCharts)
  return { text, blocks: readBlocks(blocks), metadata }
}

function readMarkdownText({ markdown_text: markdown = '', text, blocks }: ContentArguments): Omit<Content, 'metadata'> {
  if (text !== undefined || blocks !== undefined) throw new ApiError('markdown_text_conflict')
  if (markdown.length > longestMarkdownText) throw new ApiError('msg_too_long')
  return { text: markdown, blocks: readBlocks([{ type: 'markdown', text: markdown }]) }
}

function checkLimits(text: string, blocks: unknown, takesCharts: boolean): void {
  const checked = (takesCharts ? outgoingMessage : chartlessMessage).safeParse({ text, blocks })
  if (checked.success) return
  const isText = checked.error.issues.every(({ path }) => path[0] === 'text')
  throw isText ? new ApiError('msg_too_long') : invalid('invalid_blocks', slackErrorsOf(checked.error))
}

const metadataShape = z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) })
/** Slack has a limit and does not publish it. */
const longestMetadata = 8000

function readMetadata(sent: unknown): MessageMetadata | null {
  if (sent === undefined || (typeof sent === 'object' && sent !== null && Object.keys(sent).length === 0)) return null
  const metadata = metadataShape.safeParse(sent)
  if (!metadata.success) throw new ApiError('invalid_metadata_format')
  if (JSON.stringify(metadata.data).length > longestMetadata) throw new ApiError('metadata_too_large')
  return metadata.data
}
