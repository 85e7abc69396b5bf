import { describe, expect, test } from 'vitest'
import { outgoingMessage } from '../../src/block-kit/limits.ts'
import { divider, errorsOf, home, message, modal, plain, rich, text, thumb, thumbs, typing } from './payloads.ts'

describe('Slack takes', () => {
  test('a digest with its feedback buttons, whatever else the request says', () => {
    const request = {
      channel: 'C0PATTERNS',
      thread_ts: '1795378900.000100',
      text: 'Postmortem digest: DynamoDB affected, not the root cause',
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        {
          type: 'section',
          block_id: 'digest',
          text: { type: 'mrkdwn', text: '*DynamoDB* — affected, not the cause.', verbatim: true },
        },
        {
          type: 'context_actions',
          block_id: 'fb:digest:01J',
          elements: [
            {
              type: 'feedback_buttons',
              action_id: 'digest_feedback',
              positive_button: { text: { ...plain('Correct'), emoji: true }, value: '{"d":"01J","v":1}' },
              negative_button: { text: { ...plain('Wrong'), emoji: true }, value: '{"d":"01J","v":-1}' },
            },
          ],
        },
      ],
      metadata: { event_type: 'postmortem_digest_posted', event_payload: { digest_id: '01J' } },
    }
    expect(errorsOf({ schema: outgoingMessage, value: request })).toEqual([])
  })

  test('feedback buttons with words for screen readers', () => {
    const spoken = { ...thumb, accessibility_label: 'Say that this digest is right' }
    expect(errorsOf(message({ type: 'context_actions', elements: [{ ...thumbs, positive_button: spoken }] }))).toEqual(
      [],
    )
  })

  test('blocks without text, and text without blocks', () => {
    expect(errorsOf({ schema: outgoingMessage, value: { text: '', blocks: [divider] } })).toEqual([])
    expect(errorsOf({ schema: outgoingMessage, value: { text: 'x' } })).toEqual([])
  })

  test('form fields in modals, messages and home tabs', () => {
    const field = { type: 'input', label: plain('Why?'), element: typing }
    for (const surface of [modal({}, field), message(field), home(field)]) expect(errorsOf(surface)).toEqual([])
  })

  test('every kind of rich text', () => {
    const line = {
      type: 'rich_text_section',
      elements: [text('a'), { type: 'link', url: 'https://example.com', text: 'b' }],
    }
    const people = [
      { type: 'user', user_id: 'U1' },
      { type: 'usergroup', usergroup_id: 'S1' },
      { type: 'channel', channel_id: 'C1' },
      { type: 'broadcast', range: 'here' },
      { type: 'emoji', name: 'wave' },
      { type: 'date', timestamp: 1_795_378_900, format: '{date_long}' },
    ]
    const styled = { ...text('c'), style: { bold: true, italic: true, strike: true, code: true } }
    expect(
      errorsOf(
        rich(
          line,
          { type: 'rich_text_list', style: 'ordered', indent: 1, offset: 2, border: 1, elements: [line] },
          { type: 'rich_text_quote', elements: [styled, ...people] },
          { type: 'rich_text_preformatted', elements: [text('d')] },
        ),
      ),
    ).toEqual([])
  })
})
