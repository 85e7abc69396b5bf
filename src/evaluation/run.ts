import { readFileSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import type { AttributionScores, ThemeScore } from './scores.ts'
import type { StageScore } from './stage-scores.ts'

/** One run of an evaluation, kept so that a later one can be compared with it. */
export type Run = {
  readonly name: string
  readonly model: string
  readonly prompts: string
  readonly states: Readonly<Record<string, number>>
  readonly attribution: AttributionScores
  readonly stages: readonly StageScore[]
  readonly seconds: { readonly p50: number; readonly p95: number; readonly all: number }
  readonly themes: readonly ThemeScore[]
  readonly ledgers: { readonly checked: number; readonly addUp: number }
  /** Technologies with a causal role, by slug: what comparisons are made of. */
  readonly found: Readonly<Record<string, readonly string[]>>
}

/** Keeps a run as a JSON file that people can read. Resolves to its path. */
export async function keepRun(folder: string, run: Run): Promise<string> {
  await mkdir(folder, { recursive: true })
  const number = String((await readdir(folder)).length + 1).padStart(3, '0')
  const file = path.join(folder, `${number}-${run.name.replaceAll(/[^a-z0-9.-]+/gi, '-').slice(0, 60)}.json`)
  await writeFile(file, `${JSON.stringify(run, null, 2)}\n`)
  return file
}

const kept = z.looseObject({ name: z.string(), model: z.string(), found: z.record(z.string(), z.array(z.string())) })

/** What a comparison needs of a kept run. Throws `UserError`. */
export function readRun(file: string): z.infer<typeof kept> {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new UserError(`${file} is no result of "eval". They are kept in .lode/eval/results.`, { cause: error })
  }
}
