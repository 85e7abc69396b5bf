import { z } from 'zod'

const style = z.object({ bold: z.boolean().optional(), strike: z.boolean().optional() }).optional()
const inline = z.object({
  type: z.string(),
  text: z.string().optional(),
  user_id: z.string().optional(),
  channel_id: z.string().optional(),
  style,
})
const section = z.object({ elements: z.array(inline) })
const list = z.object({ type: z.literal('rich_text_list'), elements: z.array(section) })
const words = z.object({ text: z.string() })
const button = z.object({ type: z.string(), text: words.optional() })

/**
 * What a person reads in these blocks, line by line: bold as `*…*`, struck as `~…~`, a list item after `•`, quoted words
 * after `|`, a person as `@U1`, small print in parentheses, buttons in brackets.
 */
export function linesOf(blocks: readonly unknown[]): string[] {
  return blocks.flatMap((block) => {
    const { type, ...rest } = z.looseObject({ type: z.string() }).parse(block)
    if (type === 'header') return [`# ${words.parse(rest.text).text}`]
    if (type === 'context')
      return z
        .array(words)
        .parse(rest.elements)
        .map(({ text }) => `(${text})`)
    if (type === 'actions') {
      const labels = z
        .array(button)
        .parse(rest.elements)
        .map(({ text }) => `[${text?.text}]`)
      return [labels.join(' ')]
    }
    if (type !== 'rich_text') return [`<${type}>`]
    return z.array(z.unknown()).parse(rest.elements).flatMap(paragraphLines)
  })
}

function paragraphLines(element: unknown): string[] {
  const found = list.safeParse(element)
  if (found.success) return found.data.elements.map((item) => `• ${lineOf(item)}`)
  const { type } = z.object({ type: z.string() }).parse(element)
  const lines = lineOf(section.parse(element)).split('\n')
  return type === 'rich_text_quote' ? lines.map((line) => `| ${line}`) : lines
}

function lineOf({ elements }: z.infer<typeof section>): string {
  return elements
    .map(({ text, user_id, channel_id, style: how }) => {
      const shown = text ?? (user_id ? `@${user_id}` : `#${channel_id}`)
      if (how?.strike) return `~${shown}~`
      return how?.bold ? `*${shown}*` : shown
    })
    .join('')
}
