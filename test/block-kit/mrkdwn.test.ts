import { describe, expect, test } from 'vitest'
import { mrkdwn } from '../../src/block-kit/mrkdwn.ts'
import { clean, oneLine } from '../../src/untrusted/clean.ts'
import { computing } from '../support/computing.ts'
import { hostileTexts } from './hostile-texts.ts'
import { randomText, seededRandom } from './random-text.ts'

const random = seededRandom(1)
const samples = [...hostileTexts.map(({ text }) => text), ...Array.from({ length: 2_000 }, () => randomText(random))]
/** Letters, digits, punctuation and symbols, but not those that Unicode says are not to be seen. */
const seen = (text: string): string =>
  text.toWellFormed().replace(/[^\p{L}\p{N}\p{P}\p{S}]|\p{Default_Ignorable_Code_Point}/gu, '')

describe('clean text', () => {
  test.each([
    ['bidi controls', 'abc\u202Etxt.exe\u2066\u2069\u061C', 'abctxt.exe'],
    ['zero-width characters', 'p\u200Bay\u200Cp\u2060al\uFEFF', 'paypal'],
    ['soft hyphens and Hangul fillers', 'a\u00ADb\u3164c\uFFA0d', 'abcd'],
    ['tags and variation selectors that carry a hidden text', 'ok\u{E0041}\u{E007F}\uFE0F\u{E0101}!', 'ok!'],
    ['control characters but not line breaks', 'a\u0000b\u001B[31mc\r\nd\re\u2028f\tg\u009D', 'ab[31mc\nd\ne\nf g'],
    ['joiners outside emoji', 'a\u200Db \u{1F469}\u200D', 'ab \u{1F469}'],
    [
      'families, flags, professions and keycaps stay',
      '\u{1F469}\u200D\u{1F467} \u{1F3F3}\uFE0F\u200D\u{1F308} \u{1F469}\u{1F3FD}\u200D\u2695\uFE0F 1\uFE0F\u20E3',
      '\u{1F469}\u200D\u{1F467} \u{1F3F3}\uFE0F\u200D\u{1F308} \u{1F469}\u{1F3FD}\u200D\u2695\uFE0F 1\uFE0F\u20E3',
    ],
    ['lone surrogates', 'a\uD83Db\uDE00c', 'a\uFFFDb\uFFFDc'],
    ['towers of marks', `e${'\u0301'.repeat(100)}!`, `e${'\u0301'.repeat(8)}!`],
    ['empty lines in a row', 'a\n\n \n\n\nb\n\nc\nd', 'a\n\nb\n\nc\nd'],
  ])('%s', (_what, text, cleaned) => {
    expect(clean(text)).toBe(cleaned)
  })

  test('loses nothing that can be seen, and is clean', () => {
    for (const text of samples) {
      const cleaned = clean(text)
      expect(seen(cleaned)).toBe(seen(text))
      expect(cleaned.isWellFormed()).toBe(true)
      expect(cleaned).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\u200B\u2060\uFEFF\u{E0000}-\u{E007F}]/u)
      expect(clean(cleaned)).toBe(cleaned)
    }
  })

  test('is quick on what is long', async () => {
    const units = [' ', '\n', '\n ', '\u0301', '\u{1F469}\u200D', '>', ':a', '_', '.']
    const took = await computing(() => units.map((unit) => mrkdwn(unit.repeat(100_000))))
    expect(took).toBeLessThan(5_000)
  })
})

test('one line is one line', () => {
  expect(oneLine('  Checkout\n\n was\tdown \u2028 again ')).toBe('Checkout was down again')
})

describe('mrkdwn', () => {
  test.each([
    ['special characters', 'a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['entities that were there already', '&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['pings', '<!channel> <@U0ALICE001> @here', '&lt;!channel&gt; &lt;＠U0ALICE001&gt; ＠here'],
    ['emphasis', '*bold* ~gone~ _slanted_ `code`', '∗bold∗ ∼gone∼ ˍslantedˍ ˋcodeˋ'],
    ['names with underscores', 'max_connections stays', 'max_connections stays'],
    ['unclosed fences', '```\nrm -rf', 'ˋˋˋ\nrm -rf'],
    ['quotes', '> said\n  >>> so\na > b', '› said\n  ››› so\na &gt; b'],
    ['addresses', 'https://evil.example/a mail me@evil.example', 'https∶//evil․example/a mail me＠evil․example'],
    ['versions and sentences', 'v1.2.3 is out. Now', 'v1.2.3 is out. Now'],
    ['emoji names', ':rotating_light: at 12:30:59', '∶rotating_light: at 12:30:59'],
    ['channels', '#general, C# and #', '＃general, C# and #'],
  ])('%s show as written', (_what, text, safe) => {
    expect(mrkdwn(text)).toBe(safe)
  })

  test('never holds anything that Slack would act on', () => {
    for (const text of samples) {
      const safe = mrkdwn(text)
      expect(safe).not.toMatch(/[<>*`~@]|:\/\/|&(?!(?:amp|lt|gt);)|^\s*&gt;/m)
      expect(safe).not.toMatch(/(?<!\d):(?=[\w+'-]+:)/)
    }
  })
})
