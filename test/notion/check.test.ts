import { expect, test } from 'vitest'
import { checkNotion } from '../../src/notion/check.ts'
import { connectNotion } from '../../src/notion/client.ts'
import { defaultMapping } from '../../src/notion/mapping.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'
import { idOf } from '../support/stand-in-notion-model.ts'
import { aDataSource } from '../support/stand-in-notion-schema.ts'

async function aCheck(reportsPage: 'none' | 'shared' | 'unknown' = 'none') {
  const { notion } = await aNotion()
  const { id } = notion.workspace.addPlain({ title: 'Reports' })
  const client = connectNotion({ token: notion.token, baseUrl: notion.url, requestsPerMinute: 100_000 }).client()
  const settings = {
    dataSources: [notion.dataSource.id],
    mapping: defaultMapping,
    reportsPage: { none: null, shared: id, unknown: idOf('nothing') }[reportsPage],
  }
  return { notion, id, check: () => checkNotion(client, settings) }
}

test('a connection that may read content and people is fine', async () => {
  const { notion, check } = await aCheck('shared')
  notion.allow(['read_content', 'read_users'])
  expect(await check()).toMatchObject({ problems: [] })
})

test('one that may not read about people can’t have them redacted', async () => {
  const { notion, check } = await aCheck()
  notion.allow(['read_content'])
  expect((await check()).problems).toEqual([expect.stringContaining('Read user information without email addresses')])
})

test('a page for reports that is not shared, or in the trash, is named', async () => {
  expect((await (await aCheck('unknown')).check()).problems).toEqual([
    expect.stringContaining('Share it with the connection'),
  ])
  const { notion, id, check } = await aCheck('shared')
  notion.workspace.trash(id)
  expect((await check()).problems).toEqual(['The page NOTION_REPORTS_PAGE is in the trash.'])
})

test('every data source is looked at, and what is wrong with its properties said', async () => {
  const { notion } = await aNotion()
  const client = connectNotion({ token: notion.token, baseUrl: notion.url, requestsPerMinute: 100_000 }).client()
  const mapping = { ...defaultMapping, severity: { property: 'Level', isOptional: false } }
  const found = await checkNotion(client, { dataSources: [notion.dataSource.id], mapping, reportsPage: null })
  expect(found.problems).toEqual([expect.stringContaining('severity reads the property "Level", which is not there')])
})

test('usual properties that are not there are named: nothing is known of what they would say', async () => {
  const { Restricted: _, ...properties } = aDataSource().properties
  const { notion } = await aNotion({ dataSources: [aDataSource({ properties })] })
  const client = connectNotion({ token: notion.token, baseUrl: notion.url, requestsPerMinute: 100_000 }).client()
  const dataSources = [notion.dataSource.id]
  const found = await checkNotion(client, { dataSources, mapping: defaultMapping, reportsPage: null })
  expect(found).toEqual({ problems: [], absent: ['Restricted'] })
})
