import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextList } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'
import { emojiText } from './emoji.ts'
import { link } from './link.ts'
import { broadcastMention, channelMention, groupMention, personMention } from './mention.ts'
import type { Names } from './surroundings.ts'

/** Rich text, in which nothing is parsed: what the app sent as text is shown as text. */
export function richText(block: RichTextBlock, names: Names): ReactNode {
  return h(
    'div',
    { className: 'rich-text' },
    block.elements.map((element, index) => part(element, names, `${index}`)),
  )
}

function part(element: RichTextBlockElement, names: Names, key: string): ReactNode {
  if (element.type === 'rich_text_list') return list(element, names, key)
  const content = inlines(element.elements, names)
  if (element.type === 'rich_text_quote') return h('blockquote', { key }, content)
  if (element.type === 'rich_text_preformatted') return h('pre', { key }, content)
  return h('p', { key }, content)
}

function list(element: RichTextList, names: Names, key: string): ReactNode {
  return h(
    element.style === 'ordered' ? 'ol' : 'ul',
    { key, 'data-indent': element.indent || undefined },
    element.elements.map((item, index) => h('li', { key: `${index}` }, inlines(item.elements, names))),
  )
}

const inlines = (elements: readonly RichTextElement[], names: Names): ReactNode[] =>
  elements.map((element, index) => styled(element, inline(element, names), `${index}`))

function inline(element: RichTextElement, names: Names): ReactNode {
  switch (element.type) {
    case 'text':
      return element.text
    case 'link':
      return link(element.url, element.text || element.url)
    case 'emoji':
      return element.unicode ? fromHex(element.unicode) : emojiText(element.name)
    case 'user':
      return personMention(element.user_id, names)
    case 'channel':
      return channelMention(element.channel_id, names)
    case 'usergroup':
      return groupMention(element.usergroup_id, names)
    case 'broadcast':
      return broadcastMention(element.range)
    case 'date':
      return element.fallback ?? new Date(element.timestamp * 1000).toISOString().slice(0, 10)
    case 'color':
      return element.value
    case 'team':
      return element.team_id
  }
}

/** `1f44d-1f3fb` is two code points. */
const fromHex = (unicode: string): string =>
  String.fromCodePoint(...unicode.split('-').map((point) => Number.parseInt(point, 16)))

const tags = { code: 'code', strike: 's', underline: 'u', italic: 'em', bold: 'strong' } as const

function styled({ style }: RichTextElement, content: ReactNode, key: string): ReactNode {
  const wanted = Object.entries(tags).filter(([name]) => style?.[name as keyof typeof tags])
  return h(
    'span',
    { key },
    wanted.reduce<ReactNode>((inner, [, tag]) => h(tag, {}, inner), content),
  )
}
