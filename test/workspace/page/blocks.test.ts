import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../../src/workspace/model.ts'
import { blocks } from '../../../src/workspace/page/blocks/block.ts'
import { mrkdwn } from '../../../src/workspace/page/blocks/mrkdwn.ts'
import type { Surroundings } from '../../../src/workspace/page/blocks/surroundings.ts'

const names = {
  person: (id: string) => (id === 'U1' ? 'ada' : null),
  channel: (id: string) => (id === 'C1' ? 'general' : null),
  group: (id: string) => (id === 'S1' ? 'oncall' : null),
}
const around: Surroundings = { names, errors: {}, isPressed: () => false }
const read = (text: string, verbatim = false) =>
  renderToStaticMarkup(createElement('div', {}, mrkdwn(text, names, verbatim)))
    .replace(/<\/?(div|span)>/g, '')
    .replaceAll(/ (target|rel|title)="[^"]*"/g, '')
const drawn = (block: object, surroundings = around) =>
  renderToStaticMarkup(createElement('div', {}, blocks([{ block_id: 'b', ...block } as Block], surroundings)))
const plain = (text: string) => ({ type: 'plain_text', text })

describe('mrkdwn', () => {
  test.each([
    ['*bold* and _italic_ and ~struck~', '<strong>bold</strong> and <em>italic</em> and <s>struck</s>'],
    ['*bold _and italic_*', '<strong>bold <em>and italic</em></strong>'],
    ['snake_case_name and 2*3*4 and a * b * c', 'snake_case_name and 2*3*4 and a * b * c'],
    ['*not\nbold*', '*not\nbold*'],
    ['`a *b* &lt;c&gt;`', '<code>a *b* &lt;c&gt;</code>'],
    ['```\n*x* &amp; <y>\n```', '<pre>*x* &amp; &lt;y&gt;</pre>'],
    ['one\n&gt; two\n&gt; three\nfour', 'one<blockquote>two\nthree</blockquote>four'],
    ['&amp;lt; is not &lt;', '&amp;lt; is not &lt;'],
    [':+1: :eyes: :no-such-thing: 10:30:00', '👍 👀 :no-such-thing: 10:30:00'],
    [
      '<https://a.example/x_y_z?a=1&amp;b=2|the _page_>',
      '<a href="https://a.example/x_y_z?a=1&amp;b=2">the _page_</a>',
    ],
    ['see https://a.example/b_c_d.', 'see <a href="https://a.example/b_c_d">https://a.example/b_c_d</a>.'],
    ['<javascript:alert(1)|click>', 'click'],
    ['<file:///etc/passwd>', 'file:///etc/passwd'],
    ['<@U1> <@U2>', '<span class="mention">@ada <span class="mention">@U2'],
    ['<#C1> <#C2>', '<a class="mention" href="#C1">#general</a> <span class="mention">#C2'],
    ['<!here> <!subteam^S1>', '<span class="mention loud">@here <span class="mention">@oncall'],
    ['<!date^1700000000^{date}|14 Nov>', '14 Nov'],
    [
      '# no heading\n|a|b|\n[x](http://y.example)',
      '# no heading\n|a|b|\n[x](<a href="http://y.example">http://y.example</a>)',
    ],
    ['', ''],
  ])('%j', (text, html) => {
    expect(read(text)).toBe(html)
  })

  test('verbatim text has no links that nobody made', () => {
    expect(read('https://a.example <https://b.example>', true)).toBe(
      'https://a.example <a href="https://b.example">https://b.example</a>',
    )
  })

  test('a link to a message here stays on the page, one that only looks like it does not', () => {
    expect(read('<http://127.0.0.1:4111/archives/C1/p123|m>')).toBe('<a href="#C1/p123">m</a>')
    expect(read('<https://evil.example/archives/C1/p123|m>')).toContain('href="https://evil.example')
  })
})

describe('blocks', () => {
  test('plain text is never read as markup', () => {
    const html = drawn({ type: 'section', text: plain('*a* <https://b.example|c> `d` :eyes:') })
    expect(html).toContain('*a* &lt;https://b.example|c&gt; `d` 👀')
  })

  test('rich text keeps every character and takes its links, lists and quotes from the app alone', () => {
    const text = (value: string, style = {}) => ({ type: 'text', text: value, style })
    const html = drawn({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            text('*a* <b> https://x.example', { bold: true, code: true }),
            { type: 'link', url: 'https://y.example', text: 'y' },
            { type: 'link', url: 'javascript:alert(1)', text: 'z' },
            { type: 'emoji', name: 'unknown', unicode: '1f44d-1f3fb' },
            { type: 'user', user_id: 'U1' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'ordered',
          indent: 1,
          elements: [{ type: 'rich_text_section', elements: [text('one')] }],
        },
        { type: 'rich_text_quote', elements: [text('said')] },
        { type: 'rich_text_preformatted', elements: [text('$ ls')] },
      ],
    })
    expect(html).toContain('<strong><code>*a* &lt;b&gt; https://x.example</code></strong>')
    expect(html.match(/<a /g)).toHaveLength(1)
    expect(html).toContain('<span>z</span>')
    expect(html).toContain('👍🏻')
    expect(html).toContain('<ol data-indent="1"><li><span>one</span></li></ol>')
    expect(html).toContain('<blockquote><span>said</span></blockquote><pre><span>$ ls</span></pre>')
  })

  test('a button carries what the script needs, and its question', () => {
    const html = drawn({
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'go',
          value: 'v',
          style: 'danger',
          text: plain('Go'),
          confirm: { text: plain('Really?'), deny: plain('No') },
        },
      ],
    })
    expect(html).toContain('class="button danger" data-action="go" data-block="b"')
    expect(html).toContain('type="button" value="v"')
    expect(html).toContain('&quot;title&quot;:&quot;Are you sure?&quot;,&quot;text&quot;:&quot;Really?&quot;')
  })

  test('an input says what it is for, what helps and what is wrong, to screen readers too', () => {
    const element = { type: 'plain_text_input', action_id: 'a', max_length: 20, initial_value: '"x"' }
    const block = { type: 'input', label: plain('Why?'), hint: plain('Briefly.'), optional: true, element }
    const html = drawn(block, { ...around, errors: { b: 'Too short.' } })
    expect(html).toContain('<label for="input-b-a">Why?<span class="optional"> (optional)</span></label>')
    expect(html).toContain('aria-describedby="input-b-a-hint input-b-a-error" aria-invalid="true"')
    expect(html).toContain('name="b/a"')
    expect(html).toContain('value="&quot;x&quot;"')
    expect(html).toContain('role="alert">Too short.</p>')
  })

  test.each(['radio_buttons', 'checkboxes'])('%s form a group with the first choice made', (type) => {
    const options = ['one', 'two'].map((value) => ({ value, text: plain(value) }))
    const initial = type === 'checkboxes' ? { initial_options: [options[1]] } : { initial_option: options[1] }
    const html = drawn({
      type: 'input',
      label: plain('Which?'),
      element: { type, action_id: 'a', options, ...initial },
    })
    expect(html).toMatch(/<fieldset.*<legend>Which\?/)
    expect(html.match(/<input[^>]*checked[^>]*>/g)).toMatchObject([expect.stringContaining('value="two"')])
  })

  test('a table has a head, aligned columns, and numbers as the app wrote them', () => {
    const raw = (text: string) => ({ type: 'raw_text', text })
    const rows = [
      [raw('<Pattern>'), raw('Count')],
      [raw('a'), { type: 'raw_number', value: 1000, text: '1,000' }],
    ]
    const html = drawn({ type: 'table', rows, column_settings: [null, { align: 'right' }] })
    expect(html).toContain(
      '<thead><tr><th scope="col">&lt;Pattern&gt;</th><th scope="col" class="right">Count</th></tr>',
    )
    expect(html).toContain('<td>a</td><td class="right">1,000</td>')
  })

  test.each([
    [{ slack_file: { id: 'F0CHART001' } }],
    [{ slack_file: { url: 'http://127.0.0.1:4111/files/F0CHART001/chart.png' } }],
  ])('an uploaded picture is shown by its id, with words for those who cannot see it: %j', (image) => {
    const html = drawn({ type: 'image', alt_text: 'Three bars', ...image })
    expect(html).toContain('<img src="/page/files/F0CHART001" alt="Three bars"')
    expect(html).toContain('data-enlarge="/page/files/F0CHART001"')
  })

  test('what this workspace cannot draw is named, not left out', () => {
    expect(drawn({ type: 'video' })).toContain('Slack shows “video” here')
  })
})
