import { z } from 'zod'
import { chartBlock } from './accepted-chart.ts'
import {
  actionElement,
  contextActionElement,
  imageElement,
  inputElement,
  sectionAccessory,
} from './accepted-elements.ts'
import { richTextBlock } from './accepted-rich-text.ts'
import {
  bounded,
  exactlyOneOf,
  identifier,
  imageSource,
  plainText,
  textObject,
  unsupportedType,
} from './accepted-text.ts'
import { textWeight } from './weight.ts'

const block_id = identifier.optional()

type Acting = { readonly elements: readonly { readonly action_id?: string | undefined }[] }

function uniqueActions({ elements }: Acting, context: z.RefinementCtx): void {
  const known = new Set<string>()
  for (const [index, { action_id }] of elements.entries()) {
    if (action_id === undefined) continue
    if (known.has(action_id))
      context.addIssue({
        code: 'custom',
        path: ['elements', index, 'action_id'],
        message: `\`action_id\` "${action_id}" already exists`,
      })
    known.add(action_id)
  }
}

const header = z.strictObject({ type: z.literal('header'), block_id, text: plainText(150) })
const divider = z.strictObject({ type: z.literal('divider'), block_id })

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: textObject(3_000).optional(),
    fields: z.array(textObject(2_000)).min(1).max(10).optional(),
    accessory: sectionAccessory.optional(),
    expand: z.boolean().optional(),
  })
  .superRefine(({ text, fields }, context) => {
    if (text === undefined && fields === undefined)
      context.addIssue({ code: 'custom', message: 'missing required field: text' })
  })

const contextElement = z.discriminatedUnion('type', [textObject(3_000), imageElement], { error: unsupportedType })
const context = z.strictObject({
  type: z.literal('context'),
  block_id,
  elements: z.array(contextElement).min(1).max(10),
})

const actions = z
  .strictObject({ type: z.literal('actions'), block_id, elements: z.array(actionElement).min(1).max(25) })
  .superRefine(uniqueActions)

const contextActions = z
  .strictObject({ type: z.literal('context_actions'), block_id, elements: z.array(contextActionElement).min(1).max(5) })
  .superRefine(uniqueActions)

const image = z
  .strictObject({ ...imageSource, block_id, title: plainText(2_000).optional() })
  .superRefine(exactlyOneOf('image_url', 'slack_file'))

const input = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plainText(2_000),
  hint: plainText(2_000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
})

const cell = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('raw_text'), text: bounded(10_000) }),
    z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: bounded(10_000) }),
    richTextBlock,
  ],
  { error: unsupportedType },
)

const column = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
})

const table = z
  .strictObject({
    type: z.literal('table'),
    block_id,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z.array(column.nullable()).max(20).optional(),
  })
  .superRefine(({ rows }, issues) => {
    if (textWeight(rows) > 10_000)
      issues.addIssue({ code: 'custom', path: ['rows'], message: 'must be less than 10001 characters' })
  })

const markdown = z.strictObject({ type: z.literal('markdown'), block_id, text: bounded(12_000) })

const everywhere = [header, section, context, actions, divider, image, input, richTextBlock] as const

/**
 * A block of a modal or a home tab. The kinds that Lode never sends (video, file, card, container, plan, alert and
 * data tables) are refused as an unsupported type, though Slack would take them.
 */
export const viewBlock = z.discriminatedUnion('type', everywhere, { error: unsupportedType })

const inMessages = [...everywhere, contextActions, table, markdown] as const

/** A block of a message: what a view may hold, and the kinds that Slack shows in messages only. */
export const messageBlock = z.discriminatedUnion('type', [...inMessages, chartBlock], { error: unsupportedType })

/** The same in a workspace that does not draw charts. */
export const chartlessBlock = z.discriminatedUnion('type', inMessages, { error: unsupportedType })
