import { describe, expect, test } from 'vitest'
import { outgoingMessage } from '../../src/block-kit/limits.ts'
import {
  actions,
  button,
  type Checked,
  cells,
  confirm,
  divider,
  errorsOf,
  home,
  input,
  message,
  modal,
  option,
  picture,
  plain,
  radio,
  section,
  select,
  thumb,
  thumbs,
  times,
  typing,
  x,
} from './payloads.ts'

const characters: readonly [what: string, limit: number, pointer: string, (length: number) => Checked][] = [
  ['notification text', 4_000, '/text', (n) => ({ schema: outgoingMessage, value: { text: x(n), blocks: [divider] } })],
  ['header', 150, '/blocks/0/text/text', (n) => message({ type: 'header', text: plain(x(n)) })],
  ['section', 3_000, '/blocks/0/text/text', (n) => section({ text: { type: 'mrkdwn', text: x(n) } })],
  ['section field', 2_000, '/blocks/0/fields/0/text', (n) => section({ fields: [plain(x(n))] })],
  ['context text', 3_000, '/blocks/0/elements/0/text', (n) => message({ type: 'context', elements: [plain(x(n))] })],
  ['button text', 75, '/blocks/0/elements/0/text/text', (n) => actions({ ...button, text: plain(x(n)) })],
  ['button value', 2_000, '/blocks/0/elements/0/value', (n) => actions({ ...button, value: x(n) })],
  ['button address', 3_000, '/blocks/0/elements/0/url', (n) => actions({ ...button, url: x(n) })],
  ['action id', 255, '/blocks/0/elements/0/action_id', (n) => actions({ ...button, action_id: x(n) })],
  ['block id', 255, '/blocks/0/block_id', (n) => message({ ...divider, block_id: x(n) })],
  [
    'confirmation title',
    100,
    '/blocks/0/elements/0/confirm/title/text',
    (n) => actions({ ...button, confirm: { ...confirm, title: plain(x(n)) } }),
  ],
  [
    'confirmation text',
    300,
    '/blocks/0/elements/0/confirm/text/text',
    (n) => actions({ ...button, confirm: { ...confirm, text: plain(x(n)) } }),
  ],
  [
    'confirmation button',
    30,
    '/blocks/0/elements/0/confirm/deny/text',
    (n) => actions({ ...button, confirm: { ...confirm, deny: plain(x(n)) } }),
  ],
  [
    'feedback label',
    75,
    '/blocks/0/elements/0/positive_button/text/text',
    (n) =>
      message({ type: 'context_actions', elements: [{ ...thumbs, positive_button: { ...thumb, text: plain(x(n)) } }] }),
  ],
  [
    'feedback value',
    2_000,
    '/blocks/0/elements/0/negative_button/value',
    (n) => message({ type: 'context_actions', elements: [{ ...thumbs, negative_button: { ...thumb, value: x(n) } }] }),
  ],
  ['image address', 3_000, '/blocks/0/image_url', (n) => message({ ...picture, image_url: x(n) })],
  ['image description', 2_000, '/blocks/0/alt_text', (n) => message({ ...picture, alt_text: x(n) })],
  ['image title', 2_000, '/blocks/0/title/text', (n) => message({ ...picture, title: plain(x(n)) })],
  [
    'option text',
    75,
    '/blocks/0/elements/0/options/0/text/text',
    (n) => actions({ ...select, options: [{ ...option, text: plain(x(n)) }] }),
  ],
  [
    'option value',
    150,
    '/blocks/0/elements/0/options/0/value',
    (n) => actions({ ...select, options: [{ ...option, value: x(n) }] }),
  ],
  [
    'placeholder',
    150,
    '/view/blocks/0/element/placeholder/text',
    (n) => input({ element: { ...typing, placeholder: plain(x(n)) } }),
  ],
  [
    'initial value',
    3_000,
    '/view/blocks/0/element/initial_value',
    (n) => input({ element: { ...typing, initial_value: x(n) } }),
  ],
  ['label', 2_000, '/view/blocks/0/label/text', (n) => input({ label: plain(x(n)) })],
  ['hint', 2_000, '/view/blocks/0/hint/text', (n) => input({ hint: plain(x(n)) })],
  ['modal title', 24, '/view/title/text', (n) => modal({ title: plain(x(n)) })],
  ['modal submit', 24, '/view/submit/text', (n) => modal({ submit: plain(x(n)) })],
  ['modal close', 24, '/view/close/text', (n) => modal({ close: plain(x(n)) })],
  ['private metadata', 3_000, '/view/private_metadata', (n) => modal({ private_metadata: x(n) })],
  ['callback id', 255, '/view/callback_id', (n) => modal({ callback_id: x(n) })],
  ['markdown', 12_000, '/blocks/0/text', (n) => message({ type: 'markdown', text: x(n) })],
  [
    'text of a table',
    10_000,
    '/blocks/0/rows',
    (n) =>
      message({
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: x(n - 1) },
            { type: 'raw_text', text: '1' },
          ],
        ],
      }),
  ],
]

const counts: readonly [what: string, limit: number, pointer: string, (length: number) => Checked][] = [
  ['blocks of a message', 50, '/blocks', (n) => message(...times(n, () => divider))],
  ['blocks of a modal', 100, '/view/blocks', (n) => modal({}, ...times(n, () => divider))],
  ['blocks of a home tab', 100, '/view/blocks', (n) => home(...times(n, () => divider))],
  ['fields', 10, '/blocks/0/fields', (n) => section({ fields: times(n, () => plain('x')) })],
  [
    'context parts',
    10,
    '/blocks/0/elements',
    (n) => message({ type: 'context', elements: times(n, () => plain('x')) }),
  ],
  [
    'buttons',
    25,
    '/blocks/0/elements',
    (n) => actions(...times(n, (index) => ({ ...button, action_id: `a${index}` }))),
  ],
  [
    'context actions',
    5,
    '/blocks/0/elements',
    (n) => message({ type: 'context_actions', elements: times(n, (index) => ({ ...thumbs, action_id: `a${index}` })) }),
  ],
  ['menu options', 100, '/blocks/0/elements/0/options', (n) => actions({ ...select, options: times(n, () => option) })],
  ['radio buttons', 10, '/blocks/0/elements/0/options', (n) => actions({ ...radio, options: times(n, () => option) })],
  [
    'checkboxes',
    10,
    '/blocks/0/elements/0/options',
    (n) => actions({ ...radio, type: 'checkboxes', options: times(n, () => option) }),
  ],
  ['rows', 100, '/blocks/0/rows', (n) => message({ type: 'table', rows: cells(n, 1) })],
  ['columns', 20, '/blocks/0/rows/0', (n) => message({ type: 'table', rows: cells(1, n) })],
]

describe('Slack takes as much as this and no more', () => {
  test.each(characters)('%s: %i characters', (_what, limit, pointer, of) => {
    expect(errorsOf(of(limit))).toEqual([])
    expect(errorsOf(of(limit + 1))).toContain(
      `[ERROR] must be less than ${limit + 1} characters [json-pointer:${pointer}]`,
    )
  })

  test.each(counts)('%s: %i', (_what, limit, pointer, of) => {
    expect(errorsOf(of(limit))).toEqual([])
    expect(errorsOf(of(limit + 1))).toContain(`[ERROR] no more than ${limit} items allowed [json-pointer:${pointer}]`)
  })

  test.each([
    { what: 'one block', blocks: [12_000] },
    { what: 'several blocks', blocks: [9_000, 3_000] },
    { what: 'fifty blocks, which take room themselves', blocks: times(50, () => 164) },
  ])('text in all: $what', ({ blocks }) => {
    const of = (more: number) =>
      message(
        ...blocks.map((n, index) => ({
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: x(index === 0 ? n + more : n) }] }],
        })),
      )
    expect(errorsOf(of(0))).toEqual([])
    expect(errorsOf(of(1))).toEqual([
      expect.stringMatching(/^\[ERROR\] msg_blocks_too_long: .* \[json-pointer:\/blocks\]$/),
    ])
  })

  test('text in all counts as Slack stores it: entities and bytes', () => {
    expect(errorsOf(message({ type: 'markdown', text: '&'.repeat(2_400) }))).toEqual([])
    expect(errorsOf(message({ type: 'markdown', text: '&'.repeat(2_401) }))).toHaveLength(1)
    expect(errorsOf(message({ type: 'markdown', text: '漢'.repeat(4_001) }))).toHaveLength(1)
    expect(
      errorsOf(message(...times(5, () => ({ type: 'section', text: { type: 'mrkdwn', text: '&amp;'.repeat(480) } })))),
    ).toEqual([])
  })
})
