import type { Model, ModelReply, ModelRequest, Tier } from '../../src/ports.ts'

/** What a fake model replies with: text as it is, an object as JSON, an error as a rejection. */
type FakeAnswer = string | object

/** A model with a queue of answers, which keeps the requests that it got. Every reply costs the same. */
export class FakeModel implements Model {
  static readonly usage = { inputTokens: 100, outputTokens: 20, cacheReadTokens: 7, cacheWriteTokens: 3, costUsd: 0.25 }
  readonly requests: ModelRequest[] = []
  readonly #answers: readonly FakeAnswer[]

  constructor(...answers: readonly FakeAnswer[]) {
    this.#answers = answers
  }

  nameOf(tier: Tier): string {
    return `fake-${tier}`
  }

  async answer(request: ModelRequest): Promise<ModelReply> {
    this.requests.push(request)
    const answer = this.#answers[this.requests.length - 1]
    if (answer === undefined)
      throw new Error(`the fake model has no answer no. ${this.requests.length}: ${askedFor(request)}`)
    if (answer instanceof Error) throw answer
    return { text: typeof answer === 'string' ? answer : JSON.stringify(answer), ...FakeModel.usage }
  }
}

function askedFor({ schema, turns }: ModelRequest): string {
  return `${schema.name}, ${turns.length > 1 ? 'repair' : 'first round'}`
}
