import { describe, expect, test } from 'vitest'
import { split } from '../../src/block-kit/split.ts'
import { computing } from '../support/computing.ts'
import { graphemesOf, randomText, seededRandom } from './random-text.ts'

const withoutSpace = (text: string): string => text.replace(/\s+/g, '')
const visibleGraphemes = (text: string): string[] => graphemesOf(text).filter((grapheme) => grapheme.trim() !== '')

describe('split text', () => {
  test.each([
    {
      by: 'paragraph',
      text: 'One. Two\nthree.\n\nFour five six seven.',
      max: 30,
      pieces: ['One. Two\nthree.', 'Four five six seven.'],
    },
    { by: 'line', text: 'One. Two three\nfour five six.', max: 20, pieces: ['One. Two three', 'four five six.'] },
    { by: 'sentence', text: 'One two three. Four five six', max: 20, pieces: ['One two three.', 'Four five six'] },
    { by: 'word', text: 'one two three four', max: 9, pieces: ['one two', 'three', 'four'] },
    { by: 'grapheme', text: 'e\u0301e\u0301e\u0301', max: 3, pieces: ['e\u0301', 'e\u0301', 'e\u0301'] },
    { by: 'code point', text: `e${'\u0301'.repeat(5)}`, max: 3, pieces: ['e\u0301\u0301', '\u0301\u0301\u0301'] },
    { by: 'nothing', text: 'all of it', max: 9, pieces: ['all of it'] },
    { by: 'nothing, being empty', text: ' \n ', max: 9, pieces: [] },
    { by: 'line, keeping indentation', text: 'steps:\n    first step', max: 14, pieces: ['steps:', '    first step'] },
    { by: 'line, after a skin tone', text: 'ab\u{1F44D}\u{1F3FD}', max: 4, pieces: ['ab', '\u{1F44D}\u{1F3FD}'] },
  ])('is cut by $by', ({ text, max, pieces }) => {
    expect(split(text, max)).toEqual(pieces)
  })

  test('holds the whole text in whole graphemes, none too long', () => {
    const random = seededRandom(42)
    for (let round = 0; round < 3_000; round += 1) {
      const text = randomText(random)
      const max = 30 + Math.floor(random() * 200)
      const pieces = split(text, max)
      expect(withoutSpace(pieces.join(''))).toBe(withoutSpace(text))
      expect(pieces.every((piece) => piece.length <= max && piece !== '')).toBe(true)
      expect(pieces.flatMap(visibleGraphemes)).toEqual(visibleGraphemes(text))
    }
  })

  test.each([
    { name: '100 kB without a space', text: 'x'.repeat(100_000), max: 3_000 },
    { name: 'one letter with 50,000 marks', text: `e${'\u0301'.repeat(50_000)}`, max: 3_000 },
    { name: '100 kB of spaces', text: `a${' '.repeat(100_000)}b`, max: 3_000 },
    { name: '50,000 newlines', text: `a${'\n'.repeat(50_000)}b`, max: 3_000 },
    { name: '100 kB in small pieces', text: 'x'.repeat(100_000), max: 10 },
    { name: 'a chain of 20,000 joined emoji', text: '\u{1F469}\u200D'.repeat(20_000), max: 2_998 },
  ])('takes no time: $name', async ({ text, max }) => {
    let pieces: readonly string[] = []
    const took = await computing(() => {
      pieces = split(text, max)
    })
    expect(took).toBeLessThan(3_000)
    expect(withoutSpace(pieces.join(''))).toBe(withoutSpace(text))
    expect(pieces.every((piece) => piece.length <= max && piece.isWellFormed())).toBe(true)
  })
})
