import { describe, expect, test } from 'vitest'
import { openAiModel } from '../../src/openai/openai-model.ts'
import { askModel } from '../../src/pipeline/ask.ts'
import { readNarrative } from '../../src/pipeline/narrative.ts'
import { summarization } from '../../src/pipeline/stages/summarization.ts'
import { aPostmortem, aSummary, aTechnology } from '../support/builders.ts'
import { completion, type Reply, serving, standInOpenAi } from '../support/stand-in-openai.ts'

/** One real stage, from its prompt file to its checked output, over HTTP. */

const postmortem = aPostmortem()
const input = { postmortem, narrative: readNarrative(postmortem.body), technologies: [aTechnology()] }
const summary = aSummary()
const usage = { prompt_tokens: 2_000, completion_tokens: 150, prompt_tokens_details: { cached_tokens: 1_500 } }

async function summarized(chat: readonly Reply[] | ReturnType<typeof serving>) {
  const server = await standInOpenAi({ '/v1/chat/completions': chat })
  const prices = { 'qwen3-8b': { input: 1, output: 4, cacheRead: 0.1 } }
  const model = openAiModel({
    baseUrl: server.url,
    apiKey: null,
    models: { small: 'qwen3-8b', large: 'qwen3-32b' },
    prices,
  })
  return { server, answer: await askModel(model)(summarization, input) }
}

describe('a postmortem', () => {
  test('is summarised by a server that holds its model to the schema', async () => {
    const { server, answer } = await summarized([completion(summary, { usage })])
    expect(answer).toMatchObject({
      output: summary,
      dropped: [],
      held: [],
      model: 'qwen3-8b',
      calls: 1,
      inputTokens: 500,
      cacheReadTokens: 1_500,
      outputTokens: 150,
    })
    expect(answer.costUsd).toBeCloseTo((500 + 150 + 600) / 1e6, 12)
    const [sent] = server.chats()
    expect(sent).toMatchObject({ model: 'qwen3-8b', max_tokens: summarization.prompt.maxTokens })
    expect(sent?.messages[1]?.content).toContain(postmortem.body)
    expect(sent?.messages[0]?.content).not.toContain(postmortem.body)
  })

  test.each<[what: string, rules: Parameters<typeof serving>[1]]>([
    ['knows no format at all', { refuses: ['json_schema', 'json_object'] }],
    ['ignores every format', { ignores: ['json_schema', 'json_object'] }],
    ['refuses one and ignores the other', { refuses: ['json_schema'], ignores: ['json_object'] }],
  ])('is summarised by a server that %s', async (_, rules) => {
    const fenced = `<think>Five fields.</think>Here it is:\n\`\`\`json\n${JSON.stringify(summary, null, 2)}\n\`\`\``
    const { server, answer } = await summarized(serving(fenced, rules))
    expect(answer).toMatchObject({ output: summary, calls: 1 })
    expect(server.chats()).toHaveLength(3)
  })

  test('is summarised after one repair of what was made up', async () => {
    const madeUp = aSummary({
      impact: [{ text: 'Guests waited for 47 minutes.', quote: 'Guests waited for 47 minutes.' }],
    })
    const { server, answer } = await summarized([completion(madeUp, { usage }), completion(summary, { usage })])
    expect(answer).toMatchObject({ output: summary, calls: 2, outputTokens: 300 })
    const [, repair] = server.chats()
    expect(repair?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(repair?.messages[2]?.content).toBe(JSON.stringify(madeUp))
  })
})
