import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import {
  bounded,
  confirmation,
  exactlyOneOf,
  identifier,
  imageSource,
  plainText,
  textObject,
  unsupportedType,
} from './accepted-text.ts'

const style = z.enum(['primary', 'danger']).optional()
const accessibilityLabel = bounded(75).optional()

const button = z.strictObject({
  type: z.literal('button'),
  action_id: identifier.optional(),
  text: plainText(75),
  value: bounded(2_000).optional(),
  url: bounded(3_000).optional(),
  style,
  confirm: confirmation.optional(),
  accessibility_label: accessibilityLabel,
})

/** The image inside a section or a context line. */
export const imageElement = z.strictObject(imageSource).superRefine(exactlyOneOf('image_url', 'slack_file'))

const option = <Text extends z.ZodType>(text: Text) =>
  z.strictObject({ text, value: bounded(150), description: plainText(75).optional() })
const menuOption = option(plainText(75))
const listOption = option(textObject(75))

type Choice = { readonly options: readonly unknown[]; readonly initial_option?: unknown }

/** Slack shows no menu at all whose first choice is not word for word among its options. */
function startsAmongItsOptions({ options, initial_option }: Choice, context: z.RefinementCtx): void {
  if (initial_option !== undefined && !options.some((each) => isDeepStrictEqual(each, initial_option)))
    context.addIssue({ code: 'custom', path: ['initial_option'], message: 'must be one of the options' })
}

const choosing = {
  action_id: identifier.optional(),
  confirm: confirmation.optional(),
  focus_on_load: z.boolean().optional(),
}

const staticSelect = z
  .strictObject({
    ...choosing,
    type: z.literal('static_select'),
    options: z.array(menuOption).min(1).max(100),
    initial_option: menuOption.optional(),
    placeholder: plainText(150).optional(),
  })
  .superRefine(startsAmongItsOptions)

const radioButtons = z
  .strictObject({
    ...choosing,
    type: z.literal('radio_buttons'),
    options: z.array(listOption).min(1).max(10),
    initial_option: listOption.optional(),
  })
  .superRefine(startsAmongItsOptions)

const checkboxes = z.strictObject({
  ...choosing,
  type: z.literal('checkboxes'),
  options: z.array(listOption).min(1).max(10),
  initial_options: z.array(listOption).min(1).max(10).optional(),
})

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: identifier.optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3_000).optional(),
  max_length: z.int().min(1).max(3_000).optional(),
  initial_value: z.string().max(3_000).optional(),
  placeholder: plainText(150).optional(),
  focus_on_load: z.boolean().optional(),
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
    })
    .optional(),
})

const thumb = z.strictObject({ text: plainText(75), value: bounded(2_000), accessibility_label: accessibilityLabel })

const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  action_id: identifier.optional(),
  positive_button: thumb,
  negative_button: thumb,
})

const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  action_id: identifier.optional(),
  icon: bounded(255),
  text: plainText(75),
  value: bounded(2_000).optional(),
  confirm: confirmation.optional(),
  accessibility_label: accessibilityLabel,
  visible_to_user_ids: z.array(bounded(255)).optional(),
})

const oneOf = <Types extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]]>(
  ...types: Types
) => z.discriminatedUnion('type', types, { error: unsupportedType })

/** What may stand in an `actions` block. Slack knows more (dates, people, overflow menus); Lode uses none of it. */
export const actionElement = oneOf(button, staticSelect, radioButtons, checkboxes)

/** What may stand beside the text of a section. */
export const sectionAccessory = oneOf(button, imageElement, staticSelect, radioButtons, checkboxes)

/** What may stand in an `input` block. */
export const inputElement = oneOf(plainTextInput, staticSelect, radioButtons, checkboxes)

/** What may stand in a `context_actions` block. */
export const contextActionElement = oneOf(feedbackButtons, iconButton)
