import { describe, expect, test } from 'vitest'
import { actions, context, divider, feedback, header, image, input, section } from '../../src/block-kit/blocks.ts'
import { button, radio, select, textInput } from '../../src/block-kit/elements.ts'
import { bullets, linkPart, paragraph, plainPart, quote, richText } from '../../src/block-kit/rich-text.ts'
import { home, message, modal } from '../../src/block-kit/surfaces.ts'
import { ownMrkdwn } from '../../src/block-kit/text-objects.ts'
import { safeUrl } from '../../src/untrusted/safe-url.ts'

describe('text', () => {
  test('of people is shown as it is, emoji names included', () => {
    expect(header('Checkout\n:fire:')).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: 'Checkout :fire:', emoji: false },
    })
  })

  test('that is missing is a dash, since Slack refuses empty text', () => {
    expect(header(' \u200B ').text.text).toBe('—')
    expect(richText(paragraph(''), bullets([[]]))).toEqual({
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: '—' }] },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '—' }] }],
        },
      ],
    })
  })

  test('in parts keeps the spaces between them and loses the empty ones', () => {
    expect(paragraph('Owner: ', '', plainPart('Ada', 'bold'), ' ', linkPart('https://example.com', 'plan'))).toEqual({
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'Owner: ' },
        { type: 'text', text: 'Ada', style: { bold: true } },
        { type: 'text', text: ' ' },
        { type: 'link', url: 'https://example.com/', text: 'plan' },
      ],
    })
  })

  test('of ours is mrkdwn in which nothing links itself', () => {
    expect(section('*3* incidents')).toEqual({
      type: 'section',
      text: { type: 'mrkdwn', text: '*3* incidents', verbatim: true },
    })
    expect(context('theirs *as is*', ownMrkdwn('*ours*')).elements).toEqual([
      { type: 'plain_text', text: 'theirs *as is*', emoji: false },
      { type: 'mrkdwn', text: '*ours*', verbatim: true },
    ])
  })

  test('of ours that is too long does not end within a link', () => {
    const { text } = ownMrkdwn(`${'word '.repeat(590)}<https://example.com/${'a'.repeat(200)}|report>`)
    expect(text).toMatch(/word…$/)
  })
})

describe('an address', () => {
  test.each([
    ['https://example.com', 'https://example.com/'],
    ['http://localhost:3000/a?b=c#d', 'http://localhost:3000/a?b=c#d'],
    ['https://example.com/a|b>c', 'https://example.com/a%7Cb%3Ec'],
    ['https://b\u0430nk.example/', 'https://xn--bnk-6cd.example/'],
    ['HTTPS://EXAMPLE.com/A', 'https://example.com/A'],
  ])('%s is safe', (url, address) => {
    expect(safeUrl(url)).toBe(address)
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.com',
    'https://',
    '//example.com',
    'https:example.com',
    'https:\\\\example.com',
    'example.com',
    'https://user@example.com',
    'https://:secret@example.com',
    'https://exam\u200Bple.com',
    'https://example.com/\u202Egnp.exe',
    'java\nscript:alert(1)',
    ' https://example.com',
    'https://example.com/\uD800',
    `https://example.com/${'a'.repeat(3_000)}`,
  ])('%j is not', (url) => {
    expect(safeUrl(url)).toBeUndefined()
    expect(linkPart(url, 'label')).toEqual({ type: 'text', text: 'label' })
  })
})

describe('a message', () => {
  test('may hold every block that there is a builder for', () => {
    const blocks = [
      header('Digest'),
      section('*DynamoDB*', button({ text: 'Open', actionId: 'open', url: 'https://example.com' })),
      divider(),
      richText(paragraph('text'), quote('quote'), bullets(['one', ['two', plainPart('2', 'code')]])),
      context('small print'),
      image({ slackFileId: 'F1' }, { alt: 'A chart' }),
      image({ url: 'https://example.com/a.png' }, { alt: 'A chart', title: 'Chart' }),
      actions(
        'acts',
        button({ text: 'Go', actionId: 'go', value: '1', style: 'primary' }),
        select({ actionId: 'which', choices: [{ text: 'One', value: '1' }], initial: '1', placeholder: 'Which?' }),
        radio({ actionId: 'why', choices: [{ text: 'One', value: '1' }], initial: 'none of them' }),
      ),
      feedback({
        blockId: 'thumbs',
        actionId: 'feedback',
        positive: { text: 'Right', value: '1' },
        negative: { text: 'Wrong', value: '-1' },
      }),
    ]
    expect(message('Digest: a < b', blocks)).toEqual({ text: 'Digest: a &lt; b', blocks })
  })

  test('that Slack would refuse is refused with every reason', () => {
    const thumbs = button({ text: 'Go', actionId: 'x'.repeat(256) })
    expect(() => message('Hello', [actions('a', thumbs, thumbs), { type: 'divider', block_id: 'a' }])).toThrow(
      'Slack would refuse this message:\n[ERROR] must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    )
  })

  test('of nothing but its blocks still tells notifications something', () => {
    expect(message(' ', [divider()]).text).toBe('—')
  })
})

describe('a form', () => {
  const field = input({
    blockId: 'why',
    label: 'Why?',
    hint: 'In a sentence',
    optional: true,
    element: textInput({ actionId: 'text', multiline: true, maxLength: 10, initial: 'far too long a text' }),
  })

  test('is a modal with its callback and metadata', () => {
    expect(
      modal({ callbackId: 'why', title: 'Wrong digest', submit: 'Send', blocks: [field], metadata: '{}' }),
    ).toEqual({
      type: 'modal',
      callback_id: 'why',
      title: { type: 'plain_text', text: 'Wrong digest', emoji: false },
      submit: { type: 'plain_text', text: 'Send', emoji: false },
      private_metadata: '{}',
      blocks: [
        {
          type: 'input',
          block_id: 'why',
          label: { type: 'plain_text', text: 'Why?', emoji: false },
          hint: { type: 'plain_text', text: 'In a sentence', emoji: false },
          optional: true,
          element: {
            type: 'plain_text_input',
            action_id: 'text',
            multiline: true,
            max_length: 10,
            initial_value: 'far too…',
          },
        },
      ],
    })
  })

  test('that Slack would refuse is refused, pointing into the view', () => {
    expect(() => modal({ callbackId: 'why', title: 'Wrong digest', blocks: [field] })).toThrow(
      'missing required field: submit [json-pointer:/view]',
    )
    expect(() => home([{ type: 'markdown', text: 'x' }])).toThrow('/view/blocks/0/type')
  })
})
