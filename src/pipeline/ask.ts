import type { Problem } from '../domain.ts'
import { InvalidAnswerError } from '../errors.ts'
import type { Model, ModelReply, ModelRequest } from '../ports.ts'
import { answerKey, render } from './prompt.ts'
import { settle } from './settle.ts'
import type { Ask, AskOptions, Stage } from './stage.ts'

/**
 * Asks a language model: renders, calls, validates and, when something is wrong, gives the model one round to repair
 * it with the list of problems. What still fails is dropped or held (see `settle`); an answer that stays unreadable
 * rejects with `InvalidAnswerError`.
 */
export function askModel(model: Model): Ask {
  return async (stage, input, options) => {
    const question = render(stage, input)
    const request = requestFor(stage, question, options)
    const started = performance.now()
    const replies = [await model.answer(request)]
    const first = read(stage, input, replies[0])
    const readings = [first]
    if (first.problems.length > 0) {
      replies.push(await model.answer(repairRequest(request, replies[0], first.problems)))
      readings.push(read(stage, input, replies[1]))
    }
    const name = model.nameOf(stage.prompt.tier)
    return {
      ...best(stage, input, readings),
      mended: readings.length > 1 ? first.problems : [],
      key: answerKey(question, name),
      model: name,
      calls: replies.length,
      inputTokens: sum(replies, (reply) => reply.inputTokens),
      outputTokens: sum(replies, (reply) => reply.outputTokens),
      cacheReadTokens: sum(replies, (reply) => reply.cacheReadTokens),
      cacheWriteTokens: sum(replies, (reply) => reply.cacheWriteTokens),
      costUsd: sum(replies, (reply) => reply.costUsd),
      milliseconds: Math.round(performance.now() - started),
    }
  }
}

/** Of two readings the one of which more can be used; the repaired one when they are equal. */
function best<In, Out>(stage: Stage<In, Out>, input: In, readings: readonly Reading<Out>[]) {
  const usable = readings.flatMap(({ output }) => (output === undefined ? [] : [settle(stage, input, output)]))
  if (usable.length === 0) {
    const problems = readings.at(-1)?.problems ?? []
    throw new InvalidAnswerError(`${stage.name}: no usable answer after one repair: ${describe(problems)}`)
  }
  return usable.reduce((kept, other) => (loss(other) <= loss(kept) ? other : kept))
}

function loss({ held, dropped }: { held: readonly Problem[]; dropped: readonly Problem[] }): number {
  return held.length > 0 ? Number.POSITIVE_INFINITY : dropped.length
}

function requestFor<In, Out>(
  stage: Stage<In, Out>,
  question: { system: string; user: string; schema: unknown },
  options: AskOptions | undefined,
): ModelRequest {
  return {
    tier: stage.prompt.tier,
    system: question.system,
    turns: [{ from: 'user', text: question.user }],
    schema: { name: stage.name, json: question.schema },
    maxTokens: stage.prompt.maxTokens,
    ...(options?.isUrgent && { isUrgent: true }),
    ...(options?.signal && { signal: options.signal }),
  }
}

function repairRequest(
  request: ModelRequest,
  reply: ModelReply | undefined,
  problems: readonly Problem[],
): ModelRequest {
  const text = [
    'Some of that answer can not be used:',
    ...problems.map((problem) => `- ${pathText(problem.path)}${problem.message}`),
    'Answer again, whole, in the same form. Mend what can be mended from the material you were given; leave out what can not.',
  ].join('\n')
  const turns = [
    ...request.turns,
    { from: 'model', text: reply?.text || '(nothing)' } as const,
    { from: 'user', text } as const,
  ]
  return { ...request, turns }
}

type Reading<Out> = { output?: Out; problems: Problem[] }

function read<In, Out>(stage: Stage<In, Out>, input: In, reply: ModelReply | undefined): Reading<Out> {
  const json = parseJson(reply?.text ?? '')
  if (json === undefined) return { problems: [{ gate: 'schema', path: [], message: 'not valid JSON' }] }
  const parsed = stage.output.safeParse(json)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      gate: 'schema' as const,
      path: path.map(pathPart),
      message,
    }))
    return { problems }
  }
  return { output: parsed.data, problems: stage.check?.(input, parsed.data) ?? [] }
}

/** Models without structured output wrap JSON in a code fence or a sentence; the outermost braces are the answer. */
function parseJson(text: string): unknown {
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function pathPart(part: PropertyKey): string | number {
  return typeof part === 'symbol' ? String(part) : part
}

function pathText(path: readonly (string | number)[]): string {
  return path.length > 0 ? `${path.join('.')}: ` : ''
}

/** Problems in one line, for errors and ledgers. */
export function describe(problems: readonly Problem[]): string {
  return problems.map((problem) => `${pathText(problem.path)}${problem.message}`).join('; ')
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
