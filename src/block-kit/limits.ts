import { z } from 'zod'
import { chartlessBlock, messageBlock, viewBlock } from './accepted-blocks.ts'
import { identifier, plainText } from './accepted-text.ts'
import { textBudget, textWeight } from './weight.ts'

type Blocks = readonly { readonly type: string; readonly block_id?: string | undefined }[]

function uniqueBlockIds(blocks: Blocks, context: z.RefinementCtx): void {
  const known = new Set<string>()
  for (const [index, { block_id }] of blocks.entries()) {
    if (block_id === undefined) continue
    if (known.has(block_id))
      context.addIssue({
        code: 'custom',
        path: [index, 'block_id'],
        message: `\`block_id\` "${block_id}" already exists`,
      })
    known.add(block_id)
  }
}

function oneTable(blocks: Blocks, context: z.RefinementCtx): void {
  if (blocks.filter(({ type }) => type === 'table').length > 1)
    context.addIssue({ code: 'custom', message: 'only_one_table_allowed' })
}

/** Undocumented: Slack refuses the third (vercel/chat pull request 696). */
function twoCharts(blocks: Blocks, context: z.RefinementCtx): void {
  if (blocks.filter(({ type }) => type === 'data_visualization').length > 2)
    context.addIssue({ code: 'custom', message: 'no more than 2 data_visualization blocks allowed' })
}

function withinBudget(blocks: Blocks, context: z.RefinementCtx): void {
  const weight = textWeight(blocks)
  const budget = textBudget(blocks.length)
  if (weight > budget)
    context.addIssue({
      code: 'custom',
      message: `msg_blocks_too_long: ${weight} bytes of text where ${budget} may be`,
    })
}

const messageWith = (block: typeof messageBlock | typeof chartlessBlock) =>
  z
    .object({
      text: z.string().max(4_000),
      blocks: z
        .array(block)
        .max(50)
        .superRefine(uniqueBlockIds)
        .superRefine(oneTable)
        .superRefine(twoCharts)
        .superRefine(withinBudget)
        .optional(),
    })
    .superRefine(({ text, blocks = [] }, context) => {
      if (text === '' && blocks.length === 0) context.addIssue({ code: 'custom', message: 'no_text' })
    })

/**
 * What `chat.postMessage` and `chat.update` take, other arguments aside: something to say, `text` as short as an update
 * needs it, at most 50 blocks, one table, two charts, and no more text in all than fits.
 */
export const outgoingMessage = messageWith(messageBlock)

/** The same in a workspace that does not draw charts. */
export const chartlessMessage = messageWith(chartlessBlock)

const view = {
  blocks: z.array(viewBlock).max(100).superRefine(uniqueBlockIds),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: identifier.optional(),
  external_id: identifier.optional(),
}

/** What `views.open`, `views.update` and `views.push` take as a modal. */
export const modalView = z
  .strictObject({
    ...view,
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .superRefine(({ blocks, submit }, context) => {
    if (submit === undefined && blocks.some(({ type }) => type === 'input'))
      context.addIssue({ code: 'custom', message: 'missing required field: submit' })
  })

/** What `views.publish` takes as a home tab. */
export const homeView = z.strictObject({ ...view, type: z.literal('home') })

type Issue = z.core.$ZodIssue
type Complaint = { readonly message: string; readonly path: readonly PropertyKey[] }

/**
 * The complaints of one of our schemas in Slack's own words, as `response_metadata.messages` has them. Slack points
 * into the request, so for a view say that it stands `under` "/view".
 */
export function slackErrorsOf(error: z.ZodError, under = ''): string[] {
  return error.issues
    .flatMap(complaintsOf)
    .map(({ message, path }) => `[ERROR] ${message} [json-pointer:${under}${path.map(pointerPart).join('')}]`)
}

/** RFC 6901: these two characters are spelled out within a pointer. */
const pointerPart = (part: PropertyKey): string => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`

function complaintsOf(issue: Issue): Complaint[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ message: `invalid additional property: ${key}`, path }))
  if (isMissing(issue)) return [{ message: `missing required field: ${String(path.at(-1))}`, path: path.slice(0, -1) }]
  if (issue.message === 'missing required field: type') return [{ message: issue.message, path: path.slice(0, -1) }]
  return [{ message: messageOf(issue), path }]
}

/** zod keeps the input out of its issues; only the sentence tells nothing from something of the wrong type. */
const isMissing = ({ code, message }: Issue): boolean =>
  code === 'invalid_type' && message.endsWith('received undefined')

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`
      return issue.origin === 'array'
        ? `no more than ${issue.maximum} items allowed`
        : `must be less than ${issue.maximum}`
    case 'too_small':
      if (issue.origin === 'string') return `must be more than ${Number(issue.minimum) - 1} characters`
      return issue.origin === 'array'
        ? `must provide at least ${issue.minimum} items`
        : `must be greater than ${issue.minimum}`
    case 'invalid_type':
      return `must provide ${/^[aio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
    case 'invalid_value':
      return 'must be a valid enum value'
    default:
      return issue.message
  }
}
