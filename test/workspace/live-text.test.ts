import { describe, expect, test } from 'vitest'
import { linksOf } from '../../src/workspace/links.ts'
import { pingsOf } from '../../src/workspace/pings.ts'

const mrkdwn = (text: string, verbatim = false) => ({
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim } }],
})
const markdown = (text: string) => ({ blocks: [{ type: 'markdown', text }] })
const rich = (...elements: unknown[]) => ({
  blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
})

describe('whom a message pings', () => {
  test.each([
    ['a broadcast in the text', { text: 'a <!channel> b' }, ['<!channel>']],
    ['a broadcast in the text beside blocks', { text: '<!here>', blocks: [{ type: 'divider' }] }, ['<!here>']],
    ['a person with a label', { text: '<@U0ALICE001|alice>' }, ['<@U0ALICE001>']],
    ['a group', mrkdwn('<!subteam^S0ONCALL01|@oncall>'), ['<!subteam^S0ONCALL01>']],
    ['verbatim mrkdwn still obeys tokens', mrkdwn('<!everyone>', true), ['<!everyone>']],
    ['a bare broadcast in mrkdwn', mrkdwn('ask @channel now'), ['<!channel>']],
    ['a bare broadcast in verbatim mrkdwn', mrkdwn('ask @channel now', true), []],
    ['an address is no broadcast', mrkdwn('me@channel.com @here.example'), []],
    [
      'a field',
      { blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: '<@U0BOB00001>' }] }] },
      ['<@U0BOB00001>'],
    ],
    ['a context', { blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: '<!here>' }] }] }, ['<!here>']],
    ['a markdown block', markdown('**x** <!here> <@U0BOB00001>'), ['<!here>', '<@U0BOB00001>']],
    ['escaped', mrkdwn('&lt;!channel&gt; &lt;@U0BOB00001&gt;'), []],
    ['a header is plain', { blocks: [{ type: 'header', text: { type: 'plain_text', text: '<!channel>' } }] }, []],
    ['the text of rich text', rich({ type: 'text', text: '<!channel> @here <@U0BOB00001>' }), []],
    [
      'elements of rich text',
      rich({ type: 'user', user_id: 'U0BOB00001' }, { type: 'broadcast', range: 'here' }),
      ['<@U0BOB00001>', '<!here>'],
    ],
    ['a raw cell', { blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: '<!channel>' }]] }] }, []],
  ])('%s', (_what, message, pings) => {
    expect(pingsOf(message)).toEqual(pings)
  })
})

describe('where a message leads', () => {
  const url = 'https://a.example/x'
  test.each([
    ['a link in the text', { text: `<${url}|here>` }, [url]],
    ['a bare address in the text', { text: `see ${url}.` }, [url]],
    ['the text is not shown beside blocks', { text: `<${url}>`, blocks: [{ type: 'divider' }] }, []],
    ['a link in mrkdwn', mrkdwn(`<${url}?a=1&amp;b=2|here>`), [`${url}?a=1&b=2`]],
    ['a label is no address', mrkdwn(`<${url}|https://bank.example>`), [url]],
    ['a bare address in mrkdwn', mrkdwn(`(see ${url})`), [url]],
    ['a bare address in verbatim mrkdwn', mrkdwn(`see ${url}`, true), []],
    ['a link in verbatim mrkdwn', mrkdwn(`<${url}>`, true), [url]],
    ['without a scheme', mrkdwn('www.a.example/x and b@c.example'), ['www.a.example/x', 'mailto:b@c.example']],
    ['mail', mrkdwn('<mailto:b@c.example|mail>', true), ['mailto:b@c.example']],
    ['other schemes', mrkdwn('<slack://open> ftp://a.example/x'), ['slack://open', 'ftp://a.example/x']],
    ['a mention is no link', mrkdwn('<@U0BOB00001> <#C0PATTERNS|x> <!date^1^{date}|x>'), []],
    ['escaped', mrkdwn('&lt;https|x&gt;'), []],
    ['a markdown link', markdown(`[safe](${url}) and [b](<https://b.example/(y)>)`), [url, 'https://b.example/(y)']],
    ['a markdown link with a title', markdown(`[safe](${url} "title")`), [url]],
    ['a markdown image', markdown(`![](${url}.png)`), [`${url}.png`]],
    ['a markdown reference', markdown(`[safe][1]\n\n[1]: ${url}\n`), [url]],
    ['a bare address in markdown', markdown(`see ${url}`), [url]],
    ['Slack’s form in markdown', markdown(`<${url}|x>`), [url]],
    [
      'rich text',
      rich({ type: 'text', text: `<${url}> ${url}` }, { type: 'link', url: 'https://b.example' }),
      ['https://b.example'],
    ],
    ['a button', { blocks: [{ type: 'actions', elements: [{ type: 'button', url }] }] }, [url]],
    ['an image', { blocks: [{ type: 'image', image_url: url, alt_text: 'https://c.example' }] }, [url]],
    ['a header', { blocks: [{ type: 'header', text: { type: 'plain_text', text: url } }] }, []],
  ])('%s', (_what, message, links) => {
    expect(new Set(linksOf(message))).toEqual(new Set(links))
  })
})
