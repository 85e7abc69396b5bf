import { createHash } from 'node:crypto'
import { Client } from '@notionhq/client'
import { describe, expect, test } from 'vitest'
import { plainMarkdown } from '../../src/notion/markdown.ts'
import { retrieveText } from '../../src/notion/page-text.ts'
import type { HiddenBlock } from '../support/stand-in-notion-model.ts'
import { aSource, only, said } from './source-at-work.ts'

type Hidden = Readonly<Record<string, HiddenBlock>>

/** The real client in front of answers that the stand-in never gives. */
function answering(answer: (path: string) => unknown): Client {
  const fetch = async (url: string) => Response.json(answer(new URL(url).pathname))
  return new Client({ fetch, logger: () => undefined, retry: false })
}

/** Another id for every text. */
function idAfter(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

async function textOf(markdown: string, hidden: Hidden = {}): Promise<string> {
  const { notion, source } = await aSource()
  notion.workspace.put({ title: 'A page', markdown, hidden, properties: { Status: 'Published' } })
  return said(await only(source))
}

describe('a page that Notion gives in parts', () => {
  test('is put together, each part in its place and depth', async () => {
    const text = await textOf('# Start\n- one\n\t{{rest}}\n- last', {
      rest: { because: 'left_out', markdown: '- two\n\t- three\n{{more}}' },
      more: { because: 'left_out', markdown: '- four' },
    })
    expect(text).toBe('# Start\n\n- one\n  - two\n    - three\n  - four\n- last')
  })

  test('is incomplete where a part is not shared, and is tried again', async () => {
    const text = await textOf('Start.\n{{annex}}', { annex: { because: 'unshared' } })
    expect(text).toMatch(/^incomplete: a part of the page is not shared with the connection.*it is tried again\.$/)
  })

  test('is incomplete where a part of a part is not shared', async () => {
    const text = await textOf('{{rest}}', {
      rest: { because: 'left_out', markdown: 'More.\n{{annex}}' },
      annex: { because: 'unshared' },
    })
    expect(text).toMatch(/^incomplete: /)
  })

  test('is incomplete where its parts lead in a circle', async () => {
    const text = await textOf('{{one}}', {
      one: { because: 'left_out', markdown: '{{two}}' },
      two: { because: 'left_out', markdown: '{{one}}' },
    })
    expect(text).toMatch(/^incomplete: .*in a circle/)
  })

  test('is incomplete where it comes in more parts than any page has', async () => {
    const client = answering((path) => ({ markdown: 'Text.', truncated: true, unknown_block_ids: [idAfter(path)] }))
    await expect(retrieveText(client, idAfter(''))).rejects.toThrow(/^incomplete: .*more than 500 parts/)
  })

  test('is complete again once the part is shared', async () => {
    const { notion, source } = await aSource()
    const hidden = { annex: { because: 'unshared' } } as const
    const { id } = notion.workspace.put({
      title: 'A page',
      markdown: 'A.\n{{annex}}',
      hidden,
      properties: { Status: 'Published' },
    })
    const before = await source.live.item(id)
    notion.workspace.edit(id, { hidden: { annex: { because: 'left_out', markdown: 'B.' } } })
    const after = await source.live.item(id)
    if ('is' in before || 'is' in after) throw new Error('The page is gone.')
    expect(said(after)).toBe('A.\n\nB.')
    expect(after.revision).not.toBe(before.revision)
  })
})

describe('blocks that Notion has no Markdown for', () => {
  test.each(['bookmark', 'embed', 'link_preview', 'breadcrumb', 'button'])(
    '%s has no text, so nothing is missing',
    async (type) => {
      expect(await textOf('See\n{{block}}\nand go on.', { block: { because: 'unsupported', type } })).toBe(
        'See\n\nand go on.',
      )
    },
  )

  test('cost no request when they are known to have no text', async () => {
    const { notion, source } = await aSource()
    const hidden = { block: { because: 'unsupported', type: 'bookmark' } } as const
    notion.workspace.put({ title: 'A page', markdown: 'A.\n{{block}}', hidden, properties: { Status: 'Published' } })
    await only(source)
    expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBe(1)
    expect(notion.counts.get('GET /v1/blocks/{id}')).toBeUndefined()
  })
})

test('the caption of a block without Markdown is text, and nothing in it is markup', async () => {
  const id = idAfter('')
  const button = {
    object: 'block',
    id,
    type: 'button',
    has_children: false,
    button: { caption: [{ plain_text: 'Page *me*' }] },
  }
  const page = {
    markdown: `<unknown url="https://www.notion.so/x#${id}" alt="button"/>`,
    truncated: false,
    unknown_block_ids: [id],
  }
  const client = answering((path) => (path.includes('/blocks/') ? button : page))
  expect(plainMarkdown(await retrieveText(client, idAfter('page'))).markdown).toBe('Page *me*')
})

test('a block with more below it that Notion gives no text for makes the page incomplete', async () => {
  const id = idAfter('')
  const block = { object: 'block', id, type: 'future', has_children: true, future: {} }
  const page = {
    markdown: `<unknown url="https://www.notion.so/x#${id}" alt="future"/>`,
    truncated: false,
    unknown_block_ids: [id],
  }
  const client = answering((path) => (path.includes('/blocks/') ? block : page))
  await expect(retrieveText(client, idAfter('page'))).rejects.toThrow(/^incomplete: .*future/)
})

test('a page that Notion cut short without saying where is incomplete', async () => {
  const client = answering(() => ({ markdown: 'Text.', truncated: true, unknown_block_ids: [] }))
  await expect(retrieveText(client, idAfter(''))).rejects.toThrow(/^incomplete: /)
})

test('a text that is too long for any model is unreadable', async () => {
  expect(await textOf('x'.repeat(1_000_001))).toContain('too long')
})
