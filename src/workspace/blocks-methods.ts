import { z } from 'zod'
import { chartlessMessage, outgoingMessage, slackErrorsOf } from '../block-kit/limits.ts'
import { ApiError } from './api-error.ts'
import { embedded } from './arguments.ts'
import type { JsonObject } from './json.ts'
import { type Method, method } from './method.ts'

const validate = method([], 3, z.object({ blocks: embedded }), ({ takesCharts }, sent) => {
  const checked = (takesCharts ? outgoingMessage : chartlessMessage).safeParse({
    text: '…',
    blocks: sent.blocks ?? null,
  })
  if (checked.success) return { ok: true }
  throw new ApiError('invalid_blocks', { errors: slackErrorsOf(checked.error).map(complaint) })
})

/** Block Kit's own check; it needs no token. */
export const blocksMethods: Readonly<Record<string, Method>> = { 'blocks.validate': validate }

/** One of Slack's sentences taken apart. */
function complaint(sentence: string): JsonObject {
  const [, message = sentence, pointer = ''] = /^\[ERROR\] (.*) \[json-pointer:(.*)\]$/s.exec(sentence) ?? []
  const missing = /^missing required field: (.*)$/.exec(message)?.[1]
  return {
    code: missing === undefined ? 'invalid_value' : 'missing_required_field',
    message,
    field: missing ?? pointer.split('/').at(-1),
    pointer,
  }
}
