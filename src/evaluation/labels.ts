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
  slug: z.string().min(1),
  tech_causal: list,
  tech_mentioned_only: list,
  theme: z.string().default(''),
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
  const parsed = z.array(label).safeParse(parse(readFileSync(file), { columns: true, skip_empty_lines: true }))
  if (!parsed.success) throw new UserError(`${file}: ${z.prettifyError(parsed.error)}`)
  return parsed.data.map(({ slug, tech_causal, tech_mentioned_only, theme }) => ({
    slug,
    causal: tech_causal,
    mentioned: tech_mentioned_only,
    theme,
  }))
}
