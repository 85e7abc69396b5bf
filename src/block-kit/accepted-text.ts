import { z } from 'zod'

/** A string that Slack takes from one up to `max` characters, counted here as UTF-16 units (never fewer than Slack's). */
export const bounded = (max: number) => z.string().min(1).max(max)

/** What `block_id`, `action_id` and `callback_id` may be. */
export const identifier = bounded(255)

/** Gives a union the words that Slack has for a `type` it does not know in that place. */
export const unsupportedType = (issue: { readonly code?: string; readonly input?: unknown }): string | undefined => {
  if (issue.code !== 'invalid_union') return undefined
  const { input } = issue
  const type = typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined
  return type === undefined ? 'missing required field: type' : `unsupported type: ${String(type)}`
}

/** Text that Slack shows as it is, up to `max` characters. */
export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: bounded(max), emoji: z.boolean().optional() })

const mrkdwnText = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: bounded(max), verbatim: z.boolean().optional() })

/** Text of either kind, up to `max` characters. */
export const textObject = (max: number) =>
  z.discriminatedUnion('type', [plainText(max), mrkdwnText(max)], { error: unsupportedType })

/** The dialog that asks "are you sure?". */
export const confirmation = z.strictObject({
  title: plainText(100),
  text: textObject(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
})

/** For `superRefine`: of these properties there must be one, and only one. */
export const exactlyOneOf =
  (...names: readonly string[]) =>
  (value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    if (names.filter((name) => value[name] !== undefined).length !== 1)
      context.addIssue({ code: 'custom', message: `must provide exactly one of: ${names.join(', ')}` })
  }

const slackFile = z
  .strictObject({ id: bounded(255).optional(), url: bounded(3_000).optional() })
  .superRefine(exactlyOneOf('id', 'url'))

/** What an image is, both as a block and inside one: words for who can't see it, and one place to load it from. */
export const imageSource = {
  type: z.literal('image'),
  alt_text: bounded(2_000),
  image_url: bounded(3_000).optional(),
  slack_file: slackFile.optional(),
}
