import { describe, expect, test } from 'vitest'
import { modalView, outgoingMessage, slackErrorsOf } from '../../src/block-kit/limits.ts'
import {
  actions,
  button,
  type Checked,
  cells,
  divider,
  errorsOf,
  home,
  input,
  message,
  modal,
  option,
  picture,
  plain,
  rich,
  richLine,
  section,
  select,
  text,
  thumbs,
  typing,
} from './payloads.ts'

describe('Slack refuses', () => {
  test.each<[string, Checked, string]>([
    ['empty text', section({ text: plain('') }), 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'empty rich text',
      richLine(text('')),
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
    ],
    [
      'an empty list',
      rich({ type: 'rich_text_list', style: 'bullet', elements: [] }),
      'must provide at least 1 items [json-pointer:/blocks/0/elements/0/elements]',
    ],
    [
      'links shown as code',
      richLine({ type: 'link', url: 'https://example.com', style: { code: true } }),
      'invalid additional property: code [json-pointer:/blocks/0/elements/0/elements/0/style]',
    ],
    ['an unknown block', message({ type: 'nope' }), 'unsupported type: nope [json-pointer:/blocks/0/type]'],
    [
      'a block that Lode does not use',
      message({ type: 'video' }),
      'unsupported type: video [json-pointer:/blocks/0/type]',
    ],
    ['a block without a type', message({}), 'missing required field: type [json-pointer:/blocks/0]'],
    ['something that is no block', message('text'), 'must provide an object [json-pointer:/blocks/0]'],
    [
      'blocks that are no list',
      { schema: outgoingMessage, value: { text: 'x', blocks: 'x' } },
      'must provide an array [json-pointer:/blocks]',
    ],
    ['a message that says nothing', { schema: outgoingMessage, value: { text: '' } }, 'no_text [json-pointer:]'],
    [
      'a property it does not know',
      message({ ...divider, text: 'x' }),
      'invalid additional property: text [json-pointer:/blocks/0]',
    ],
    ['a missing property', message({ type: 'header' }), 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'the wrong type',
      section({ text: { type: 'mrkdwn', text: 5 } }),
      'must provide a string [json-pointer:/blocks/0/text/text]',
    ],
    [
      'mrkdwn in a header',
      message({ type: 'header', text: { type: 'mrkdwn', text: 'x' } }),
      'must be a valid enum value [json-pointer:/blocks/0/text/type]',
    ],
    [
      'an unknown style',
      actions({ ...button, style: 'loud' }),
      'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
    ],
    ['a section without text', section({}), 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'an image from nowhere',
      message({ type: 'image', alt_text: 'x' }),
      'must provide exactly one of: image_url, slack_file [json-pointer:/blocks/0]',
    ],
    [
      'an image from two places',
      message({ ...picture, slack_file: { id: 'F1' } }),
      'must provide exactly one of: image_url, slack_file [json-pointer:/blocks/0]',
    ],
    [
      'an image without a description',
      message({ type: 'image', slack_file: { id: 'F1' } }),
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    [
      'a file with two names',
      message({ type: 'image', alt_text: 'x', slack_file: { id: 'F1', url: 'https://example.com' } }),
      'must provide exactly one of: id, url [json-pointer:/blocks/0/slack_file]',
    ],
    [
      'an action id twice in a block',
      actions(button, button),
      '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'a block id twice in a message',
      message({ ...divider, block_id: 'b' }, { ...divider, block_id: 'b' }),
      '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'a block id twice in a view',
      home({ ...divider, block_id: 'b' }, { ...divider, block_id: 'b' }),
      '`block_id` "b" already exists [json-pointer:/view/blocks/1/block_id]',
    ],
    [
      'two tables',
      message({ type: 'table', rows: cells(1, 1) }, { type: 'table', rows: cells(1, 1) }),
      'only_one_table_allowed [json-pointer:/blocks]',
    ],
    [
      'a first choice that is no choice',
      actions({ ...select, initial_option: { ...option, value: '2' } }),
      'must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      'a field longer than 3,000',
      input({ element: { ...typing, max_length: 3_001 } }),
      'must be less than 3000 [json-pointer:/view/blocks/0/element/max_length]',
    ],
    [
      'a field of no length',
      input({ element: { ...typing, max_length: 0 } }),
      'must be greater than 1 [json-pointer:/view/blocks/0/element/max_length]',
    ],
    [
      'a button in a form field',
      input({ element: button }),
      'unsupported type: button [json-pointer:/view/blocks/0/element/type]',
    ],
    [
      'a form without a button',
      modal({ submit: undefined }, { type: 'input', label: plain('x'), element: typing }),
      'missing required field: submit [json-pointer:/view]',
    ],
    [
      'feedback in a modal',
      modal({}, { type: 'context_actions', elements: [thumbs] }),
      'unsupported type: context_actions [json-pointer:/view/blocks/0/type]',
    ],
    [
      'markdown in a home tab',
      home({ type: 'markdown', text: 'x' }),
      'unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    ],
  ])('%s', (_what, checked, error) => {
    expect(errorsOf(checked)).toEqual([`[ERROR] ${error}`])
  })

  test('for every reason at once', () => {
    expect(errorsOf(message({ type: 'header', text: plain('') }, { type: 'nope' }))).toHaveLength(2)
  })
})

test('a name with a slash is escaped within a pointer', () => {
  const error = modalView.safeParse({ type: 'modal', title: plain('x'), blocks: [], 'a/b~c': 1 }).error
  expect(error && slackErrorsOf(error)).toEqual(['[ERROR] invalid additional property: a/b~c [json-pointer:]'])
})
