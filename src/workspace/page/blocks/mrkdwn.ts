import { createElement as h, type ReactNode } from 'react'
import { emojiCharacter } from './emoji.ts'
import { link } from './link.ts'
import { broadcastMention, channelMention, groupMention, personMention } from './mention.ts'
import type { Names } from './surroundings.ts'

/**
 * Slack's mrkdwn as elements: fences, quotes, `*bold*` `_italic_` `~strike~` within a line, code, links, mentions and
 * emoji. What is no markup stays, letter for letter; white space is kept by the style sheet.
 */
export function mrkdwn(text: string, names: Names, verbatim = false): ReactNode[] {
  return text.split(/(```[\s\S]+?```)/).flatMap((part, index) => {
    if (!/^```[\s\S]+```$/.test(part)) return paragraphs(part, { names, verbatim }, `${index}`)
    return [h('pre', { key: `${index}` }, decoded(part.slice(3, -3).replace(/^\n|\n$/g, '')))]
  })
}

type Reading = { readonly names: Names; readonly verbatim: boolean }

const quoted = /^(?:&gt;|>) ?/

/** Runs of quoted lines become quotes, the lines between them stay together. */
function paragraphs(text: string, reading: Reading, key: string): ReactNode[] {
  const runs: { isQuote: boolean; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const isQuote = quoted.test(line)
    const last = runs.at(-1)
    if (last && last.isQuote === isQuote) last.lines.push(line)
    else runs.push({ isQuote, lines: [line] })
  }
  return runs
    .filter(({ lines }, index) => index === 0 || index === runs.length - 1 || lines.some((line) => line !== ''))
    .map(({ isQuote, lines }, index) => {
      const content = lines.flatMap((line, at) => [
        ...(at > 0 ? ['\n'] : []),
        ...inline(isQuote ? line.replace(quoted, '') : line, reading, `${key}.${index}.${at}`),
      ])
      return isQuote
        ? h('blockquote', { key: `${key}.${index}` }, content)
        : h('span', { key: `${key}.${index}` }, content)
    })
}

const before = '(?<![\\p{L}\\p{N}])'
const after = '(?![\\p{L}\\p{N}])'
const styled = (mark: string) => `${before}${mark}(?=[^\\s${mark}])([^\\n]*?[^\\s${mark}]|[^\\s${mark}])${mark}${after}`

/** Order matters: code hides everything inside it, and a link hides what looks like style in its address. */
const markup = new RegExp(
  [
    '`([^`\\n]+)`',
    '<([^<>\\n]+)>',
    `:([a-z0-9_+-]+(?:::skin-tone-[2-6])?):`,
    '(https?://[^\\s<>|]*[^\\s<>|.,;:!?)\\]}\'"*_~`])',
    styled('\\*'),
    styled('_'),
    styled('~'),
  ].join('|'),
  'gu',
)

function inline(line: string, reading: Reading, key: string): ReactNode[] {
  const nodes: ReactNode[] = []
  let end = 0
  for (const found of line.matchAll(markup)) {
    if (found.index > end) nodes.push(decoded(line.slice(end, found.index)))
    nodes.push(element(found, reading, `${key}.${found.index}`))
    end = found.index + found[0].length
  }
  if (end < line.length) nodes.push(decoded(line.slice(end)))
  return nodes
}

function element(found: RegExpExecArray, reading: Reading, key: string): ReactNode {
  const [whole, code, angled, emoji, url, bold, italic, struck] = found
  if (code !== undefined) return h('code', { key }, decoded(code))
  if (angled !== undefined) return reference(angled, reading.names, key)
  if (emoji !== undefined) return emojiCharacter(emoji) ?? whole
  if (url !== undefined) return reading.verbatim ? decoded(url) : link(decoded(url), decoded(url), key)
  if (bold !== undefined) return h('strong', { key }, inline(bold, reading, key))
  if (italic !== undefined) return h('em', { key }, inline(italic, reading, key))
  return h('s', { key }, inline(struck ?? '', reading, key))
}

/** What stands between angle brackets: a mention, a date, or a link with an optional label. */
function reference(content: string, names: Names, key: string): ReactNode {
  const [target = '', label] = content.split(/\|(.*)/s)
  const id = target.slice(1)
  if (target.startsWith('@')) return personMention(id, names, key)
  if (target.startsWith('#')) return channelMention(id, names, key)
  if (target.startsWith('!subteam^')) return groupMention(target.slice('!subteam^'.length), names, key)
  if (target.startsWith('!date^')) return decoded(label ?? target)
  if (target.startsWith('!')) return broadcastMention(label ?? id, key)
  return link(decoded(target), decoded(label ?? target), key)
}

/** Slack's three entities, each read once. */
function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
