import { iteratePaginatedAPI } from '@notionhq/client'
import { describe, expect, test } from 'vitest'
import { aNotion } from '../support/stand-in-notion-client.ts'
import { idOf } from '../support/stand-in-notion-model.ts'
import { aSubscriber } from '../support/stand-in-notion-subscriber.ts'

const titled = (content: string) => ({ title: { title: [{ text: { content } }] } })
const replace = (new_str: string, allow_deleting_content = false) =>
  ({ type: 'replace_content', replace_content: { new_str, allow_deleting_content } }) as const

async function aReport() {
  const { notion, client } = await aNotion()
  const reports = notion.workspace.addPlain({ title: 'Reports' })
  const report = notion.workspace.addPlain({ title: 'Week 1', parentId: reports.id, markdown: 'one' })
  return { notion, client, reports, report, page_id: report.id }
}

/** What a subscriber has been told since it subscribed. */
async function told(notion: Awaited<ReturnType<typeof aNotion>>['notion']) {
  const { url, received } = await aSubscriber()
  const { token } = await notion.webhooks.subscribe(url)
  notion.webhooks.verify(token)
  return async () => {
    await notion.webhooks.settled()
    return received.slice(1).map(({ body }) => body)
  }
}

describe('a plain page', () => {
  test('has nothing but a title, and says what it is below', async () => {
    const { client, reports, page_id } = await aReport()
    const title = { id: 'title', type: 'title', title: [expect.objectContaining({ plain_text: 'Week 1' })] }
    const page = await client.pages.retrieve({ page_id })
    expect(page).toMatchObject({ parent: { type: 'page_id', page_id: reports.id }, in_trash: false })
    expect(page).toHaveProperty('properties', { title })
    expect(await client.pages.retrieve({ page_id: reports.id })).toMatchObject({
      parent: { type: 'workspace', workspace: true },
    })
    const property = await client.pages.properties.retrieve({ page_id, property_id: 'title' })
    expect(property).toMatchObject({ results: [{ title: { plain_text: 'Week 1' } }] })
  })

  test('is no row of a data source, but is found by its title', async () => {
    const { notion, client, reports, page_id } = await aReport()
    const row = notion.workspace.put({ title: 'Week of a row' })
    const rows = await client.dataSources.query({ data_source_id: notion.dataSource.id })
    expect(rows.results.map(({ id }) => id)).toEqual([row.id])
    const found = await client.search({ query: 'week' })
    expect(new Set(found.results.map(({ id }) => id))).toEqual(new Set([row.id, page_id]))
    expect((await client.search({ query: 'report' })).results).toMatchObject([{ id: reports.id }])
  })

  test('is shared together with the page that it is below', async () => {
    const { notion, client, reports, page_id } = await aReport()
    notion.workspace.edit(reports.id, { isShared: false })
    const later = notion.workspace.addPlain({ title: 'Week 2', parentId: reports.id })
    for (const id of [page_id, later.id])
      await expect(client.pages.retrieve({ page_id: id })).rejects.toMatchObject({ code: 'object_not_found' })
    notion.workspace.edit(reports.id, { isShared: true })
    for (const id of [page_id, later.id]) expect(await client.pages.retrieve({ page_id: id })).toMatchObject({ id })
  })
})

describe('a page made below another', () => {
  test.each([
    ['an id', (page_id: string) => ({ page_id }), titled('Week 2')],
    ['an id without dashes', (page_id: string) => ({ page_id: page_id.replaceAll('-', '') }), titled('Week 2')],
    ['a type and an id', (page_id: string) => ({ type: 'page_id', page_id }), titled('Week 2')],
    ['a bare list for a title', (page_id: string) => ({ page_id }), { title: [{ text: { content: 'Week 2' } }] }],
  ])('stands there with its title and text, when asked for with %s', async (_, parentOf, properties) => {
    const { notion, client, reports } = await aReport()
    const body = { parent: parentOf(reports.id), properties, markdown: '## Summary\ntext' }
    const made = await client.request<{ id: string }>({ path: 'pages', method: 'post', body })
    expect(made).toMatchObject({
      object: 'page',
      parent: { type: 'page_id', page_id: reports.id },
      created_by: { id: notion.workspace.bot.id },
      properties: { title: { title: [{ plain_text: 'Week 2' }] } },
    })
    expect(notion.workspace.page(made.id).title).toBe('Week 2')
    expect(notion.workspace.bodyOf(made.id)).toBe('## Summary\ntext')
  })

  test('gets its title from the first heading of its markdown', async () => {
    const { notion, client, reports } = await aReport()
    const parent = { page_id: reports.id }
    const { id } = await client.pages.create({ parent, markdown: '# Fresh\ntext' })
    expect(notion.workspace.page(id).title).toBe('Fresh')
    expect(notion.workspace.bodyOf(id)).toBe('text')
  })

  test('is told to subscribers, with the integration as its author', async () => {
    const { notion, client, reports } = await aReport()
    const events = await told(notion)
    const { id } = await client.pages.create({ parent: { page_id: reports.id }, properties: titled('Week 2') })
    expect(await events()).toEqual([
      expect.objectContaining({
        type: 'page.created',
        authors: [{ id: notion.workspace.bot.id, type: 'bot' }],
        entity: { id, type: 'page' },
        data: { parent: { id: reports.id, type: 'page' } },
      }),
    ])
  })

  test.each([
    ['object_not_found', 'Could not find page', { page_id: idOf('nothing') }],
    ['object_not_found', 'Could not find page', { page_id: idOf('secret') }],
    ['validation_error', 'block that is archived', { page_id: idOf('trashed') }],
    ['validation_error', 'archived ancestor', { page_id: idOf('below the trashed') }],
    ['validation_error', 'body.parent', { workspace: true }],
  ] as const)('is refused as %s (%s) for the parent %j', async (code, message, parent) => {
    const { notion, client } = await aNotion()
    const [secret, trashed] = [idOf('secret'), idOf('trashed')]
    notion.workspace.addPlain({ id: secret, title: 'Secret', isShared: false })
    notion.workspace.addPlain({ id: trashed, title: 'Old reports' })
    notion.workspace.addPlain({ id: idOf('below the trashed'), title: 'Older ones', parentId: trashed })
    notion.workspace.trash(trashed)
    const refused = client.pages.create({ parent, properties: titled('Week 2'), markdown: 'text' })
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    expect(notion.workspace.pages.size).toBe(3)
  })

  test('has no other properties, and needs the right to insert', async () => {
    const { notion, client, reports } = await aReport()
    const parent = { page_id: reports.id }
    const properties = { ...titled('Week 2'), Status: { status: { name: 'Published' } } }
    await expect(client.pages.create({ parent, properties })).rejects.toMatchObject({ code: 'validation_error' })
    notion.allow(['read_content', 'update_content'])
    const refused = client.pages.create({ parent, properties: titled('Week 2') })
    await expect(refused).rejects.toMatchObject({ code: 'restricted_resource' })
  })
})

describe('a write to a plain page', () => {
  test('changes its title and text or throws it away, and is told with the integration as its author', async () => {
    const { notion, client, reports, page_id } = await aReport()
    const events = await told(notion)
    await client.pages.update({ page_id, properties: titled('Week one') })
    expect(await client.pages.updateMarkdown({ page_id, ...replace('two') })).toMatchObject({ markdown: 'two' })
    expect([notion.workspace.page(page_id).title, notion.workspace.bodyOf(page_id)]).toEqual(['Week one', 'two'])
    await client.pages.update({ page_id, in_trash: true })
    expect(notion.workspace.page(page_id).inTrash).toBe(true)
    const parent = { id: reports.id, type: 'page' }
    const authors = [{ id: notion.workspace.bot.id, type: 'bot' }]
    expect(await events()).toMatchObject([
      { type: 'page.properties_updated', authors, data: { parent, updated_properties: ['title'] } },
      { type: 'page.content_updated', authors, data: { parent } },
      { type: 'page.deleted', authors, data: { parent } },
    ])
  })

  test('is refused while the page is in the trash', async () => {
    const { notion, client, page_id } = await aReport()
    notion.workspace.trash(page_id)
    const code = 'validation_error'
    await expect(client.pages.update({ page_id, properties: titled('x') })).rejects.toMatchObject({ code })
    await expect(client.pages.updateMarkdown({ page_id, ...replace('x') })).rejects.toMatchObject({ code })
    expect([notion.workspace.page(page_id).title, notion.workspace.bodyOf(page_id)]).toEqual(['Week 1', 'one'])
    expect(await client.pages.update({ page_id, in_trash: false })).toMatchObject({ in_trash: false })
    expect(await client.pages.updateMarkdown({ page_id, ...replace('x') })).toMatchObject({ markdown: 'x' })
  })

  test('is refused while a page above it is in the trash', async () => {
    const { notion, client, reports, page_id } = await aReport()
    notion.workspace.trash(reports.id)
    await expect(client.pages.update({ page_id, in_trash: true })).rejects.toThrow('archived ancestor')
    await expect(client.pages.updateMarkdown({ page_id, ...replace('x') })).rejects.toThrow('archived ancestor')
  })

  test('leaves the pages below it alone unless it is allowed to delete them', async () => {
    const { notion, client, report, page_id } = await aReport()
    const { id } = notion.workspace.addPlain({ title: 'Notes', parentId: report.id })
    const { markdown } = await client.pages.retrieveMarkdown({ page_id })
    expect(markdown).toBe(`one\n<page url="https://www.notion.so/${id.replaceAll('-', '')}">Notes</page>`)
    const refused = client.pages.updateMarkdown({ page_id, ...replace('two') })
    await expect(refused).rejects.toThrow('would delete 1 child page')
    expect(notion.workspace.bodyOf(page_id)).toBe('one')
    await client.pages.updateMarkdown({ page_id, ...replace(markdown.replace('one', 'two')) })
    expect([notion.workspace.bodyOf(page_id), notion.workspace.page(id).inTrash]).toEqual(['two', false])
    await client.pages.updateMarkdown({ page_id, ...replace('three', true) })
    expect([notion.workspace.bodyOf(page_id), notion.workspace.page(id).inTrash]).toEqual(['three', true])
  })
})

describe('the blocks of a page', () => {
  test('end with the pages below it, part by part, without those in the trash', async () => {
    const { notion, client, reports, page_id } = await aReport()
    const { workspace } = notion
    workspace.edit(reports.id, { markdown: '## All weeks\nNewest last' })
    const [second, third] = ['Week 2', 'Week 3'].map((title) => workspace.addPlain({ title, parentId: reports.id }))
    workspace.addPlain({ title: 'Secret', parentId: reports.id, isShared: false })
    workspace.trash(second?.id ?? '')
    const ask = { block_id: reports.id, page_size: 2 }
    const blocks = await Array.fromAsync(iteratePaginatedAPI(client.blocks.children.list, ask))
    expect(notion.counts.get('GET /v1/blocks/{id}/children')).toBe(2)
    const child = { object: 'block', type: 'child_page', in_trash: false, parent: { page_id: reports.id } }
    expect(blocks).toMatchObject([
      { type: 'heading_2' },
      { type: 'paragraph' },
      { ...child, id: page_id, has_children: true, child_page: { title: 'Week 1' } },
      { ...child, id: third?.id, has_children: false, child_page: { title: 'Week 3' } },
    ])
    expect(await client.blocks.retrieve({ block_id: page_id })).toMatchObject({ child_page: { title: 'Week 1' } })
  })

  test('say who made a page, and know nothing of one that was moved away', async () => {
    const { notion, client, reports, page_id } = await aReport()
    const { id } = await client.pages.create({ parent: { page_id: reports.id }, properties: titled('Week 2') })
    const makers = async () =>
      (await client.blocks.children.list({ block_id: reports.id })).results.map((block) =>
        'created_by' in block ? [block.id, block.created_by.id] : [],
      )
    const person = notion.workspace.person('Robin Writer')
    expect(await makers()).toEqual([
      [page_id, person.id],
      [id, notion.workspace.bot.id],
    ])
    await client.pages.move({ page_id: id, parent: { page_id } })
    expect(await makers()).toEqual([[page_id, person.id]])
    expect(await client.pages.retrieve({ page_id: id })).toMatchObject({ parent: { page_id } })
  })
})
