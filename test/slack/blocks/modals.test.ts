import type { ModalView } from '@slack/types'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { modalView } from '../../../src/block-kit/limits.ts'
import { voteReasons } from '../../../src/domain.ts'
import { UserError } from '../../../src/errors.ts'
import {
  editFrom,
  editModal,
  fields,
  quotesModal,
  reasonFrom,
  reasonModal,
  rejectionFrom,
  rejectModal,
  shipModal,
  shippedOnFrom,
} from '../../../src/slack/modals.ts'
import { hostileTexts } from '../../block-kit/hostile-texts.ts'
import { linesOf } from './lines-of.ts'
import { sentences } from './typical-contents.ts'

const element = z.object({
  type: z.string(),
  action_id: z.string(),
  initial_option: z.object({ value: z.string() }).optional(),
  initial_value: z.string().optional(),
})
const input = z.object({ type: z.literal('input'), block_id: z.string(), optional: z.boolean().optional(), element })

/** What Slack sends when a form is sent as it stands, with `typed` in its text fields where given. */
function stateOf(view: ModalView, typed: Readonly<Record<string, string>> = {}) {
  const inputs = view.blocks.flatMap((block) => input.safeParse(block).data ?? [])
  return Object.fromEntries(
    inputs.map(({ block_id, element: { type, action_id, initial_option, initial_value } }) => [
      block_id,
      {
        [action_id]:
          type === 'radio_buttons'
            ? { type, selected_option: initial_option ?? null }
            : { type, value: typed[block_id] ?? initial_value ?? null },
      },
    ]),
  )
}

describe('the form that asks why', () => {
  test.each(voteReasons)('read as it stands, gives the reason that was chosen for it: %s', (preset) => {
    const view = reasonModal({ metadata: 'key', preset })
    expect(reasonFrom(stateOf(view))).toEqual({ reason: preset, words: '' })
  })

  test('gives the words without the blanks around them', () => {
    const view = reasonModal({ metadata: 'key', preset: 'other' })
    expect(reasonFrom(stateOf(view, { words: '  It was the network.\n' })).words).toBe('It was the network.')
  })

  test('carries what the caller gave it, and says what the vote is about', () => {
    const view = reasonModal({ metadata: 'digest:41', shows: 'DynamoDB was the root cause' })
    expect(view.private_metadata).toBe('digest:41')
    expect(linesOf(view.blocks.slice(0, 1))).toEqual(['(DynamoDB was the root cause)'])
  })

  test.each([
    ['no reason', { reason: { reason: { type: 'radio_buttons', selected_option: null } } }],
    ['a reason that is none', { reason: { reason: { selected_option: { value: 'bored' } } } }],
    ['nothing', {}],
    ['no state at all', undefined],
  ])('refuses %s', (_, state) => {
    expect(() => reasonFrom(state)).toThrow(z.ZodError)
  })
})

describe('the form that rejects', () => {
  const view = rejectModal(7, 'Scale tables ahead of campaigns')

  test('gives the reason, and carries which opportunity it is about', () => {
    expect(rejectionFrom(stateOf(view, { rejection: ' We buy it. ' }))).toBe('We buy it.')
    expect(view.private_metadata).toBe('7')
    expect(linesOf(view.blocks.slice(0, 1))).toEqual(['*Scale tables ahead of campaigns*'])
  })

  test('refuses a reason of nothing but blanks, in words for the person', () => {
    expect(() => rejectionFrom(stateOf(view, { rejection: ' \n ' }))).toThrow(UserError)
  })

  test('cuts a reason that is longer than its field', () => {
    expect(rejectionFrom(stateOf(view, { rejection: 'x'.repeat(9_000) }))).toHaveLength(fields.rejection.longest)
  })
})

describe('the form that edits', () => {
  const view = editModal(7, 'Scale tables', 'A job reads the calendar.')

  test('sent as it stands, changes nothing', () => {
    expect(editFrom(stateOf(view))).toEqual({ investment: 'Scale tables', mechanism: 'A job reads the calendar.' })
  })

  test.each(['investment', 'mechanism'])('refuses to empty the %s', (field) => {
    expect(() => editFrom(stateOf(view, { [field]: '   ' }))).toThrow(UserError)
  })
})

describe('the form that asks since when', () => {
  const view = shipModal(7, 'Scale tables', '2026-11-23')

  test('sent as it stands, gives today, and carries which opportunity it is about', () => {
    expect(shippedOnFrom(stateOf(view), '2026-11-23')).toBe('2026-11-23')
    expect(view.private_metadata).toBe('7')
  })

  test('takes any day before', () => {
    expect(shippedOnFrom(stateOf(view, { shipped_on: ' 2019-02-28 ' }), '2026-11-23')).toBe('2019-02-28')
  })

  test.each(['2026-11-24', '2026-02-29', '2026-2-1', 'yesterday', '   '])(
    'refuses %j in words for the person',
    (day) => {
      expect(() => shippedOnFrom(stateOf(view, { shipped_on: day }), '2026-11-23')).toThrow(UserError)
    },
  )
})

describe('the quotes', () => {
  test('stand below the sentences that rest on them, in the letters of the document', () => {
    expect(
      linesOf(quotesModal('Checkout timeouts', sentences.slice(0, 1), 'https://docs.example.com/12').blocks),
    ).toEqual(['*Checkout timeouts*', sentences[0]?.text, `| “${sentences[0]?.quote}”`, 'Open the postmortem'])
  })

  test('need no address', () => {
    expect(linesOf(quotesModal('Checkout timeouts', [], null).blocks)).toEqual(['*Checkout timeouts*'])
  })
})

test('every form is one that Slack takes, whatever it shows', () => {
  for (const { name, text } of hostileTexts) {
    const statements = Array.from({ length: 200 }, () => ({ text, quote: text }))
    const views = [
      reasonModal({ metadata: 'key', shows: text }),
      quotesModal(text, statements, text),
      rejectModal(7, text),
      editModal(7, text, text),
      shipModal(7, text, '2026-11-23'),
    ]
    for (const view of views) {
      expect(modalView.safeParse(view).error, name).toBeUndefined()
      expect(JSON.stringify(view), name).not.toContain('"mrkdwn"')
    }
  }
})
