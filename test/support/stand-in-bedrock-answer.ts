import { randomBytes } from 'node:crypto'
import type { ClaudeModel } from './stand-in-bedrock-models.ts'
import { tokensOf } from './stand-in-bedrock-prompt.ts'
import type { ContentBlock, ConverseBody } from './stand-in-bedrock-request.ts'
import type { BedrockStep, BedrockStop } from './stand-in-bedrock-script.ts'

/** A request as the one who makes up answers sees it. */
export type BedrockQuestion = {
  readonly modelId: string
  readonly system: string
  /** The text of the last user message, tool results included. */
  readonly user: string
  readonly turns: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
  /** The tool that the answer is the input of; absent when the model answers in text. */
  readonly tool?: { readonly name: string; readonly schema: unknown }
  /** The native JSON schema of a text answer. */
  readonly schema?: unknown
  readonly maxTokens: number
}

/** What a request asks. A tool that is not forced is taken up when `choosesTool`. */
export function questionOf(
  modelId: string,
  body: ConverseBody,
  { model, choosesTool }: { model: ClaudeModel; choosesTool: boolean },
): BedrockQuestion {
  const turns = body.messages.map(({ role, content }) => ({ role, text: content.flatMap(textOf).join('\n') }))
  const specs = body.toolConfig?.tools.flatMap(({ toolSpec }) => toolSpec ?? []) ?? []
  const forced = body.toolConfig?.toolChoice?.tool?.name ?? specs[0]?.name
  const spec = isForced(body) || choosesTool ? specs.find(({ name }) => name === forced) : undefined
  const schema = body.outputConfig?.textFormat?.structure.jsonSchema.schema
  return {
    modelId,
    system: (body.system ?? []).flatMap(({ text }) => text ?? []).join('\n'),
    user: turns.findLast(({ role }) => role === 'user')?.text ?? '',
    turns,
    ...(spec && { tool: { name: spec.name, schema: spec.inputSchema.json } }),
    ...(!spec && schema !== undefined && { schema: JSON.parse(schema) as unknown }),
    maxTokens: body.inferenceConfig?.maxTokens ?? model.maxOutputTokens,
  }
}

/** Whether the model has no choice but to use a tool. */
export function isForced({ toolConfig }: ConverseBody): boolean {
  return toolConfig?.toolChoice?.any !== undefined || toolConfig?.toolChoice?.tool !== undefined
}

function textOf({ text, toolUse, toolResult }: ContentBlock): string[] {
  if (toolUse) return [JSON.stringify(toolUse.input)]
  if (toolResult) return toolResult.content.map((one) => one.text ?? JSON.stringify(one.json ?? one))
  return text === undefined ? [] : [text]
}

/** What the model says. */
export type Reply = { readonly content: readonly object[]; readonly stopReason: string; readonly outputTokens: number }

type Manner = { readonly forced: boolean; readonly fenced: boolean; readonly step: Partial<BedrockStep> }

/** Says an answer in the form that was asked for, and stops as the step says or where maxTokens cuts it off. */
export function replyWith(answer: unknown, question: BedrockQuestion, { forced, fenced, step }: Manner): Reply {
  const raw = 'raw' in step ? step.raw : undefined
  const whole: Block[] = question.tool
    ? toolUseOf(question.tool.name, raw === undefined ? answer : parsedOrRaw(raw), forced)
    : [{ text: raw ?? written(answer, fenced && question.schema === undefined) }]
  const blocks = 'reasoning' in step ? [reasoning, ...whole] : whole
  const outputTokens = tokensIn(blocks)
  if ('stopReason' in step && step.stopReason) return stopped(blocks, step.stopReason, question.maxTokens)
  if (outputTokens > question.maxTokens) return stopped(blocks, 'max_tokens', question.maxTokens)
  return { content: blocks, stopReason: question.tool ? 'tool_use' : 'end_turn', outputTokens }
}

type Block = {
  text?: string
  toolUse?: { toolUseId: string; name: string; input?: unknown }
  reasoningContent?: { reasoningText: { signature: string; text: string } }
}

function tokensIn(blocks: readonly Block[]): number {
  const said = blocks.map(
    ({ text, toolUse, reasoningContent }) =>
      text ?? reasoningContent?.reasoningText.text ?? `${toolUse?.name}${JSON.stringify(toolUse?.input)}`,
  )
  return tokensOf(said.join('').length)
}

const reasoning: Block = {
  reasoningContent: { reasoningText: { signature: 'RXZZQkNrZ0lDeEFC', text: 'Let me think.' } },
}

function toolUseOf(name: string, input: unknown, forced: boolean): Block[] {
  const toolUse = { toolUse: { toolUseId: `tooluse_${randomBytes(16).toString('base64url')}`, name, input } }
  return forced ? [toolUse] : [{ text: 'I will use the tool.' }, toolUse]
}

function parsedOrRaw(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return raw
  }
}

function written(answer: unknown, fenced: boolean): string {
  if (typeof answer === 'string') return answer
  const json = JSON.stringify(answer)
  return fenced ? `\`\`\`json\n${json}\n\`\`\`` : json
}

function stopped(blocks: readonly Block[], stopReason: BedrockStop, maxTokens: number): Reply {
  if (stopReason === 'guardrail_intervened')
    return { content: [{ text: 'Sorry, the model cannot answer this question.' }], stopReason, outputTokens: 0 }
  if (stopReason === 'content_filtered' || stopReason === 'malformed_tool_use')
    return { content: [], stopReason, outputTokens: 0 }
  const content = blocks.map(firstHalf)
  const outputTokens = tokensIn(content)
  return { content, stopReason, outputTokens: stopReason === 'max_tokens' ? maxTokens : outputTokens }
}

/** A block that was cut off: half of a text, half of the members of a tool's input. */
function firstHalf(block: Block): Block {
  if (block.text !== undefined) return { text: block.text.slice(0, Math.ceil(block.text.length / 2)) }
  if (!block.toolUse) return block
  const members = Object.entries(block.toolUse.input ?? {})
  const input = Object.fromEntries(members.slice(0, Math.floor(members.length / 2)))
  return { toolUse: { ...block.toolUse, input } }
}
