import { invalid, notFound } from './stand-in-notion-error.ts'
import { type DataSource, type NotionPage, normalId } from './stand-in-notion-model.ts'
import { pageJson, type Reader } from './stand-in-notion-objects.ts'
import { pageSizeOf } from './stand-in-notion-query.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

/** What the integration may do; the rest is refused as `restricted_resource`. */
export type Capability = 'read_content' | 'insert_content' | 'update_content' | 'read_users'

/** A request that has come as far as an endpoint. `ids` are the variable parts of its path. */
export type Call = {
  readonly workspace: NotionWorkspace
  readonly ids: readonly string[]
  readonly query: URLSearchParams
  readonly body: unknown
  readonly reader: Reader
  readonly queryLimit: number
  readonly capabilities: readonly Capability[]
}

/** The page that a request names, if the integration can see it. */
export function pageAsked(call: Call): NotionPage {
  const id = idIn(call, 'page_id')
  const page = call.workspace.pages.get(id)
  if (!page?.isShared) throw notFound('page', id)
  return page
}

/** The id in a request's path, with its dashes. */
export function idIn({ ids }: Call, name: string): string {
  const id = normalId(ids[0] ?? '')
  if (id === null)
    throw invalid(`path failed validation: path.${name} should be a valid uuid, instead was \`"${ids[0]}"\`.`)
  return id
}

/** The data source that a request names, if the integration can see it. */
export function sourceAsked(call: Call): DataSource {
  const id = idIn(call, 'data_source_id')
  const source = call.workspace.dataSources.get(id)
  if (!source?.isShared) throw notFound('data source', id)
  return source
}

/** The data source of the database that a request names. */
export function databaseAsked(call: Call): DataSource {
  const id = idIn(call, 'database_id')
  const source = [...call.workspace.dataSources.values()].find(({ databaseId }) => databaseId === id)
  if (!source?.isShared) throw notFound('database', id)
  return source
}

/** A page as this request gets to see it. */
export function shownPage({ workspace, reader, query }: Call, page: NotionPage): Record<string, unknown> {
  return pageJson(workspace, reader, page, query.getAll('filter_properties'))
}

/** A part of a list that doesn't change: its cursor is a place. */
export function listed(
  { query }: Call,
  type: string,
  results: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const start = Number(query.get('start_cursor') ?? 0)
  const size = pageSizeOf(query.get('page_size'))
  const next = start + size < results.length ? String(start + size) : null
  return list(type, results.slice(start, start + size), next)
}

/** The envelope of every list. */
export function list(
  type: string,
  results: readonly Record<string, unknown>[],
  nextCursor: string | null,
): Record<string, unknown> {
  return { object: 'list', results, next_cursor: nextCursor, has_more: nextCursor !== null, type, [type]: {} }
}
