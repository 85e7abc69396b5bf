import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { plainMarkdown } from '../../src/notion/markdown.ts'
import { fold } from '../../src/pipeline/folded.ts'
import { readNarrative } from '../../src/pipeline/narrative.ts'
import { redact } from '../../src/redaction/redact.ts'
import { notionFlavoured } from '../support/stand-in-notion-flavour.ts'

const signed =
  'https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b/error%20rate.png?X-Amz-Signature=0a1b&X-Amz-Date=1'
const plain = (...lines: readonly string[]): string => plainMarkdown(lines.join('\n')).markdown

describe('a line', () => {
  test.each([
    [
      'loses its escapes',
      '\\$300 \\[SEV1\\] 5 \\* 3 \\~2 \\| \\{x\\} 2\\^8 C:\\\\temp p99 \\< 200 \\> 100',
      '$300 [SEV1] 5 * 3 ~2 | {x} 2^8 C:\\temp p99 < 200 > 100',
    ],
    ['keeps what would become a tag', '\\<payment-service\\> and a\\</b', '\\<payment-service> and a\\</b'],
    ['keeps code as it is', 'ran `rm \\* <b>{color="red"}` then', 'ran `rm \\* <b>{color="red"}` then'],
    ['keeps code with backticks in it', 'the ``a`b \\$`` key', 'the ``a`b \\$`` key'],
    ['loses its colour', 'All writes failed. {color="red"}', 'All writes failed.'],
    ['keeps braces that are text', 'The body was \\{color="red"\\}', 'The body was {color="red"}'],
    ['loses colours within', '<span color="red">All</span> <span underline="true">writes</span>', 'All writes'],
    ['breaks where it breaks', 'Owner: Jane<br>Reviewer: John', 'Owner: Jane\nReviewer: John'],
    [
      'keeps emphasis and links',
      '**All** *writes* ~~ok~~ [failed](https://status.example/1_(a))',
      '**All** *writes* ~~ok~~ [failed](https://status.example/1_(a))',
    ],
    ['keeps formulas', 'grew by $`x^2`$ a day', 'grew by `x^2` a day'],
    ['loses citations', 'It failed. [^https://example.com/x]', 'It failed.'],
    ['keeps a date', 'On <mention-date start="2026-01-05"/> it failed', 'On 2026-01-05 it failed'],
    [
      'keeps a time',
      '<mention-date start="2026-01-05" startTime="14:00" timeZone="Europe/Berlin"/>',
      '2026-01-05 14:00 (Europe/Berlin)',
    ],
    ['keeps a time in the other spelling', '<mention-date start="2026-01-05" start-time="14:00"/>', '2026-01-05 14:00'],
    ['keeps a range', '<mention-date start="2026-01-05" end="2026-01-06"/>', '2026-01-05 – 2026-01-06'],
    ['keeps what an unknown tag holds', 'a <future kind="x">word</future> more', 'a word more'],
  ])('%s', (_, dialect, expected) => {
    expect(plain(dialect)).toBe(expected)
  })

  test.each([
    '![Errors](URL)',
    '![](URL) {color="red"}',
    '<file src="URL">Export</file>',
    '<pdf src="URL"></pdf>',
    '<video src="URL" color="red"/>',
    '[the export](URL)',
    '[URL](URL)',
    'see URL, please',
    '<URL>',
    '- <audio src="URL">Call</audio>',
    '<table><tr><td>URL</td></tr></table>',
    '<callout icon="URL">text</callout>',
  ])('%j shows nobody where the file is', (dialect) => {
    const addresses = [signed, 'https://file.notion.so/f/x?table=block', 'https://www.notion.so/signed/x%2Fy?id=1']
    for (const address of addresses) expect(plain(dialect.replaceAll('URL', address))).not.toContain(address)
  })

  test.each([
    [`![Errors \\> 5 %](${signed})`, '[image: Errors > 5 %]'],
    [`![](${signed})`, ''],
    [`<file src="${signed}">Export of orders</file>`, '[file: Export of orders]'],
    [`<pdf src="${signed}"></pdf>`, '[file: error rate.png]'],
    [`<video src="https://example.com/call.mp4"/>`, '[video: call.mp4]'],
    [`see [the export](${signed})`, 'see the export'],
    ['[the export](attachment:0a1b:orders.csv)', 'the export'],
    ['<file src="attachment:0a1b:orders.csv"/>', '[file: orders.csv]'],
    ['see https://bucket.s3.amazonaws.com/public.csv', 'see https://bucket.s3.amazonaws.com/public.csv'],
  ])('%j is %j', (dialect, expected) => {
    expect(plain(dialect)).toBe(expected)
  })
})

describe('people', () => {
  test('are their names, once each; somebody whose name Notion doesn’t tell is somebody', () => {
    const ada = '<mention-user url="user://1">Ada Lovelace</mention-user>'
    const dialect = `${ada} told <mention-user url="user://2">@Grace</mention-user> and <mention-user url="user://3"/>; ${ada} left`
    expect(plainMarkdown(dialect)).toEqual({
      markdown: 'Ada Lovelace told Grace and somebody; Ada Lovelace left',
      people: ['Ada Lovelace', 'Grace'],
    })
  })

  test('are found in every block', () => {
    const mention = (name: string) => `<mention-user url="user://x">${name}</mention-user>`
    const { people } = plainMarkdown(
      [
        `# ${mention('A A')}`,
        `<details>`,
        `<summary>${mention('B B')}</summary>`,
        `\t- ${mention('C C')}`,
        `</details>`,
        `<table><tr><td>${mention('D D')}</td></tr></table>`,
        `> ${mention('E E')}`,
      ].join('\n'),
    )
    expect(people).toEqual(['A A', 'B B', 'C C', 'D D', 'E E'])
  })

  test('and money are redacted in what comes out', async () => {
    const { markdown, people } = plainMarkdown(
      '<mention-user url="user://1">Jane Roe</mention-user> refunded \\$300. Jane paid.',
    )
    expect(await redact({ title: 'A page', body: markdown, people }, [])).toMatchObject({
      body: '[PERSON_1] refunded [MONEY_1]. [PERSON_1] paid.',
    })
  })
})

test('the title of another document is a link that leads nowhere, so that it is no evidence', () => {
  const markdown = plain(
    'We followed the <mention-page url="https://www.notion.so/1">DynamoDB Playbook</mention-page> then, and <mention-page url="https://www.notion.so/2"/>.',
    '<page url="https://www.notion.so/3">Redis runbook</page>',
    '<database url="https://www.notion.so/4" inline="true">Kafka topics</database>',
  )
  expect(markdown).not.toContain('notion.so')
  expect(readNarrative(markdown).text).not.toMatch(/DynamoDB|Redis|Kafka/)
})

describe('blocks', () => {
  test.each<[string, string[], string[]]>([
    [
      'stand apart',
      ['# One {color="red"}', 'Two', 'Three', '<empty-block/>', '---', '## Four'],
      ['# One', '', 'Two', '', 'Three', '', '---', '', '## Four'],
    ],
    [
      'of a list stay together, however deep',
      ['- a', '\t- b', '\t\t- c', '- d', '1. e', '2. f', '- [ ] g', '- [x] h'],
      ['- a', '  - b', '    - c', '- d', '', '1. e', '2. f', '', '- [ ] g', '- [x] h'],
    ],
    [
      'below an item belong to it',
      ['1. a', '\tb', '\t```sql', '\tselect 1', '\t\tfrom t', '\t```', '2. c<br>d'],
      ['1. a', '', '   b', '', '   ```sql', '   select 1', '   \tfrom t', '   ```', '2. c', '   d'],
    ],
    [
      'below a paragraph or a heading follow it',
      ['## a {toggle="true" color="red"}', '\tb', '\t\tc', 'd'],
      ['## a', '', 'b', '', 'c', '', 'd'],
    ],
    ['that are quotes stay two', ['> a<br>b', '> c', '\t- d'], ['> a', '> b', '', '> c', '>', '> - d']],
    [
      'in a toggle follow its title',
      ['<details color="gray">', '<summary>The **whole** story</summary>', '\tinside', '\t- a', '</details>', 'after'],
      ['**The whole story**', '', 'inside', '', '- a', '', 'after'],
    ],
    [
      'in a callout are quoted',
      ['<callout icon="⚠️" color="yellow_bg">', '\tCareful', '\t- a', '</callout>'],
      ['> Careful', '>', '> - a'],
    ],
    ['in a callout of one line are quoted', ['<callout icon="⚠️">Careful</callout>'], ['> Careful']],
    [
      'in columns come in their order',
      ['<columns>', '\t<column>', '\t\tleft', '\t</column>', '\t<column>', '\t\tright', '\t</column>', '</columns>'],
      ['left', '', 'right'],
    ],
    [
      'that are synced are what they hold',
      [
        '<synced_block url="https://x">',
        '\ta',
        '\t<synced_block_reference url="https://y">',
        '\t\tb',
        '\t</synced_block_reference>',
        '</synced_block>',
      ],
      ['a', '', 'b'],
    ],
    [
      'in tabs follow their titles',
      ['<tabs>', '<tab title="Setup">', '\ta', '</tab>', '</tabs>'],
      ['**Setup**', '', 'a'],
    ],
    [
      'of a meeting are its notes',
      [
        '<meeting-notes>',
        '\tReview',
        '\t<summary>',
        '\t\t- a',
        '\t</summary>',
        '\t<notes>',
        '\t\tb',
        '\t</notes>',
        '\t<transcript>',
        '\t\tomitted',
        '\t</transcript>',
        '</meeting-notes>',
      ],
      ['Review', '', '- a', '', 'b'],
    ],
    [
      'that only Notion can show are gone',
      ['a', '<table_of_contents color="gray"/>', '<breadcrumb/>', '<unknown url="https://x#y" alt="bookmark"/>', 'b'],
      ['a', '', 'b'],
    ],
    [
      'of a kind that is new keep their text',
      ['<future kind="x">', '\ta', '</future>', '<newer/>', '<unclosed>', 'b'],
      ['a', '', 'b'],
    ],
    [
      'of code are literal',
      ['```html', '<details> \\* {color="red"}', '\t<b>', '```', 'a'],
      ['```html', '<details> \\* {color="red"}', '\t<b>', '```', '', 'a'],
    ],
    ['of code may hold fences', ['````', '```', 'x', '```', '````', 'a'], ['````', '```', 'x', '```', '````', '', 'a']],
    [
      'with closing tags in code stay whole',
      ['<details>', '<summary>s</summary>', '\t```', '\t</details>', '\t```', '\ta', '</details>'],
      ['**s**', '', '```', '</details>', '```', '', 'a'],
    ],
    ['of mathematics are code', ['$$', 'E = mc^2', '$$', 'a'], ['```', 'E = mc^2', '```', '', 'a']],
    [
      'of mathematics end where they end',
      ['- x', '\t$$', '\tE', '\t$$', 'a', '$$', 'F', '$$'],
      ['- x', '', '  ```', '  E', '  ```', '', 'a', '', '```', 'F', '```'],
    ],
    [
      'that are tables are tables',
      [
        '<table fit-page-width="true" header-row="true">',
        '<colgroup>',
        '<col color="red">',
        '</colgroup>',
        '<tr>',
        '<td>When</td>',
        '<td>What</td>',
        '</tr>',
        '<tr color="red">',
        '<td>10:00</td>',
        '<td color="blue">a<br>b \\| `c|d`</td>',
        '</tr>',
        '</table>',
      ],
      ['| When | What |', '| --- | --- |', '| 10:00 | a<br>b \\| `c\\|d` |'],
    ],
    [
      'that are tables without a header have an empty one',
      [
        '<table header-row="false">',
        '<tr>',
        '<td>Owner</td>',
        '<td>x</td>',
        '</tr>',
        '<tr>',
        '<td>Team</td>',
        '</tr>',
        '</table>',
      ],
      ['|  |  |', '| --- | --- |', '| Owner | x |', '| Team |'],
    ],
    [
      'that are tables stay in their item',
      ['- a', '\t<table header-row="true">', '\t<tr>', '\t<td>b</td>', '\t</tr>', '\t</table>'],
      ['- a', '', '  | b |', '  | --- |'],
    ],
  ])('%s', (_, dialect, expected) => {
    expect(plain(...dialect).split('\n')).toEqual(expected)
  })
})

describe('what is never closed', () => {
  // So many that ends which are searched for by going back and forth are not found before the test is given up.
  const many = 20_000

  test.each([
    ['tags of blocks', '<details>\nword\n', 'word'],
    ['tags within lines', '<mention-user>word ', 'somebodyword'],
    ['other tags', '<a word ', '<a word'],
    ['links', '[word](', '[word]('],
    ['mathematics', '$`word ', '$`word'],
    ['code', '\\`word ', '`word'],
  ])('is read to its end: %s', (_, piece, expected) => {
    const markdown = plain(piece.repeat(many))
    expect(markdown.split(expected)).toHaveLength(many + 1)
  })

  test.each([
    ['cells', '<tr><td>word'],
    ['cells with a link', '<tr><td>[word]('],
  ])('is read to its end in a table: %s', (_, piece) => {
    expect(plain('<table>', piece.repeat(many), '</table>').split('word')).toHaveLength(many + 1)
  })

  test('is code to its end after a fence', () => {
    expect(plain('````', '```\n'.repeat(many)).split('```\n')).toHaveLength(many + 1)
  })
})

test('a table with one wide row and many short ones is no longer than what it was made of', () => {
  const row = (cells: number): string => `<tr>${'<td>a</td>'.repeat(cells)}</tr>`
  const dialect = `<table>\n${row(2_000)}\n${`${row(1)}\n`.repeat(2_000)}</table>`
  const markdown = plain(dialect)
  expect(markdown.match(/a/g)).toHaveLength(4_000)
  expect(markdown.length).toBeLessThan(dialect.length)
})

test('nesting without end is refused', () => {
  const nested = ['<callout>\n'.repeat(500), '</callout>\n'.repeat(500)].join('')
  expect(() => plain(nested)).toThrow(/nested more than 100 levels/)
})

describe('what people wrote', () => {
  const folder = fileURLToPath(new URL('../../examples/postmortems', import.meta.url))

  test.each(readdirSync(folder).filter((file) => file.endsWith('.md')))(
    'in %s is the same evidence by way of Notion',
    (file) => {
      const body = readFileSync(path.join(folder, file), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '')
      expect(wordsOf(plainMarkdown(notionFlavoured(body)).markdown)).toBe(wordsOf(body))
    },
  )

  test('is lost nowhere, whatever the lines are', () => {
    const pieces = [
      '- ',
      '\t',
      '# ',
      '> ',
      '1. ',
      '<details>',
      '</details>',
      '<summary>',
      '</summary>',
      '<callout icon="x">',
      '</callout>',
      '<columns>',
      '<column>',
      '</column>',
      '</columns>',
      '```',
      '$$',
      '---',
      '<table>',
      '<synced_block>',
      '{color="red"}',
      '`',
      '**',
      '<br>',
      '\\<',
      '[',
      '](',
      ')',
    ]
    let seed = 7
    const next = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    for (let round = 0; round < 2_000; round += 1) {
      const lines = Array.from({ length: 1 + next(8) }, (_, line) => {
        const made = Array.from({ length: next(4) }, () => pieces[next(pieces.length)]).join('')
        return `${made}word${line} ${next(3) === 0 ? (pieces[next(pieces.length)] ?? '') : ''}`
      })
      // What stands in a table's tag but in no cell, or where an address should, is nothing that Notion gives.
      if (lines.some((line) => line.includes('<table>') || line.includes(']('))) continue
      const markdown = plain(...lines)
      for (const word of lines.flatMap((line) => line.match(/word\d+/g) ?? []))
        expect(markdown, lines.join('\n')).toContain(word)
    }
  })

  /** Words in their order, whatever marks blocks. */
  function wordsOf(markdown: string): string {
    const text = readNarrative(markdown)
      .text.replaceAll('<br>', ' ')
      .replaceAll(/^[ >]*\|?[\s:|-]+\|?$/gm, '')
      .replaceAll(/^\s*(?:[-*+]|\d+[.)])\s/gm, '')
    return fold(text)
      .text.replaceAll(/[|#>\s]+/g, ' ')
      .trim()
  }
})
