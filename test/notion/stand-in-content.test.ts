import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isFullBlock, isFullPage, iterateAllDataSourceRows, iteratePaginatedAPI } from '@notionhq/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aNotion } from '../support/stand-in-notion-client.ts'
import { notionFlavoured } from '../support/stand-in-notion-flavour.ts'

describe('markdown', () => {
  test('leads from part to part of a page that is too long, and not into what is not shared', async () => {
    const { notion, client } = await aNotion()
    const { id } = notion.workspace.put({
      title: 'Long',
      markdown: '## Summary\nshort\n{{rest}}\n{{annex}}',
      hidden: {
        rest: { because: 'left_out', markdown: '## Timeline\n{{more}}' },
        more: { because: 'left_out', markdown: '## Follow-up' },
        annex: { because: 'unshared' },
      },
    })
    const whole = await client.pages.retrieveMarkdown({ page_id: id })
    expect(whole).toMatchObject({
      truncated: true,
      markdown: expect.stringContaining('## Summary\nshort\n<unknown url="'),
    })
    const [rest, annex] = whole.unknown_block_ids
    const part = await client.pages.retrieveMarkdown({ page_id: rest ?? '' })
    expect(part).toMatchObject({
      truncated: true,
      markdown: expect.stringMatching(/^## Timeline\n<unknown url="[^"]+"\/>$/),
    })
    const last = await client.pages.retrieveMarkdown({ page_id: part.unknown_block_ids[0] ?? '' })
    expect(last).toMatchObject({ truncated: false, markdown: '## Follow-up', unknown_block_ids: [] })
    const secret = client.pages.retrieveMarkdown({ page_id: annex ?? '' })
    await expect(secret).rejects.toMatchObject({ code: 'object_not_found' })
  })

  test('names a block of a kind that it has no form for, which can be read as a block', async () => {
    const { notion, client } = await aNotion()
    const hidden = { runbook: { because: 'unsupported', type: 'bookmark', url: 'https://runbooks.example/1' } } as const
    const { id } = notion.workspace.put({ title: 'Linked', markdown: 'See\n{{runbook}}', hidden })
    const { truncated, unknown_block_ids, markdown } = await client.pages.retrieveMarkdown({ page_id: id })
    expect(truncated).toBe(false)
    expect(markdown).toMatch(/^See\n<unknown url="https:\/\/www\.notion\.so\/\w{32}#\w{32}" alt="bookmark"\/>$/)
    const block = await client.blocks.retrieve({ block_id: unknown_block_ids[0] ?? '' })
    expect(block).toMatchObject({ type: 'bookmark', bookmark: { url: 'https://runbooks.example/1' } })
  })

  test('is also there as blocks, with what is inside a toggle or a table below it', async () => {
    const { notion, client } = await aNotion()
    const lines = [
      '## Impact',
      'All \\$3 were lost',
      '- one',
      '\t- below',
      '<details>',
      '<summary>More</summary>',
      '\tinside',
      '</details>',
    ]
    const table = [
      '<table header-row="true">',
      '<tr>',
      '<td>a</td>',
      '<td>b</td>',
      '</tr>',
      '</table>',
      '```',
      '- code',
      '```',
    ]
    const { id } = notion.workspace.put({ title: 'Blocks', markdown: [...lines, ...table].join('\n') })
    const childrenOf = async (block_id: string) =>
      (await client.blocks.children.list({ block_id })).results.filter(isFullBlock)
    const blocks = await childrenOf(id)
    expect(blocks.map(({ type }) => type)).toEqual([
      'heading_2',
      'paragraph',
      'bulleted_list_item',
      'toggle',
      'table',
      'code',
    ])
    expect(blocks[1]).toMatchObject({ paragraph: { rich_text: [{ plain_text: 'All $3 were lost' }] } })
    expect(await childrenOf(blocks[2]?.id ?? '')).toMatchObject([
      { bulleted_list_item: { rich_text: [{ plain_text: 'below' }] } },
    ])
    expect(await childrenOf(blocks[3]?.id ?? '')).toMatchObject([
      { paragraph: { rich_text: [{ plain_text: 'inside' }] } },
    ])
    expect(await childrenOf(blocks[4]?.id ?? '')).toMatchObject([
      { table_row: { cells: [[{ plain_text: 'a' }], [{ plain_text: 'b' }]] } },
    ])
  })

  test.each([
    ['One\n\nTwo\n\n\n- a\n    - b\n\t- c\n* d', 'One\nTwo\n- a\n\t- b\n\t- c\n- d'],
    ['###### Deep\n1) first\n- [X] done', '#### Deep\n1. first\n- [x] done'],
    ['It cost $300 <ouch> {x} a|b ~2k `a|b $1`', 'It cost \\$300 \\<ouch\\> \\{x\\} a\\|b \\~2k `a|b $1`'],
    [
      'See https://a.example/x?y=1, [this](https://b.example) and <https://c.example>',
      'See [https://a.example/x?y=1](https://a.example/x?y=1), [this](https://b.example) and [https://c.example](https://c.example)',
    ],
    [
      '| a | b \\| c |\n|---|:-:|\n| 1 | 2 |\n\nafter',
      '<table header-row="true">\n<tr>\n<td>a</td>\n<td>b \\| c</td>\n</tr>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</table>\nafter',
    ],
    ['```sh\nif [ $A ]\n\n| x |\n```\nafter', '```sh\nif [ $A ]\n\n| x |\n```\nafter'],
  ])('of a file %j is in its own dialect', (file, expected) => {
    expect(notionFlavoured(file)).toBe(expected)
  })
})

describe('properties', () => {
  test('a page shows 25 people, and the property itself all of them', async () => {
    const { notion, client } = await aNotion()
    const People = Array.from({ length: 130 }, (_, index) => notion.workspace.person(`Person ${index}`).id)
    const { id } = notion.workspace.put({ title: 'Crowded', properties: { People } })
    const page = await client.pages.retrieve({ page_id: id })
    const property = isFullPage(page) ? page.properties.People : undefined
    expect(property).toMatchObject({ type: 'people', people: expect.objectContaining({ length: 25 }) })
    const items = iteratePaginatedAPI(async ({ start_cursor }: { start_cursor?: string }) => {
      const list = await client.pages.properties.retrieve({
        page_id: id,
        property_id: property?.id ?? '',
        ...(start_cursor && { start_cursor }),
      })
      if (list.object !== 'list') throw new Error('not a list')
      return list
    }, {})
    expect(await Array.fromAsync(items)).toHaveLength(130)
  })

  test('people are named only for who may read about people', async () => {
    const { notion, client } = await aNotion()
    const ada = notion.workspace.person('Ada Lovelace')
    const { id } = notion.workspace.put({ title: 'Owned', properties: { People: [ada.id] } })
    const people = async () => {
      const page = await client.pages.retrieve({ page_id: id })
      return isFullPage(page) ? page.properties.People : undefined
    }
    expect(await people()).toMatchObject({
      people: [{ name: 'Ada Lovelace', person: { email: 'ada.lovelace@example.com' } }],
    })
    notion.allow(['read_content'])
    expect(await people()).toMatchObject({ people: [{ object: 'user', id: ada.id }] })
    await expect(client.users.retrieve({ user_id: ada.id })).rejects.toMatchObject({ code: 'restricted_resource' })
  })
})

describe('a folder', () => {
  const head = ['---', 'title: "Writes failed"', 'date: 2026-11-17', 'published: 2026-11-20', 'severity: SEV2']
  const more = [
    'owner_team: team-checkout',
    'people:',
    '  - Ada Lovelace',
    'facts:',
    '  gmv_loss_eur: 12000',
    '---',
    '# Writes failed',
    '',
  ]

  test('feeds pages with what their front matter says, and follows the files', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'notion-feed-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(
      path.join(folder, 'writes.md'),
      [...head, ...more, '## Summary', '', 'All writes failed.'].join('\n'),
    )
    await writeFile(path.join(folder, 'draft.md'), '---\npublished: false\n---\n# Not yet\n\ntext')
    const { notion, client } = await aNotion()
    const ids = await notion.fedBy(folder)
    const page_id = ids.get('writes.md') ?? ''
    expect(await client.pages.retrieve({ page_id })).toMatchObject({
      properties: {
        Name: { title: [{ plain_text: 'Writes failed' }] },
        Status: { status: { name: 'Published' } },
        Severity: { select: { name: 'SEV2' } },
        'Incident date': { date: { start: '2026-11-17' } },
        'Published on': { date: { start: '2026-11-20' } },
        People: { people: [{ name: 'Ada Lovelace' }] },
        gmv_loss_eur: { number: 12_000 },
        Restricted: { checkbox: false },
      },
    })
    expect(await client.pages.retrieveMarkdown({ page_id })).toMatchObject({
      markdown: '## Summary\nAll writes failed.',
    })
    expect(notion.workspace.page(ids.get('draft.md') ?? '')).toMatchObject({
      title: 'Not yet',
      properties: { Status: 'Draft' },
    })
    await writeFile(path.join(folder, 'writes.md'), [...head, ...more, 'Other text'].join('\n'))
    await rm(path.join(folder, 'draft.md'))
    await notion.fedBy(folder)
    expect(await client.pages.retrieveMarkdown({ page_id })).toMatchObject({ markdown: 'Other text' })
    expect(notion.workspace.page(ids.get('draft.md') ?? '').inTrash).toBe(true)
  })

  test('of examples feeds every one of them', async () => {
    const { notion } = await aNotion()
    const ids = await notion.fedBy(new URL('../../examples/postmortems', import.meta.url).pathname)
    expect(ids.size).toBeGreaterThan(30)
    expect([...ids.values()].map((id) => notion.workspace.bodyOf(id)).filter((body) => body.length < 500)).toEqual([])
  })
})

describe('very many pages', () => {
  test('end at ten thousand for a client that only follows the cursor', async () => {
    const { notion, client } = await aNotion()
    notion.fill(12_000)
    const ask = { data_source_id: notion.dataSource.id, page_size: 100 }
    const rows = await Array.fromAsync(iteratePaginatedAPI(client.dataSources.query, ask))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(10_000)
    expect(notion.counts.get('POST /v1/data_sources/{id}/query')).toBe(100)
  })

  test('are all there for a client that asks in windows of time', async () => {
    const { notion, client } = await aNotion({ queryLimit: 200 })
    notion.fill(450)
    const rows = await Array.fromAsync(iterateAllDataSourceRows(client, { data_source_id: notion.dataSource.id }))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(450)
  })

  test('have texts that are made when they are read, the same ones each time', async () => {
    const { notion, client } = await aNotion()
    let made = 0
    const bodyOf = (index: number): string => {
      made += 1
      return `text ${index}`
    }
    notion.fill(12_000, { bodyOf })
    expect(made).toBe(0)
    const [first] = notion.workspace.pages.keys()
    expect(await client.pages.retrieveMarkdown({ page_id: first ?? '' })).toMatchObject({ markdown: 'text 0' })
    const [a, b] = [await aNotion(), await aNotion()].map(({ notion: other }) => {
      other.fill(3)
      return [...other.workspace.pages.keys()].map((id) => other.workspace.bodyOf(id))
    })
    expect(a).toEqual(b)
    expect(new Set(a).size).toBe(3)
  })
})
