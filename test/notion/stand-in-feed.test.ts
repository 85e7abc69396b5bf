import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { iterateAllDataSourceRows, iteratePaginatedAPI } from '@notionhq/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aNotion } from '../support/stand-in-notion-client.ts'
import { notionFlavoured } from '../support/stand-in-notion-flavour.ts'

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
  test('end at what a query gives for a client that only follows the cursor', async () => {
    const { notion, client } = await aNotion({ queryLimit: 1_000 })
    notion.fill(1_200)
    const ask = { data_source_id: notion.dataSource.id, page_size: 100 }
    const rows = await Array.fromAsync(iteratePaginatedAPI(client.dataSources.query, ask))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1_000)
    expect(notion.counts.get('POST /v1/data_sources/{id}/query')).toBe(10)
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
