import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Problem } from '../../src/domain.ts'
import { InvalidAnswerError, PermanentError } from '../../src/errors.ts'
import { askModel, describe as inOneLine } from '../../src/pipeline/ask.ts'
import type { Stage } from '../../src/pipeline/stage.ts'
import { FakeModel } from '../support/fake-model.ts'

type Output = { names: string[] }

/** Asks for names; those in capitals are a problem, and so is it when there are none. */
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
  anchor: (_, { names }) => ({ names: names.map((name) => `${name}!`) }),
}

describe('a question', () => {
  test('is sent once when its answer is valid', async () => {
    const model = new FakeModel({ names: ['a', 'b'] })
    const answer = await askModel(model)(stage, 'letters')
    expect(answer).toMatchObject({
      output: { names: ['a!', 'b!'] },
      dropped: [],
      held: [],
      calls: 1,
      model: 'fake-large',
    })
    expect(model.requests).toEqual([
      {
        tier: 'large',
        system: 'You name things.',
        turns: [{ from: 'user', text: 'Name letters.' }],
        schema: { name: 'patterns', json: expect.objectContaining({ type: 'object', required: ['names'] }) },
        maxTokens: 321,
      },
    ])
  })

  test('carries the signal that it was given', async () => {
    const model = new FakeModel({ names: ['A'] }, { names: ['a'] })
    const { signal } = new AbortController()
    await askModel(model)(stage, 'letters', { signal })
    expect(model.requests.map((request) => request.signal)).toEqual([signal, signal])
  })

  test('has the same key when asked again and another one for another input', async () => {
    const ask = askModel(new FakeModel({ names: ['a'] }, { names: ['b'] }, { names: ['c'] }))
    const [first, again, other] = [await ask(stage, 'letters'), await ask(stage, 'letters'), await ask(stage, 'digits')]
    expect(again.key).toBe(first.key)
    expect(other.key).not.toBe(first.key)
  })

  test('has another key when its prompt or its schema changes', async () => {
    const ask = askModel(new FakeModel({ names: ['a'] }, { names: ['b'] }, { names: ['c'] }))
    const reworded = { ...stage, prompt: { ...stage.prompt, system: 'You name things well.' } }
    const widened = { ...stage, output: z.object({ names: z.array(z.string()).describe('Names.') }) }
    const keys = [await ask(stage, 'x'), await ask(reworded, 'x'), await ask(widened, 'x')].map((answer) => answer.key)
    expect(new Set(keys).size).toBe(3)
  })

  test('counts the tokens and the cost of both rounds', async () => {
    const { inputTokens, outputTokens, costUsd } = FakeModel.usage
    const answer = await askModel(new FakeModel('nonsense', { names: ['a'] }))(stage, 'letters')
    expect(answer).toMatchObject({
      calls: 2,
      inputTokens: 2 * inputTokens,
      outputTokens: 2 * outputTokens,
      costUsd: 2 * costUsd,
    })
    expect(answer.milliseconds).toBeGreaterThanOrEqual(0)
  })
})

describe('an answer is read', () => {
  test.each<[how: string, reply: string]>([
    ['as it is', '{"names":["a"]}'],
    ['from a code fence', '```json\n{"names": ["a"]}\n```'],
    ['from a code fence without a language', '```\n{"names": ["a"]}\n```\n'],
    ['from between sentences', 'Here are the names.\n\n{"names": ["a"]}\n\nI hope that this helps.'],
    ['without fields that nobody asked for', '{"names": ["a"], "thoughts": "hm"}'],
    ['with braces in its strings', '{"names": ["a"], "x": "}{"}'],
  ])('%s', async (_, reply) => {
    const answer = await askModel(new FakeModel(reply))(stage, 'letters')
    expect(answer).toMatchObject({ output: { names: ['a!'] }, calls: 1 })
  })
})

describe('an answer with problems', () => {
  test('is asked for again, with the problems listed', async () => {
    const model = new FakeModel({ names: ['A', 'b', 'C'] }, { names: ['a', 'b', 'c'] })
    const answer = await askModel(model)(stage, 'letters')
    expect(answer).toMatchObject({ output: { names: ['a!', 'b!', 'c!'] }, dropped: [], held: [], calls: 2 })
    const [first, second] = model.requests
    expect(second).toEqual({ ...first, turns: expect.anything() })
    expect(second?.turns.slice(0, 2)).toEqual([
      ...(first?.turns ?? []),
      { from: 'model', text: '{"names":["A","b","C"]}' },
    ])
    expect(second?.turns).toHaveLength(3)
    expect(second?.turns[2]?.from).toBe('user')
    expect(second?.turns[2]?.text.split('\n')).toEqual(
      expect.arrayContaining(['- names.0: A is shouted', '- names.2: C is shouted']),
    )
  })

  test.each<[what: string, reply: string | object, listed: string]>([
    ['that is no JSON', 'I can not do that.', '- not valid JSON'],
    ['that was cut off', '{"names": ["a", "b', '- not valid JSON'],
    ['that is empty', '', '- not valid JSON'],
    ['of another shape', { names: ['a', 7] }, '- names.1: Invalid input'],
    ['without a field', { name: 'a' }, '- names: Invalid input'],
  ])('%s is asked for again with what is wrong', async (_, reply, listed) => {
    const model = new FakeModel(reply, { names: ['a'] })
    const answer = await askModel(model)(stage, 'letters')
    expect(answer).toMatchObject({ output: { names: ['a!'] }, dropped: [], held: [], calls: 2 })
    expect(model.requests[1]?.turns[1]?.text).not.toBe('')
    expect(model.requests[1]?.turns[2]?.text).toContain(listed)
  })

  test('loses the parts that fail twice', async () => {
    const answer = await askModel(new FakeModel({ names: ['A', 'b'] }, { names: ['A', 'b'] }))(stage, 'letters')
    expect(answer).toMatchObject({
      output: { names: ['b!'] },
      dropped: [{ gate: 'shape' as const, path: ['names', 0], message: 'A is shouted' }],
      held: [],
      calls: 2,
    })
  })

  test('is held when it fails twice as a whole', async () => {
    const answer = await askModel(new FakeModel({ names: [] }, { names: [] }))(stage, 'letters')
    expect(answer).toMatchObject({
      output: { names: [] },
      held: [{ gate: 'shape' as const, path: [], message: 'no name at all' }],
      calls: 2,
    })
  })

  test('is held when nothing is left of it', async () => {
    const answer = await askModel(new FakeModel({ names: ['A'] }, { names: ['B'] }))(stage, 'letters')
    expect(answer).toMatchObject({
      output: { names: [] },
      dropped: [{ gate: 'shape' as const, path: ['names', 0], message: 'B is shouted' }],
      held: [{ gate: 'shape' as const, path: [], message: 'no name at all' }],
    })
  })

  test('is kept, less those problems, when the second answer is unreadable', async () => {
    const answer = await askModel(new FakeModel({ names: ['A', 'b'] }, 'Sorry.'))(stage, 'letters')
    expect(answer).toMatchObject({
      output: { names: ['b!'] },
      dropped: [{ gate: 'shape' as const, path: ['names', 0], message: 'A is shouted' }],
      calls: 2,
    })
  })

  test('is never asked for a third time', async () => {
    const model = new FakeModel({ names: ['A'] }, { names: ['A'] }, { names: ['a'] })
    await askModel(model)(stage, 'letters')
    expect(model.requests).toHaveLength(2)
  })

  test('that stays unreadable rejects with the stage and the problem', async () => {
    const asking = askModel(new FakeModel('Sorry.', '{"names": '))(stage, 'letters')
    await expect(asking).rejects.toThrow(InvalidAnswerError)
    await expect(asking).rejects.toThrow('patterns: no usable answer after one repair: not valid JSON')
  })

  test('that stays of another shape rejects with the field', async () => {
    const asking = askModel(new FakeModel('Sorry.', { names: 'a' }))(stage, 'letters')
    await expect(asking).rejects.toThrow(InvalidAnswerError)
    await expect(asking).rejects.toThrow('names: Invalid input')
  })
})

describe("the model's own error", () => {
  test('is passed on from the first round', async () => {
    const error = new PermanentError('no access')
    const model = new FakeModel(error, { names: ['a'] })
    await expect(askModel(model)(stage, 'letters')).rejects.toBe(error)
    expect(model.requests).toHaveLength(1)
  })

  test('is passed on from the repair round', async () => {
    const error = new Error('throttled')
    await expect(askModel(new FakeModel({ names: ['A', 'b'] }, error))(stage, 'letters')).rejects.toBe(error)
  })
})

test('problems are told in one line', () => {
  const problems: Problem[] = [
    { gate: 'shape' as const, path: [], message: 'too short' },
    { gate: 'shape' as const, path: ['names', 1], message: 'is shouted' },
  ]
  expect(inOneLine(problems)).toBe('too short; names.1: is shouted')
})

test('a fake model without answers says what it was asked', async () => {
  await expect(askModel(new FakeModel({ names: ['A'] }))(stage, 'x')).rejects.toThrow(
    'no answer no. 2: patterns, repair',
  )
})
