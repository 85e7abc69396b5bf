import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextLink,
  RichTextList,
  RichTextPreformatted,
  RichTextQuote,
  RichTextSection,
  RichTextText,
} from '@slack/types'
import { clamped } from '../untrusted/clamped.ts'
import { clean, oneLine } from '../untrusted/clean.ts'
import { safeUrl } from '../untrusted/safe-url.ts'
import { nothing, orNothing } from './text-objects.ts'

/** A piece of a paragraph: a string is untrusted text. */
export type Part = string | RichTextElement

export type PartStyle = 'bold' | 'italic' | 'strike' | 'code'

/** Slack documents no length for one text; this is what its other texts may have. */
const longest = 3_000

/** Untrusted text, shown as it is, at most 3,000 characters. */
export function plainPart(text: string, style?: PartStyle): RichTextText {
  const part: RichTextText = { type: 'text', text: clamped(clean(text), longest) || nothing }
  return style === undefined ? part : { ...part, style: { [style]: true } }
}

/** A link that our own code made, with an untrusted label; only its label where `safeUrl` would send nobody there. */
export function linkPart(url: string, label: string): RichTextLink | RichTextText {
  const address = safeUrl(url)
  const text = clamped(orNothing(oneLine(label)), longest)
  return address === undefined ? { type: 'text', text } : { type: 'link', url: address, text }
}

/** Some text on lines of its own. */
export const paragraph = (...parts: readonly Part[]): RichTextSection => ({
  type: 'rich_text_section',
  elements: elementsOf(parts),
})

/** Text whose letters are equally wide, and whose blanks and line breaks stay. */
export const preformatted = (text: string): RichTextPreformatted => ({
  type: 'rich_text_preformatted',
  elements: [plainPart(text)],
})

/** Words of somebody else, set off by a bar. */
export const quote = (...parts: readonly Part[]): RichTextQuote => ({
  type: 'rich_text_quote',
  elements: elementsOf(parts),
})

/** A list with a dot before each item. */
export const bullets = (items: readonly (Part | readonly Part[])[]): RichTextList => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: items.map((item) => paragraph(...(isParts(item) ? item : [item]))),
})

const isParts = (item: Part | readonly Part[]): item is readonly Part[] => Array.isArray(item)

/** Text that Slack never parses: where all untrusted text of more than a line belongs. */
export const richText = (...elements: readonly RichTextBlockElement[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [...elements],
})

function elementsOf(parts: readonly Part[]): RichTextElement[] {
  const elements = parts
    .filter((part) => typeof part !== 'string' || clean(part) !== '')
    .map((part) => (typeof part === 'string' ? plainPart(part) : part))
  return elements.length > 0 ? elements : [plainPart('')]
}
