import { isFullBlock, isFullPage, iteratePaginatedAPI } from '@notionhq/client'
import { describe, expect, test } from 'vitest'
import { aNotion } from '../support/stand-in-notion-client.ts'

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

  test('is called truncated when all that is missing is not shared', async () => {
    const { notion, client } = await aNotion()
    const { id } = notion.workspace.put({
      title: 'Half',
      markdown: '{{annex}}',
      hidden: { annex: { because: 'unshared' } },
    })
    expect(await client.pages.retrieveMarkdown({ page_id: id })).toMatchObject({ truncated: true })
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
