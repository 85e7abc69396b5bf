import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { isRecord } from './json.ts'
import type { Block } from './model.ts'

const blockList = z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() }))

/** Reads the blocks of a request as the workspace holds them; what is no list of blocks at all is refused. */
export function readBlocks(sent: unknown): readonly Block[] {
  const blocks = blockList.safeParse(sent)
  if (!blocks.success) throw new ApiError('invalid_blocks_format')
  return blocks.data.map((block) => ({ ...completed(block), type: block.type, block_id: block.block_id ?? shortId() }))
}

/**
 * Slack returns blocks completed: interactive elements have an action id, plain text says whether emoji are drawn and
 * mrkdwn whether it is verbatim.
 */
function completed<T extends object>(value: T): T {
  const entries = Object.entries(value).map(([key, part]) => [key, completedPart(key, part)])
  return Object.fromEntries(entries)
}

function completedPart(key: string, part: unknown): unknown {
  if (Array.isArray(part)) return part.map((item) => completedPart(key, item))
  if (!isRecord(part)) return part
  const whole = completed(part)
  if (part.type === 'plain_text') return { emoji: true, ...whole }
  if (part.type === 'mrkdwn') return { verbatim: false, ...whole }
  return interactive.test(String(part.type)) && ['elements', 'element', 'accessory'].includes(key)
    ? { action_id: shortId(), ...whole }
    : whole
}

const interactive = /button|select$|picker$|_input$|^checkboxes$|^overflow$/

const shortId = (): string => randomBytes(4).toString('base64url').slice(0, 5)
