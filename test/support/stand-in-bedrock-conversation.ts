import type { ConverseBody } from './stand-in-bedrock-request.ts'

/** What Bedrock itself refuses, before any model sees the request. */
export function* conversationObjections(body: ConverseBody, maxOutputTokens: number): Generator<string> {
  yield* turnObjections(body)
  yield* contentObjections(body)
  yield* toolUseObjections(body)
  yield* toolObjections(body)
  yield* textFormatObjections(body)
  if ((body.inferenceConfig?.maxTokens ?? 0) >= maxOutputTokens)
    yield `The maximum tokens you requested exceeds the model limit of ${maxOutputTokens}. Try again with a maximum tokens value that is lower than ${maxOutputTokens}.`
}

function* turnObjections({ messages }: ConverseBody): Generator<string> {
  if (messages[0]?.role !== 'user')
    yield 'A conversation must start with a user message. Try again with a conversation that starts with a user message.'
  if (messages.some(({ role }, at) => role === messages[at - 1]?.role))
    yield 'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.'
}

function* contentObjections({ messages }: ConverseBody): Generator<string> {
  for (const [at, { content }] of messages.entries()) {
    if (content.length === 0)
      yield `The content field in the Message object at messages.${at} is empty. Add a ContentBlock object to the content field and try again.`
    for (const [block, { text }] of content.entries())
      if (text?.trim() === '')
        yield `The text field in the ContentBlock object at messages.${at}.content.${block} is blank. Add text to the text field, and try again.`
  }
}

function* toolUseObjections({ messages, toolConfig }: ConverseBody): Generator<string> {
  const blocks = messages.flatMap(({ content }) => content)
  if (!toolConfig && blocks.some((block) => block.toolUse || block.toolResult))
    yield 'The toolConfig field must be defined when using toolUse and toolResult content blocks.'
  for (const [at, { role, content }] of messages.entries()) {
    if (role !== 'user') continue
    const asked = (messages[at - 1]?.content ?? []).flatMap(({ toolUse }) => toolUse?.toolUseId ?? [])
    const answered = content.flatMap(({ toolResult }) => toolResult?.toolUseId ?? [])
    const missing = asked.filter((id) => !answered.includes(id))
    if (missing.length > 0)
      yield `Expected toolResult blocks at messages.${at}.content for the following Ids: ${missing.join(', ')}`
    if (answered.length > asked.length)
      yield `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`
  }
}

function* toolObjections({ toolConfig }: ConverseBody): Generator<string> {
  if (!toolConfig) return
  for (const [at, { toolSpec }] of toolConfig.tools.entries())
    if (toolSpec && toolSpec.inputSchema.json.type !== 'object')
      yield `The value at toolConfig.tools.${at}.toolSpec.inputSchema.json.type must be one of the following: object.`
  const names = toolConfig.tools.flatMap(({ toolSpec }) => toolSpec?.name ?? [])
  const forced = toolConfig.toolChoice?.tool?.name
  if (forced !== undefined && !names.includes(forced)) yield `Tool '${forced}' not found in provided tools`
  if (new Set(names).size < names.length) yield 'tools: Tool names must be unique.'
}

function* textFormatObjections({ outputConfig }: ConverseBody): Generator<string> {
  const schema = outputConfig?.textFormat?.structure.jsonSchema.schema
  if (schema === undefined) return
  try {
    JSON.parse(schema)
  } catch {
    yield 'The value at outputConfig.textFormat.structure.jsonSchema.schema is not valid JSON.'
  }
}
