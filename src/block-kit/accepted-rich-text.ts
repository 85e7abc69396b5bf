import { z } from 'zod'
import { bounded, identifier, unsupportedType } from './accepted-text.ts'

const emphasis = {
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  underline: z.boolean().optional(),
}
/** Slack refuses `code` on anything but text. */
const style = z.strictObject(emphasis).optional()
const textStyle = z.strictObject({ ...emphasis, code: z.boolean().optional() }).optional()

const id = bounded(255)
const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style: textStyle })
const link = z.strictObject({
  type: z.literal('link'),
  url: bounded(3_000),
  text: z.string().min(1).optional(),
  unsafe: z.boolean().optional(),
  style,
})

const inline = z.discriminatedUnion(
  'type',
  [
    text,
    link,
    z.strictObject({ type: z.literal('user'), user_id: id, style }),
    z.strictObject({ type: z.literal('usergroup'), usergroup_id: id, style }),
    z.strictObject({ type: z.literal('channel'), channel_id: id, style }),
    z.strictObject({ type: z.literal('team'), team_id: id, style }),
    z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
    z.strictObject({ type: z.literal('emoji'), name: id, unicode: id.optional(), url: id.optional() }),
    z.strictObject({ type: z.literal('color'), value: id, style }),
    z.strictObject({
      type: z.literal('date'),
      timestamp: z.int(),
      format: id,
      url: bounded(3_000).optional(),
      fallback: z.string().min(1).optional(),
      style,
    }),
  ],
  { error: unsupportedType },
)

const border = z.union([z.literal(0), z.literal(1)]).optional()
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline).min(1) })

const paragraph = z.discriminatedUnion(
  'type',
  [
    section,
    z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1), border }),
    z.strictObject({
      type: z.literal('rich_text_preformatted'),
      elements: z.array(z.discriminatedUnion('type', [text, link], { error: unsupportedType })).min(1),
      border,
    }),
    z.strictObject({
      type: z.literal('rich_text_list'),
      style: z.enum(['bullet', 'ordered']),
      elements: z.array(section).min(1),
      indent: z.int().min(0).max(8).optional(),
      offset: z.int().min(0).optional(),
      border,
    }),
  ],
  { error: unsupportedType },
)

/** Text that Slack never parses. No length is documented for it: only the budget of the whole message bounds it. */
export const richTextBlock = z.strictObject({
  type: z.literal('rich_text'),
  block_id: identifier.optional(),
  elements: z.array(paragraph).min(1),
})
