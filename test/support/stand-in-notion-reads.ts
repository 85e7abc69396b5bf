import { type Call, idIn, list, listed, pageAsked, shownPage, sourceAsked } from './stand-in-notion-call.ts'
import { notFound } from './stand-in-notion-error.ts'
import { propertyNamed } from './stand-in-notion-filter.ts'
import { propertyIdOf } from './stand-in-notion-model.ts'
import { dataSourceJson, propertyValue, showingPeople } from './stand-in-notion-objects.ts'
import { queryRows, rowsInOrder, sortsOf } from './stand-in-notion-query.ts'
import { partOf } from './stand-in-notion-values.ts'

/** The integration itself. */
export function self({ workspace }: Call): Record<string, unknown> {
  const limits = { max_file_upload_size_in_bytes: 5_242_880 }
  const owner = { type: 'workspace', workspace: true }
  const bot = { owner, workspace_id: workspace.id, workspace_limits: limits, workspace_name: workspace.name }
  return { object: 'user', id: workspace.bot.id, name: 'Lode', avatar_url: null, type: 'bot', bot }
}

/** Everybody in the workspace. */
export function users(call: Call): Record<string, unknown> {
  return listed(call, 'user', [...call.workspace.people.keys()].map(showingPeople(call.workspace, call.reader)))
}

/** One person. */
export function user(call: Call): Record<string, unknown> {
  const id = idIn(call, 'user_id')
  if (!call.workspace.people.has(id)) throw notFound('user', id)
  return showingPeople(call.workspace, call.reader)(id)
}

/** Rows of a data source. */
export function query(call: Call): Record<string, unknown> {
  const { workspace, body, queryLimit } = call
  const { rows, nextCursor, isCut } = queryRows(workspace.pages.values(), sourceAsked(call), body, queryLimit)
  const status = isCut ? { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' } : { type: 'complete' }
  return {
    ...list(
      'page_or_data_source',
      rows.map((page) => shownPage(call, page)),
      nextCursor,
    ),
    request_status: status,
  }
}

/** By title, without regard to case; pages only, unless data sources are asked for. */
export function search(call: Call): Record<string, unknown> {
  const { workspace, body, reader } = call
  const words = String(partOf(body, 'query') ?? '').toLowerCase()
  if (partOf(partOf(body, 'filter'), 'value') === 'data_source') {
    const sources = [...workspace.dataSources.values()].filter(
      ({ title, isShared }) => isShared && title.toLowerCase().includes(words),
    )
    return list(
      'page_or_data_source',
      sources.map((source) => dataSourceJson(source, reader)),
      null,
    )
  }
  const found = [...workspace.pages.values()].filter(
    ({ title, isShared, inTrash }) => isShared && !inTrash && title.toLowerCase().includes(words),
  )
  const sort = partOf(body, 'sort')
  const { rows, nextCursor } = rowsInOrder(found, sortsOf(sort === undefined ? undefined : [sort]), body)
  return list(
    'page_or_data_source',
    rows.map((page) => shownPage(call, page)),
    nextCursor,
  )
}

/** A property with all that it refers to: a list for those that refer to several things, else the value. */
export function propertyItems(call: Call): Record<string, unknown> {
  const page = pageAsked(call)
  const source = call.workspace.columnsOf(page)
  const name = propertyNamed(call.ids[1], source)
  const schema = source.properties[name] ?? { type: 'rich_text' }
  const value = propertyValue(page, name, source, showingPeople(call.workspace, call.reader))
  const item = { object: 'property_item', id: propertyIdOf(name, schema), type: schema.type }
  if (!Array.isArray(value) || schema.type === 'multi_select') return { ...item, [schema.type]: value }
  const results = value.map((part: unknown) => ({ ...item, [schema.type]: part }))
  const about = { id: item.id, type: schema.type, [schema.type]: {}, next_url: null }
  return { ...listed(call, 'property_item', results), property_item: about }
}
