import { beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Problem } from '../../src/domain.ts'
import { InvalidAnswerError } from '../../src/errors.ts'
import { askModel } from '../../src/pipeline/ask.ts'
import { promptHash } from '../../src/pipeline/prompt.ts'
import type { Ask, Stage } from '../../src/pipeline/stage.ts'
import type { Tier } from '../../src/ports.ts'
import { databaseNow, forgetHeld, remember, usageSince } from '../../src/store/answers.ts'
import { aDatabase } from '../support/a-database.ts'
import { FakeModel } from '../support/fake-model.ts'

const { pool } = await aDatabase()

beforeEach(async () => {
  await pool.query('delete from answers')
})

type Output = { names: string[] }

/** Asks for names; those in capitals are dropped, and without any the answer is held. */
const stage: Stage<string, Output> = {
  name: 'patterns',
  prompt: { tier: 'large', maxTokens: 321, system: 'You name things.', user: 'Name {{ what }}.' },
  output: z.object({ names: z.array(z.string()) }),
  vars: (what) => ({ what }),
  check: (_, { names }) => [
    ...names.flatMap<Problem>((name, index) =>
      /[A-Z]/.test(name) ? [{ gate: 'shape' as const, path: ['names', index], message: `${name} is shouted` }] : [],
    ),
    ...(names.length === 0 ? [{ gate: 'shape' as const, path: [], message: 'no name at all' }] : []),
  ],
}

const free = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  costUsd: 0,
  milliseconds: 0,
}

class RenamedModel extends FakeModel {
  override nameOf(tier: Tier): string {
    return `renamed-${tier}`
  }
}

/** What is asked, remembered, of a model with these answers. */
function remembering(answers: readonly (string | object)[], Kind = FakeModel): { ask: Ask; model: FakeModel } {
  const model = new Kind(...answers)
  return { model, ask: remember(pool, ({ tier }) => model.nameOf(tier), askModel(model)) }
}

describe('a question that was answered before', () => {
  test('is not asked again, and costs nothing', async () => {
    const { ask, model } = remembering([{ names: ['a', 'b'] }])
    const first = await ask(stage, 'letters')
    const again = await ask(stage, 'letters')
    expect(model.requests).toHaveLength(1)
    expect(first).toMatchObject({ calls: 1, ...FakeModel.usage })
    expect(again).toEqual({ ...first, ...free })
  })

  test('is remembered by another process', async () => {
    const first = await remembering([{ names: ['a'] }]).ask(stage, 'letters')
    const { ask, model } = remembering([])
    expect(await ask(stage, 'letters')).toMatchObject({ output: { names: ['a'] }, key: first.key, calls: 0 })
    expect(model.requests).toEqual([])
  })

  test('keeps what was dropped', async () => {
    const { ask } = remembering([{ names: ['a', 'B'] }, { names: ['a', 'B'] }])
    const first = await ask(stage, 'letters')
    const again = await ask(stage, 'letters')
    expect(first).toMatchObject({
      output: { names: ['a'] },
      dropped: [{ gate: 'shape' as const, path: ['names', 1], message: 'B is shouted' }],
      calls: 2,
    })
    expect(again).toEqual({ ...first, ...free })
  })

  test('keeps that it was held back', async () => {
    const { ask, model } = remembering([{ names: [] }, { names: [] }])
    const first = await ask(stage, 'letters')
    const again = await ask(stage, 'letters')
    expect(first.held).toEqual([{ gate: 'shape' as const, path: [], message: 'no name at all' }])
    expect(again).toEqual({ ...first, ...free })
    expect(model.requests).toHaveLength(2)
  })

  test('is asked again after it was forgotten because it had been held back; others are not', async () => {
    const { ask, model } = remembering([{ names: [] }, { names: [] }, { names: ['one'] }, { names: ['a'] }])
    await ask(stage, 'letters')
    await ask(stage, 'digits')
    expect(await forgetHeld(pool)).toBe(1)
    expect(await ask(stage, 'letters')).toMatchObject({ output: { names: ['a'] }, held: [], calls: 1 })
    expect(await ask(stage, 'digits')).toMatchObject({ output: { names: ['one'] }, calls: 0 })
    expect(model.requests).toHaveLength(4)
  })
})

describe('a question is asked anew', () => {
  const changes: readonly [string, Stage<string, Output>, typeof FakeModel][] = [
    ['its system prompt', { ...stage, prompt: { ...stage.prompt, system: 'You name things well.' } }, FakeModel],
    ['its user prompt', { ...stage, prompt: { ...stage.prompt, user: 'Please name {{ what }}.' } }, FakeModel],
    ['its schema', { ...stage, output: z.object({ names: z.array(z.string()).describe('Names.') }) }, FakeModel],
    ['the model', stage, RenamedModel],
  ]

  test.each(changes)('when %s changes', async (_, changed, Kind) => {
    const before = await remembering([{ names: ['old'] }]).ask(stage, 'letters')
    const after = await remembering([{ names: ['new'] }], Kind).ask(changed, 'letters')
    expect(after).toMatchObject({ output: { names: ['new'] }, calls: 1 })
    expect(after.key).not.toBe(before.key)
    expect(await remembering([]).ask(stage, 'letters')).toMatchObject({ output: { names: ['old'] }, calls: 0 })
  })

  test('when its input changes', async () => {
    const { ask } = remembering([{ names: ['a'] }, { names: ['one'] }])
    await ask(stage, 'letters')
    expect(await ask(stage, 'digits')).toMatchObject({ output: { names: ['one'] }, calls: 1 })
  })
})

describe('an answer', () => {
  test('that never came is not stored, and the next one is', async () => {
    const { ask, model } = remembering([new Error('throttled'), { names: ['a'] }])
    await expect(ask(stage, 'letters')).rejects.toThrow('throttled')
    expect(await storedAnswers()).toEqual([])
    expect(await ask(stage, 'letters')).toMatchObject({ output: { names: ['a'] }, calls: 1 })
    expect(model.requests).toHaveLength(2)
  })

  test('that stayed unusable is not stored', async () => {
    const { ask } = remembering(['nonsense', 'nonsense'])
    await expect(ask(stage, 'letters')).rejects.toThrow(InvalidAnswerError)
    expect(await storedAnswers()).toEqual([])
  })

  test('is stored with what was asked of whom', async () => {
    const { key } = await remembering([{ names: ['a'] }]).ask(stage, `it's "quoted"; drop table answers; --`)
    expect(await storedAnswers()).toMatchObject([
      {
        key,
        stage: 'patterns',
        prompt_hash: promptHash(stage.prompt),
        model: 'fake-large',
        question: `Name it's "quoted"; drop table answers; --.`,
        output: { names: ['a'] },
        calls: 1,
        input_tokens: FakeModel.usage.inputTokens,
        output_tokens: FakeModel.usage.outputTokens,
        cost_usd: FakeModel.usage.costUsd,
      },
    ])
  })

  test('that two processes got at the same time is stored once', async () => {
    const { ask } = remembering([{ names: ['a'] }, { names: ['a'] }])
    const answers = await Promise.all([ask(stage, 'letters'), ask(stage, 'letters')])
    expect(answers[0]?.key).toBe(answers[1]?.key)
    expect(await storedAnswers()).toHaveLength(1)
  })

  test('is asked for with the signal that was given', async () => {
    const { ask, model } = remembering([{ names: ['a'] }])
    const { signal } = new AbortController()
    await ask(stage, 'letters', { signal })
    expect(model.requests[0]?.signal).toBe(signal)
  })
})

describe('usage', () => {
  test('adds up what the answers since a moment took', async () => {
    const { ask } = remembering([{ names: ['old'] }, { names: ['a', 'B'] }, { names: ['a'] }, { names: ['one'] }])
    await ask(stage, 'before')
    const since = await nextMoment()
    await ask(stage, 'letters')
    await ask(stage, 'digits')
    await ask(stage, 'letters')
    const { inputTokens, outputTokens, costUsd } = FakeModel.usage
    expect(await usageSince(pool, since)).toEqual({
      answers: 2,
      calls: 3,
      inputTokens: 3 * inputTokens,
      outputTokens: 3 * outputTokens,
      costUsd: 3 * costUsd,
    })
  })

  test('is nothing when nothing was asked', async () => {
    await remembering([{ names: ['old'] }]).ask(stage, 'before')
    expect(await usageSince(pool, await nextMoment())).toEqual({
      answers: 0,
      calls: 0,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
    })
  })
})

/** A moment after all that is stored: dates have milliseconds, and several answers fit into one. */
async function nextMoment(): Promise<Date> {
  const now = await databaseNow(pool)
  return vi.waitUntil(
    async () => {
      const later = await databaseNow(pool)
      return later > now && later
    },
    { interval: 1 },
  )
}

async function storedAnswers(): Promise<unknown[]> {
  return (await pool.query('select * from answers')).rows
}
