import { isFullPage } from '@notionhq/client'
import { describe, expect, test } from 'vitest'
import { aNotion, clientOf } from '../support/stand-in-notion-client.ts'
import { aDataSource } from '../support/stand-in-notion-schema.ts'

async function aPage(markdown = 'one\ntwo\ntwo') {
  const { notion, client } = await aNotion()
  const { id: page_id } = notion.workspace.put({ title: 'A page', markdown, properties: { Status: 'Draft' } })
  return { notion, client, page_id }
}

describe('a page written through the API', () => {
  test('gets its title from the first heading of its markdown', async () => {
    const { notion, client } = await aNotion()
    const parent = { data_source_id: notion.dataSource.id }
    const page = await client.pages.create({
      parent,
      markdown: '# Fresh\n## Summary\ntext',
      properties: { Status: { status: { name: 'Draft' } } },
    })
    expect(isFullPage(page) && page.properties.Name).toMatchObject({ title: [{ plain_text: 'Fresh' }] })
    expect(await client.pages.retrieveMarkdown({ page_id: page.id })).toMatchObject({ markdown: '## Summary\ntext' })
  })

  test('takes other properties, goes to the trash and comes back', async () => {
    const { client, page_id } = await aPage()
    const properties = {
      Status: { status: { name: 'Published' } },
      duration_minutes: { number: 5 },
      Name: { title: [{ text: { content: 'B' } }] },
    }
    expect(await client.pages.update({ page_id, properties })).toMatchObject({
      properties: {
        Status: { status: { name: 'Published' } },
        duration_minutes: { number: 5 },
        Name: { title: [{ plain_text: 'B' }] },
      },
    })
    expect(await client.pages.update({ page_id, in_trash: true })).toMatchObject({ in_trash: true })
    await expect(client.pages.update({ page_id, properties })).rejects.toThrow('block that is archived')
    expect(await client.pages.update({ page_id, in_trash: false })).toMatchObject({ in_trash: false })
  })

  test('moves to another data source', async () => {
    const elsewhere = aDataSource({ title: 'Runbooks' })
    const { notion, client } = await aNotion({ dataSources: [aDataSource(), elsewhere] })
    const { id: page_id } = notion.workspace.put({ title: 'A page' })
    const moved = await client.pages.move({ page_id, parent: { data_source_id: elsewhere.id } })
    expect(moved).toMatchObject({ parent: { data_source_id: elsewhere.id } })
  })

  test('is archived only by the older version of the API', async () => {
    const { notion, client, page_id } = await aPage()
    await expect(client.pages.update({ page_id, archived: true })).rejects.toMatchObject({ code: 'validation_error' })
    const older = clientOf(notion, { notionVersion: '2025-09-03' })
    expect(await older.pages.update({ page_id, archived: true })).toMatchObject({ archived: true, in_trash: true })
  })
})

describe('a write command', () => {
  const update = (...content_updates: { old_str: string; new_str: string; replace_all_matches?: boolean }[]) =>
    ({ type: 'update_content', update_content: { content_updates } }) as const

  test.each([
    ['all new', { type: 'replace_content', replace_content: { new_str: 'all new' } } as const],
    ['1\ntwo\ntwo', update({ old_str: 'one', new_str: '1' })],
    ['one\n$&\n$&', update({ old_str: 'two', new_str: '$&', replace_all_matches: true })],
    ['one\ntwo\ntwo\nend', { type: 'insert_content', insert_content: { content: 'end' } } as const],
    [
      'start\none\ntwo\ntwo',
      { type: 'insert_content', insert_content: { content: 'start', position: { type: 'start' } } } as const,
    ],
    [
      'x\ntwo',
      { type: 'replace_content_range', replace_content_range: { content: 'x', content_range: 'one...two' } } as const,
    ],
  ])('leaves %j', async (markdown, command) => {
    const { client, page_id } = await aPage()
    expect(await client.pages.updateMarkdown({ page_id, ...command })).toMatchObject({ markdown })
    expect(await client.pages.retrieveMarkdown({ page_id })).toMatchObject({ markdown })
  })

  test.each([
    ['Multiple matches', update({ old_str: 'two', new_str: 'x' })],
    ['Could not find', update({ old_str: 'three', new_str: 'x' })],
  ])('is refused with %j', async (message, command) => {
    const { client, page_id } = await aPage()
    await expect(client.pages.updateMarkdown({ page_id, ...command })).rejects.toThrow(message)
  })

  test('keeps a hidden block where its tag is, and drops it with its tag', async () => {
    const { notion, client } = await aNotion()
    const hidden = { runbook: { because: 'unsupported', type: 'bookmark' } } as const
    const { id: page_id } = notion.workspace.put({ title: 'A page', markdown: 'one\n{{runbook}}', hidden })
    const changed = await client.pages.updateMarkdown({ page_id, ...update({ old_str: 'one', new_str: '1' }) })
    expect(changed.unknown_block_ids).toHaveLength(1)
    const replaced = await client.pages.updateMarkdown({
      page_id,
      type: 'replace_content',
      replace_content: { new_str: 'gone' },
    })
    expect(replaced).toMatchObject({ markdown: 'gone', unknown_block_ids: [] })
  })
})
