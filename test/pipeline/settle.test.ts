import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Problem } from '../../src/domain.ts'
import { settle } from '../../src/pipeline/settle.ts'
import type { Stage } from '../../src/pipeline/stage.ts'

type Output = { title: string; items: { name: string; tags: string[] }[] }
const output = (...names: string[]): Output => ({ title: 'fine', items: names.map((name) => ({ name, tags: [] })) })

function aStage(part: Pick<Stage<string, Output>, 'check' | 'anchor'>): Stage<string, Output> {
  return {
    name: 'patterns',
    prompt: { tier: 'small', maxTokens: 10, system: '', user: '' },
    output: z.object({
      title: z.string(),
      items: z.array(z.object({ name: z.string(), tags: z.array(z.string()) })),
    }),
    vars: () => ({}),
    ...part,
  }
}

/** Finds fault with every item, and every tag of an item, whose name is in the input. */
function badNames(input: string, { items }: Output): Problem[] {
  return items.flatMap(({ name, tags }, index) => [
    ...(input.includes(name) ? [{ gate: 'shape' as const, path: ['items', index], message: `bad ${name}` }] : []),
    ...tags.flatMap((tag, at) =>
      input.includes(tag)
        ? [{ gate: 'shape' as const, path: ['items', index, 'tags', at], message: `bad ${tag}` }]
        : [],
    ),
  ])
}

describe('an answer', () => {
  test('without a check is kept', () => {
    expect(settle(aStage({}), '', output('a'))).toEqual({ output: output('a'), dropped: [], held: [] })
  })

  test('without problems is kept and anchored', () => {
    const anchor = (input: string, { items }: Output) => ({ title: input, items })
    expect(settle(aStage({ check: badNames, anchor }), 'z', output('a'))).toEqual({
      output: { ...output('a'), title: 'z' },
      dropped: [],
      held: [],
    })
  })

  test('loses the items that have problems, and says why', () => {
    expect(settle(aStage({ check: badNames }), 'ac', output('a', 'b', 'c', 'd'))).toEqual({
      output: output('b', 'd'),
      dropped: [
        { gate: 'shape' as const, path: ['items', 0], message: 'bad a' },
        { gate: 'shape' as const, path: ['items', 2], message: 'bad c' },
      ],
      held: [],
    })
  })

  test('loses only the innermost item of a path', () => {
    const answer = { title: 'fine', items: [{ name: 'a', tags: ['x', 'y'] }] }
    expect(settle(aStage({ check: badNames }), 'x', answer).output).toEqual({
      title: 'fine',
      items: [{ name: 'a', tags: ['y'] }],
    })
  })

  test('loses an item whose part has the problem', () => {
    const check = (_: string, { items }: Output) =>
      items.flatMap(({ name }, index) =>
        name === 'a' ? [{ gate: 'shape' as const, path: ['items', index, 'name'], message: 'bad' }] : [],
      )
    expect(settle(aStage({ check }), '', output('a', 'b')).output).toEqual(output('b'))
  })

  test('loses an item with two problems once, and says both', () => {
    const check = (_: string, { items }: Output) =>
      items.flatMap(({ name }, index) =>
        name === 'a'
          ? ['one', 'two'].map((message) => ({ gate: 'shape' as const, path: ['items', index], message }))
          : [],
      )
    const settled = settle(aStage({ check }), '', output('a', 'b'))
    expect(settled.output).toEqual(output('b'))
    expect(settled.dropped.map((problem) => problem.message)).toEqual(['one', 'two'])
  })

  test('is checked again without them, until nothing in a list is wrong', () => {
    const needsNext = (_: string, { items }: Output) =>
      items.flatMap(({ name }, index) =>
        name !== 'd' && !items.some((item) => item.name === String.fromCharCode(name.charCodeAt(0) + 1))
          ? [{ gate: 'shape' as const, path: ['items', index], message: `lonely ${name}` }]
          : [],
      )
    const settled = settle(aStage({ check: needsNext }), '', output('a', 'b', 'd'))
    expect(settled.output).toEqual(output('d'))
    expect(settled.dropped.map((problem) => problem.message)).toEqual(['lonely b', 'lonely a'])
  })

  test('is held, unanchored, for a problem that stands in no list', () => {
    const check = () => [{ gate: 'shape' as const, path: ['title'], message: 'bad title' }]
    const anchor = () => output('anchored')
    expect(settle(aStage({ check, anchor }), '', output('a'))).toEqual({
      output: output('a'),
      dropped: [],
      held: [{ gate: 'shape' as const, path: ['title'], message: 'bad title' }],
    })
  })

  test('is held when what is left is too little', () => {
    const check = (input: string, answer: Output) => [
      ...badNames(input, answer),
      ...(answer.items.length < 2 ? [{ gate: 'shape' as const, path: [], message: 'too few' }] : []),
    ]
    expect(settle(aStage({ check }), 'a', output('a', 'b'))).toEqual({
      output: output('b'),
      dropped: [{ gate: 'shape' as const, path: ['items', 0], message: 'bad a' }],
      held: [{ gate: 'shape' as const, path: [], message: 'too few' }],
    })
  })

  test('is not changed in place', () => {
    const answer = output('a', 'b')
    settle(aStage({ check: badNames }), 'a', answer)
    expect(answer).toEqual(output('a', 'b'))
  })
})
