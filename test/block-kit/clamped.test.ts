import { describe, expect, test } from 'vitest'
import { clampedMrkdwn } from '../../src/block-kit/clamped-mrkdwn.ts'
import { clamped } from '../../src/untrusted/clamped.ts'
import { computing } from '../support/computing.ts'
import { graphemesOf, randomText, seededRandom } from './random-text.ts'

describe('clamped text', () => {
  test.each([
    { text: 'all of it', max: 9, cut: 'all of it' },
    { text: 'cut between words', max: 12, cut: 'cut between…' },
    { text: 'cut between words', max: 11, cut: 'cut…' },
    { text: 'one\n\ntwo three', max: 6, cut: 'one…' },
    { text: 'unbreakable', max: 6, cut: 'unbre…' },
    { text: `a ${'x'.repeat(50)}`, max: 10, cut: 'a xxxxxxx…' },
    { text: 'I said &amp; meant it', max: 9, cut: 'I said…' },
    { text: '&amp;&amp;&amp;', max: 9, cut: '&amp;…' },
    { text: '\u{1F469}\u200D\u{1F467}\u{1F469}\u200D\u{1F467}', max: 8, cut: '\u{1F469}\u200D\u{1F467}…' },
    { text: '\u{1F469}\u200D\u{1F467} family', max: 4, cut: '…' },
    { text: '\u{1F44D}\u{1F3FD}\u{1F44D}\u{1F3FD}', max: 7, cut: '\u{1F44D}\u{1F3FD}…' },
    { text: 'anything', max: 1, cut: '…' },
    { text: 'anything', max: 0, cut: '' },
  ])('of $max units of $text is $cut', ({ text, max, cut }) => {
    expect(clamped(text, max)).toBe(cut)
  })

  test('is a beginning of whole graphemes and entities, and never too long', () => {
    const random = seededRandom(20_261_122)
    for (let round = 0; round < 4_000; round += 1) {
      const text = randomText(random)
      const max = 1 + Math.floor(random() * 200)
      const cut = clamped(text, max)
      expect(cut.length).toBeLessThanOrEqual(max)
      if (text.length <= max) expect(cut).toBe(text)
      else {
        const kept = graphemesOf(cut.slice(0, -1))
        expect(cut.at(-1)).toBe('…')
        expect(graphemesOf(text).slice(0, kept.length)).toEqual(kept)
        expect(cut).not.toMatch(/&(?:a|am|amp|l|lt|g|gt)?…$/)
      }
    }
  })

  test('keeps words whole wherever words are of ordinary length', () => {
    const random = seededRandom(7)
    const words = Array.from({ length: 500 }, () => 'abcdefghijklm'.slice(0, 1 + Math.floor(random() * 13)))
    const text = words.join(' ')
    for (let max = 40; max < 1_500; max += 7) {
      const kept = clamped(text, max).slice(0, -1).split(' ')
      expect(kept).toEqual(words.slice(0, kept.length))
    }
  })

  test('takes no time over what has no place to cut', async () => {
    const texts = ['x'.repeat(100_000), `e${'\u0301'.repeat(50_000)}`, '\u{1F469}\u200D'.repeat(30_000)]
    const took = await computing(() => {
      for (const text of texts) expect(clamped(text, 3_000).length).toBeLessThanOrEqual(3_000)
    })
    expect(took).toBeLessThan(3_000)
  })
})

test.each([
  { text: 'See <https://example.com/a|the report> now', max: 30, cut: 'See…' },
  { text: 'See <https://example.com/a|report> right now', max: 41, cut: 'See <https://example.com/a|report> right…' },
  { text: '<https://example.com/a|the whole report>', max: 30, cut: '…' },
])('clamped mrkdwn never ends inside a token: $text', ({ text, max, cut }) => {
  expect(clampedMrkdwn(text, max)).toBe(cut)
})
