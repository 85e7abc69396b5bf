import { z } from 'zod'
import type { Problem } from '../domain.ts'
import { answerKey, promptHash, render } from '../pipeline/prompt.ts'
import { type Answer, type Ask, type Prompt, type ScoredAnswer, type StageName, stageNames } from '../pipeline/stage.ts'
import { type Db, json, jsonb, one, rows, run, sql, storable } from './sql.ts'

/**
 * Looks a question up before it is asked, and keeps what was answered. The key is a hash of the rendered prompt, the
 * schema and the model's name: a crashed job goes on where it stopped, a repeat is free, and a changed prompt
 * invalidates exactly its own answers.
 */
export function remember(db: Db, modelOf: (prompt: Prompt) => string, ask: Ask): Ask {
  return async (stage, input, options) => {
    const question = render(stage, input)
    const key = answerKey(question, modelOf(stage.prompt))
    const known = options?.isAnew ? null : await recall(db, key)
    if (known) return { ...known, output: stage.output.parse(known.output), key }
    const answer = await ask(stage, input, options)
    const { name, prompt } = stage
    const asked = {
      stage: name,
      promptHash: promptHash(prompt),
      question: question.user,
      isAnew: options?.isAnew ?? false,
      postmortemId: options?.postmortemId ?? null,
      digestIds: options?.digestIds ?? [],
    }
    await keep(db, asked, answer)
    return answer
  }
}

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

type Asked = {
  readonly stage: StageName
  readonly promptHash: string
  readonly question: string
  readonly isAnew: boolean
  readonly postmortemId: number | null
  readonly digestIds: readonly number[]
}

/** Nothing is kept that rests on what has no text any more: whoever asked may die before the answer can be forgotten. */
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
    sql`with postmortem as (select id from postmortems where id = ${asked.postmortemId} and body is not null for share),
          held as (select id from digests where id = any(${asked.digestIds}::bigint[]) order by id for key share)
        insert into answers (key, stage, prompt_hash, model, question, output, dropped, held, mended, calls, input_tokens,
          output_tokens, cache_read_tokens, cache_write_tokens, cost_usd, milliseconds, postmortem_id)
        select ${key}, ${asked.stage}, ${asked.promptHash}, ${model}, ${storable(asked.question)}, ${jsonb(output)},
          ${jsonb(dropped)}, ${jsonb(held)}, ${jsonb(mended)}, ${calls}, ${inputTokens}, ${outputTokens}, ${cacheReadTokens}, ${cacheWriteTokens}, ${costUsd},
          ${milliseconds}, ${asked.postmortemId}
        where (${asked.postmortemId}::bigint is null or exists (select from postmortem))
          and (select count(*) from held) = cardinality(${asked.digestIds}::bigint[])
        on conflict (key) do update set output = excluded.output, dropped = excluded.dropped, held = excluded.held,
          mended = excluded.mended, calls = excluded.calls, input_tokens = excluded.input_tokens,
          output_tokens = excluded.output_tokens, cache_read_tokens = excluded.cache_read_tokens,
          cache_write_tokens = excluded.cache_write_tokens, cost_usd = excluded.cost_usd,
          milliseconds = excluded.milliseconds, created_at = excluded.created_at
          where ${asked.isAnew}::boolean`,
  )
}

/** Leaves nothing of these answers, nor of what was asked. */
export function forgetAnswers(db: Db, keys: readonly string[]): Promise<number> {
  return run(db, sql`delete from answers where key = any(${keys})`)
}

/** The prompts that these answers were asked with: each stage's name, and the first digits of the prompt's hash. */
export function promptsBehind(db: Db, keys: readonly string[]): Promise<{ stage: string; version: string }[]> {
  return rows(
    db,
    z.object({ stage: z.string(), version: z.string() }),
    sql`select distinct stage, left(prompt_hash, 8) as version from answers where key = any(${keys}) order by 1, 2`,
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

/** Every answer that stored postmortems and digests rest on, with what the gate said of it. */
export function answersInUse(db: Db): Promise<ScoredAnswer[]> {
  const problems = json<readonly Problem[]>()
  const shape: z.ZodType<ScoredAnswer> = z.object({
    stage: z.enum(stageNames),
    model: z.string(),
    promptHash: z.string(),
    output: z.unknown(),
    dropped: problems,
    held: problems,
    mended: problems,
    calls: z.number(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    cacheReadTokens: z.number(),
    costUsd: z.number(),
    milliseconds: z.number(),
  })
  return rows(
    db,
    shape,
    sql`select a.stage, a.model, a.prompt_hash as "promptHash", a.output, a.dropped, a.held, a.mended, a.calls,
          a.input_tokens as "inputTokens", a.output_tokens as "outputTokens", a.cache_read_tokens as "cacheReadTokens",
          a.cost_usd as "costUsd", a.milliseconds
        from answers a
        where a.key in (select unnest(answer_keys) from postmortems union select unnest(answer_keys) from digests)
        order by array_position(array['summarization', 'classification', 'attribution', 'analyzer'], a.stage), a.key`,
  )
}

/** Seconds of model time on each mapped document's longest path: its own answers, then its slowest technology. */
export async function secondsPerDocument(db: Db): Promise<number[]> {
  const found = await rows(
    db,
    z.object({ milliseconds: z.number() }),
    sql`select (coalesce((select sum(a.milliseconds) from answers a where a.key = any(p.answer_keys)), 0)
          + coalesce((select max(branch.milliseconds) from (
              select sum(a.milliseconds) as milliseconds from digests d join answers a on a.key = any(d.answer_keys)
              where d.postmortem_id = p.id group by d.id) branch), 0))::float8 as milliseconds
        from postmortems p where p.state in ('mapped', 'held') and p.withdrawn_at is null`,
  )
  return found.map((row) => row.milliseconds / 1_000)
}
