import { describe, expect, test } from 'vitest'
import { linked, plain } from '../../src/notion/written-text.ts'
import { hostileTexts } from '../block-kit/hostile-texts.ts'

/** What Notion's Markdown gives a meaning within a line, unless a backslash stands before it. */
const bare = /(?<!\\)(?:\\\\)*[*~`$[\]<>{}|^]/

describe('untrusted text on a page', () => {
  test.each(hostileTexts)('formats, links and mentions nothing: $name', ({ text }) => {
    const written = plain(text, 2_000)
    expect(written).not.toMatch(bare)
    expect(written).not.toMatch(/:\/\/|[\n\r\u2028]|\b(?:mailto:|www\.)(?!\u2060)/i)
  })

  test('says what it said', () => {
    expect(plain('p99 > 3 s (a*b) [x] {y}', 100)).toBe('p99 \\> 3 s (a\\*b) \\[x\\] \\{y\\}')
    expect(plain('back\\slash', 100)).toBe('back\\\\slash')
    expect(plain('one\n# two\n- three', 100)).toBe('one # two - three')
  })

  test('is cut before it is escaped, so that no backslash is left over', () => {
    const written = plain('*'.repeat(300), 100)
    expect(written).toBe(`${'\\*'.repeat(99)}…`)
  })
})

describe('a title', () => {
  test('is a link to its address, and stays within it', () => {
    expect(linked('A [bad](https://evil.example) title', 'https://notion.so/a(b)')).toBe(
      '[A \\[bad\\](https:\u2060//evil.example) title](https://notion.so/a%28b%29)',
    )
  })

  test.each(['javascript:alert(1)', 'https://user:pw@evil.example/', 'no address', 'https://a.example/\nb'])(
    'is no link to %j',
    (url) => {
      expect(linked('Title', url)).toBe('Title')
    },
  )

  test('that is empty is called so', () => {
    expect(linked(' \u200B', 'https://a.example/')).toBe('[Untitled](https://a.example/)')
  })
})
