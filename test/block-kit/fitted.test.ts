import type { KnownBlock } from '@slack/types'
import { describe, expect, test } from 'vitest'
import { actions, context, divider, feedback, header, section } from '../../src/block-kit/blocks.ts'
import type { MessageBlock } from '../../src/block-kit/chart-block.ts'
import { button } from '../../src/block-kit/elements.ts'
import { fitted } from '../../src/block-kit/fitted.ts'
import { outgoingMessage, slackErrorsOf } from '../../src/block-kit/limits.ts'
import { mrkdwn } from '../../src/block-kit/mrkdwn.ts'
import { bullets, paragraph, richText } from '../../src/block-kit/rich-text.ts'
import { computing } from '../support/computing.ts'
import { randomText, seededRandom } from './random-text.ts'

const note = context('… cut for length')
const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index}`).join(' ')
const text = (length: number): KnownBlock => richText(paragraph('x'.repeat(length)))
const press = (id: number): KnownBlock => actions(`b${id}`, button({ text: 'Open', actionId: 'open' }))
const refusals = (blocks: MessageBlock[]): string[] => {
  const { error } = outgoingMessage.safeParse({ text: 'x', blocks })
  return error ? slackErrorsOf(error) : []
}
const many = (count: number, block: (index: number) => KnownBlock): KnownBlock[] =>
  Array.from({ length: count }, (_, index) => block(index))
const richTextsOf = (blocks: MessageBlock[]): string[] => JSON.stringify(blocks).match(/(?<="text":")[^"]*/g) ?? []
const ofListIn = (block: MessageBlock | undefined): unknown[] =>
  block?.type === 'rich_text' ? (block.elements.find(({ type }) => type === 'rich_text_list')?.elements ?? []) : []

describe('blocks that fit', () => {
  test('stay as they are', () => {
    const blocks = [header('Title'), text(2_900), divider(), press(1)]
    expect(fitted(blocks)).toEqual(blocks)
  })
})

describe('blocks that do not fit', () => {
  test('have their longest texts cut to one length, between words, and keep the short ones', () => {
    const long = words(2_000)
    const blocks = fitted([section(mrkdwn('Short')), ...many(5, () => richText(paragraph(long))), press(1)])
    expect(refusals(blocks)).toEqual([])
    const [short, ...cut] = richTextsOf(blocks)
    expect(short).toBe('Short')
    expect(cut.pop()).toBe('Open')
    expect(new Set(cut).size).toBe(1)
    expect(cut[0]?.length).toBeGreaterThan(2_200)
    expect(long.startsWith(`${cut[0]?.slice(0, -1)} `)).toBe(true)
  })

  test('lose the last of more than fifty, but no buttons', () => {
    const blocks = [...many(30, () => divider()), press(1), ...many(30, () => divider()), press(2)]
    expect(fitted(blocks)).toEqual([
      ...many(30, () => divider()),
      press(1),
      ...many(17, () => divider()),
      press(2),
      note,
    ])
  })

  test('lose buttons when there is nothing else to lose', () => {
    const blocks = many(60, press)
    expect(fitted(blocks)).toEqual([...blocks.slice(0, 49), note])
  })

  test('lose the last items of a list that is too long even with every item cut', () => {
    const [list, thumbs, end] = fitted([
      richText(
        paragraph('All of them:'),
        bullets(Array.from({ length: 300 }, (_, index) => `${index} ${words(30)}`)),
        ...Array.from({ length: 20 }, () => paragraph(words(30))),
      ),
      feedback({
        blockId: 'thumbs',
        actionId: 'feedback',
        positive: { text: 'Right', value: '1' },
        negative: { text: 'Wrong', value: '2' },
      }),
    ])
    expect(refusals([list, thumbs, end].filter((block) => block !== undefined))).toEqual([])
    expect(thumbs?.type).toBe('context_actions')
    expect(end).toEqual(note)
    expect(ofListIn(list).length).toBeGreaterThan(60)
    expect(JSON.stringify(list)).toContain('All of them:')
  })

  test('keep their entities whole', () => {
    const blocks = fitted(many(8, () => section(mrkdwn('a&b <c> '.repeat(300)))))
    expect(refusals(blocks)).toEqual([])
    for (const shown of richTextsOf(blocks)) expect(shown).not.toMatch(/&(?!(?:amp|lt|gt);)/)
  })

  test('are only the note when not even the first of them fits', () => {
    const rows = (count: number) => ({ type: 'table' as const, rows: many(count, divider).map(() => [cell, cell]) })
    const cell = { type: 'raw_text' as const, text: words(100) }
    expect(fitted([{ type: 'markdown', text: 'a' }, rows(1_000)])[1]).toMatchObject({ type: 'table' })
    const heavy = {
      type: 'context' as const,
      elements: many(200, divider).map(() => ({ ...cell, type: 'plain_text' as const })),
    }
    expect(fitted([heavy])).toEqual([note])
  })

  test('fit, whatever they are', () => {
    const random = seededRandom(3)
    for (let round = 0; round < 60; round += 1) {
      const blocks = many(Math.floor(random() * 70), (index) => {
        const given = randomText(random).repeat(Math.floor(random() * 12))
        const kinds = [
          header(given),
          richText(paragraph(given), bullets([given, given])),
          section(mrkdwn(given)),
          press(index),
        ]
        return kinds[Math.floor(random() * kinds.length)] ?? divider()
      })
      const fit = fitted(blocks)
      expect(refusals(fit)).toEqual([])
      expect(fitted(fit)).toEqual(fit)
    }
  })

  test('fit at once, however long', async () => {
    const long = [richText(bullets(Array.from({ length: 5_000 }, () => words(200))))]
    expect(await computing(() => fitted(long))).toBeLessThan(5_000)
  })
})
