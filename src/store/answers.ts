import { z } from 'zod'
import type { Problem } from '../domain.ts'
import { answerKey, promptHash, render } from '../pipeline/prompt.ts'
import type { Answer, Ask, Prompt, StageName } from '../pipeline/stage.ts'
import { type Db, jsonb, one, rows, run, sql, storable } from './sql.ts'

/**
 * Looks a question up before it is asked, and keeps what was answered. The key is a hash of the rendered prompt, the
 * schema and the model's name: a crashed job goes on where it stopped, a repeat is free, and a changed prompt
 * invalidates exactly its own answers.
 */
export function remember(db: Db, modelOf: (prompt: Prompt) => string, ask: Ask): Ask {
  return async (stage, input, options) => {
    const question = render(stage, input)
    const key = answerKey(question, modelOf(stage.prompt))
    const known = await recall(db, key)
    if (known) return { ...known, output: stage.output.parse(known.output), key }
    const answer = await ask(stage, input, options)
    await keep(db, { stage: stage.name, promptHash: promptHash(stage.prompt), question: question.user }, answer)
    return answer
  }
}

const json = <T>() => z.custom<T>((value) => value !== undefined)

async function recall(db: Db, key: string): Promise<Omit<Answer<unknown>, 'key'> | null> {
  const shape = z.object({
    output: z.unknown(),
    dropped: json<readonly Problem[]>(),
    held: json<readonly Problem[]>(),
    mended: json<readonly Problem[]>(),
    model: z.string(),
  })
  const [found] = await rows(
    db,
    shape,
    sql`select output, dropped, held, mended, model from answers where key = ${key}`,
  )
  return found
    ? {
        ...found,
        calls: 0,
        inputTokens: 0,
        outputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        costUsd: 0,
        milliseconds: 0,
      }
    : null
}

type Asked = { readonly stage: StageName; readonly promptHash: string; readonly question: string }

async function keep(db: Db, asked: Asked, answer: Answer<unknown>): Promise<void> {
  const {
    key,
    output,
    dropped,
    held,
    mended,
    model,
    calls,
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    costUsd,
    milliseconds,
  } = answer
  await run(
    db,
    sql`insert into answers (key, stage, prompt_hash, model, question, output, dropped, held, mended, calls, input_tokens,
          output_tokens, cache_read_tokens, cache_write_tokens, cost_usd, milliseconds)
        values (${key}, ${asked.stage}, ${asked.promptHash}, ${model}, ${storable(asked.question)}, ${jsonb(output)},
          ${jsonb(dropped)}, ${jsonb(held)}, ${jsonb(mended)}, ${calls}, ${inputTokens}, ${outputTokens}, ${cacheReadTokens}, ${cacheWriteTokens}, ${costUsd},
          ${milliseconds})
        on conflict (key) do nothing`,
  )
}

/** What model calls took since a moment. Times in milliseconds, summed over parallel calls. */
export type Usage = {
  readonly answers: number
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costUsd: number
}

/** The database's own clock: the only one that answers' times can be compared with. */
export async function databaseNow(db: Db): Promise<Date> {
  return (await one(db, z.object({ now: z.date() }), sql`select clock_timestamp() as now`)).now
}

export function usageSince(db: Db, since: Date): Promise<Usage> {
  return one(
    db,
    z.object({
      answers: z.number(),
      calls: z.number(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      costUsd: z.number(),
    }),
    sql`select count(*)::int as answers, coalesce(sum(calls), 0)::float8 as calls,
          coalesce(sum(input_tokens), 0)::float8 as "inputTokens", coalesce(sum(output_tokens), 0)::float8 as "outputTokens",
          coalesce(sum(cost_usd), 0)::float8 as "costUsd"
        from answers where created_at >= ${since}`,
  )
}

/** Forgets answers that were held back or lost parts, so that they are asked again. */
export function forgetHeld(db: Db): Promise<number> {
  return run(db, sql`delete from answers where held <> '[]'`)
}
