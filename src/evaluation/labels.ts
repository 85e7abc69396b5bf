import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { UserError } from '../errors.ts'

const list = z.string().transform((text) =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

const label = z.object({
  slug: z.string().trim().min(1),
  tech_causal: list,
  tech_mentioned_only: list,
  theme: z.string().trim().default(''),
})

/** What a person says of one document: `slug` is its file name without ending. */
export type Label = {
  readonly slug: string
  readonly causal: readonly string[]
  /** Named without a part in the causes. */
  readonly mentioned: readonly string[]
  /** The recurring theme that it belongs to, or empty. */
  readonly theme: string
}

/** Reads a CSV with the columns slug, tech_causal, tech_mentioned_only (ids joined by ";") and, if known, theme. */
export function readLabels(file: string): Label[] {
  const parsed = z.array(label).safeParse(rowsOf(file))
  if (!parsed.success) throw new UserError(`${file}: ${z.prettifyError(parsed.error)}`)
  const twice = parsed.data.find(({ slug }, index) => parsed.data.findIndex((other) => other.slug === slug) < index)
  if (twice) throw new UserError(`${file}: "${twice.slug}" is labelled twice.`)
  return parsed.data.map(({ slug, tech_causal, tech_mentioned_only, theme }) => ({
    slug,
    causal: tech_causal,
    mentioned: tech_mentioned_only,
    theme,
  }))
}

function rowsOf(file: string): unknown {
  try {
    return parse(readFileSync(file), { columns: true, skip_empty_lines: true, bom: true })
  } catch (error) {
    throw new UserError(`${file} can't be read as CSV: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
