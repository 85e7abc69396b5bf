import { liveTextsOf, objectsIn, type Written } from './live-text.ts'

const token = /<(@[UW][A-Z0-9]+|!subteam\^[A-Z0-9]+|!here|!channel|!everyone)(?:\|[^<>]*)?>/g
const bareBroadcast = /(?<![\w.@<])@(here|channel|everyone)\b(?!\.\w)/g

/**
 * Whom a message would notify, as tokens: `<@U…>`, `<!subteam^S…>`, `<!here>`, `<!channel>`, `<!everyone>`. Slack obeys
 * them in mrkdwn, in markdown blocks and in the top-level text, and as elements of rich text. In mrkdwn that is not
 * verbatim a bare `@channel` counts as well.
 */
export function pingsOf(message: Written): readonly string[] {
  const texts = liveTextsOf(message).flatMap(({ text, syntax, isAutolinked }, index) => [
    ...[...text.matchAll(token)].map(([, target]) => `<${target}>`),
    ...(syntax === 'mrkdwn' && isAutolinked && index > 0
      ? [...text.matchAll(bareBroadcast)].map(([, range]) => `<!${range}>`)
      : []),
  ])
  const elements = objectsIn(message.blocks ?? []).flatMap((part) => {
    if (part.type === 'user') return [`<@${String(part.user_id)}>`]
    if (part.type === 'usergroup') return [`<!subteam^${String(part.usergroup_id)}>`]
    return part.type === 'broadcast' ? [`<!${String(part.range)}>`] : []
  })
  return [...new Set([...texts, ...elements])]
}
