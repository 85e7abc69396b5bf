import type { KnownBlock } from '@slack/types'
import { describe, expect, test } from 'vitest'
import { actions, context, feedback, header, image, input, section } from '../../src/block-kit/blocks.ts'
import { button, radio, select, textInput } from '../../src/block-kit/elements.ts'
import { fitted } from '../../src/block-kit/fitted.ts'
import { mrkdwn } from '../../src/block-kit/mrkdwn.ts'
import { bullets, linkPart, paragraph, plainPart, quote, richText } from '../../src/block-kit/rich-text.ts'
import { home, message, modal } from '../../src/block-kit/surfaces.ts'
import { hostileTexts } from './hostile-texts.ts'

const ours = 'https://docs.example.com/postmortem'
const choices = (text: string) => [{ text, value: '1' }]

/** Every builder that takes untrusted text, with that text in every place at once. */
const builders: Readonly<Record<string, (text: string) => KnownBlock[]>> = {
  header: (text) => [header(text)],
  context: (text) => [context(text, text)],
  section: (text) => [section(mrkdwn(text)), section(`*Ours* ${mrkdwn(text)}`)],
  paragraph: (text) => [richText(paragraph(text))],
  plainPart: (text) => [
    richText(...(['bold', 'italic', 'strike', 'code'] as const).map((style) => paragraph(plainPart(text, style)))),
  ],
  quote: (text) => [richText(quote(text, plainPart(text)))],
  bullets: (text) => [richText(bullets([text, [text, plainPart(text)]]))],
  linkPart: (text) => [richText(paragraph(linkPart(ours, text)))],
  button: (text) => [
    actions('b', button({ text, actionId: 'a', confirm: { title: text, text, confirm: text, deny: text } })),
  ],
  feedback: (text) => [
    feedback({ blockId: 'b', actionId: 'a', positive: { text, value: '1' }, negative: { text, value: '2' } }),
  ],
  image: (text) => [image({ slackFileId: 'F1' }, { alt: text, title: text })],
  choices: (text) => [
    actions(
      'b',
      select({ actionId: 'a', choices: choices(text), initial: '1', placeholder: text }),
      radio({ actionId: 'c', choices: choices(text), initial: '1' }),
    ),
  ],
  input: (text) => [
    input({
      blockId: 'b',
      label: text,
      hint: text,
      element: textInput({ actionId: 'a', placeholder: text, initial: text }),
    }),
  ],
}

type Node = Readonly<Record<string, unknown>>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
const nodesOf = (value: unknown): Node[] =>
  isNode(value) ? [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(nodesOf)] : []
const ofTypes = (value: unknown, ...types: string[]): Node[] =>
  nodesOf(value).filter(({ type }) => types.includes(String(type)))
const stringsOf = (value: unknown, name: string): string[] =>
  nodesOf(value).flatMap(({ [name]: text }) => (typeof text === 'string' ? [text] : []))

const written = { '∗': '*', ˋ: '`', '∼': '~', ˍ: '_', '＠': '@', '＃': '#', '∶': ':', '․': '.', '›': '>' }
/** What a reader sees, the look-alikes of mrkdwn taken for what they stand for, white space and marks left out. */
const seen = (text: string): string =>
  Object.entries(written)
    .reduce((read, [shown, meant]) => read.replaceAll(shown, meant), text.toWellFormed())
    .replace(/[^\p{L}\p{N}\p{P}\p{S}]|\p{Default_Ignorable_Code_Point}/gu, '')
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const showsOnly = (text: string, shown: string): void => {
  if (seen(text) === '' && /^[—\uFFFD\p{M}\s]*$/u.test(shown)) return
  if (shown.endsWith('…') && seen(shown) !== seen(text)) expect(seen(text)).toContain(seen(shown.slice(0, -1)))
  else expect(seen(shown)).toBe(seen(text))
}

describe.each(hostileTexts)('$name', ({ text }) => {
  test.each(Object.entries(builders))('is only text in a message: %s', (_name, build) => {
    const sent = message(text, fitted(build(text)))
    const markup = [sent.text, ...ofTypes(sent.blocks, 'mrkdwn').flatMap((node) => stringsOf([node], 'text'))]
    for (const each of markup) {
      expect(each).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/)
      showsOnly(text, unescaped(each).replace(/^\*Ours\* ?/, ''))
    }
    expect(ofTypes(sent, 'user', 'usergroup', 'channel', 'broadcast', 'team', 'date', 'emoji')).toEqual([])
    expect(ofTypes(sent, 'link').map(({ url }) => url)).toEqual(_name === 'linkPart' ? [ours] : [])
    for (const node of ofTypes(sent.blocks, 'text', 'link', 'plain_text')) showsOnly(text, String(node.text))
    for (const node of ofTypes(sent.blocks, 'plain_text')) expect(node.emoji).toBe(false)
    for (const shown of [...stringsOf(sent, 'alt_text'), ...stringsOf(sent, 'initial_value')]) showsOnly(text, shown)
  })

  test('is only text in a form and a home tab', () => {
    const blocks = [...(builders.input?.(text) ?? []), header(text)]
    const form = modal({ callbackId: 'c', title: text, submit: text, close: text, blocks })
    for (const { text: shown } of ofTypes([form, home(blocks)], 'plain_text')) showsOnly(text, String(shown))
  })

  test('is no address unless it is a plain one of the web', () => {
    const [part, press] = [linkPart(text, 'label'), button({ text: 'Open', actionId: 'a', url: text })]
    const isPlainAddress = /^https?:\/\/[^\s@\\]+$/.test(text)
    expect(part.type).toBe(isPlainAddress ? 'link' : 'text')
    expect('url' in press).toBe(isPlainAddress)
    message('Hello', [richText(paragraph(part)), actions('b', press)])
  })
})

test('there are enough of them, each under its own name', () => {
  expect(new Set(hostileTexts.map(({ name }) => name)).size).toBe(hostileTexts.length)
  expect(hostileTexts.length).toBeGreaterThanOrEqual(60)
})
