import { z } from 'zod'
import { ApiError, invalid } from './api-error.ts'

/** A yes or no in a form, where everything is text. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1')

/** A page's length; Slack takes anything too long for its longest. */
export const pageSize = (usual: number, longest: number) =>
  z.coerce
    .number()
    .int()
    .positive()
    .transform((limit) => Math.min(limit, longest))
    .default(usual)

/** JSON within a form field, or as it is in a JSON body; what does not parse is left as it came. */
export const embedded = z.unknown().transform((value) => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
})

/** A list that is sent as text with commas. */
export const commaList = z.string().transform((text) => text.split(',').map((part) => part.trim()))

/** Reads a request's arguments, or refuses them as Slack does. */
export function readArguments<T>(shape: z.ZodType<T>, sent: Readonly<Record<string, unknown>>): T {
  const read = shape.safeParse(sent)
  if (read.success) return read.data
  throw invalid(
    'invalid_arguments',
    read.error.issues.map(({ path, message }) =>
      sent[String(path[0])] === undefined
        ? `[ERROR] missing required field: ${path.join('.')}`
        : `[ERROR] ${path.join('.')}: ${message}`,
    ),
  )
}

/** One page of a list. The cursor is where the next one begins, in Slack's opaque form. */
export function pageOf<T>(
  all: readonly T[],
  limit: number,
  cursor: string | undefined,
): { page: readonly T[]; next: string } {
  const start = cursor ? startOf(cursor) : 0
  const end = start + limit
  return { page: all.slice(start, end), next: end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '' }
}

function startOf(cursor: string): number {
  const start = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1]
  if (start === undefined) throw new ApiError('invalid_cursor')
  return Number(start)
}
