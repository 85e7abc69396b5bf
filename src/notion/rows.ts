import {
  APIResponseError,
  type Client,
  type FullDataSourceQueryArgs,
  isFullPage,
  iterateAllDataSourceRows,
  type PageObjectResponse,
} from '@notionhq/client'
import { UserError } from '../errors.ts'

/** Which rows: those edited since then, those whose date came within a span, and those in the trash instead of the others. */
export type Wanted = {
  readonly editedSince?: Date
  readonly due?: { readonly property: string; readonly since: Date; readonly until: Date }
  readonly inTrash?: true
}

/**
 * The pages of a data source by when they were created, a hundred at a time, past the 10,000 that one query gives.
 * Rejects with a `UserError` where the data source isn't there for the connection.
 */
export async function* rowsOf(
  client: Client,
  dataSourceId: string,
  { editedSince, due, inTrash }: Wanted = {},
): AsyncGenerator<PageObjectResponse> {
  const query: FullDataSourceQueryArgs = { data_source_id: dataSourceId, page_size: 100 }
  if (inTrash) query.in_trash = true
  if (editedSince) {
    const time = minuteOf(editedSince).toISOString()
    query.filter = { timestamp: 'last_edited_time', last_edited_time: { on_or_after: time } }
  }
  if (due) query.filter = { and: cameWithin(due) }
  try {
    for await (const row of iterateAllDataSourceRows(client, query)) {
      if (row.object !== 'page') continue
      if (!isFullPage(row)) throw new Error(`Notion gave only the id of the page ${row.id}.`)
      yield row
    }
  } catch (error) {
    throw await explained(client, dataSourceId, error)
  }
}

/** By whole days, and one more: where a date has no time its day begins elsewhere than here. */
function cameWithin({ property, since, until }: NonNullable<Wanted['due']>) {
  const day = (time: Date): string => time.toISOString().slice(0, 10)
  return [
    { property, date: { on_or_after: day(new Date(since.getTime() - 86_400_000)) } },
    { property, date: { on_or_before: day(until) } },
  ]
}

/** Notion rounds times of pages down to the minute. */
export function minuteOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 60_000) * 60_000)
}

/** What an error of a request about a data source means to whoever configured it. */
export async function explained(client: Client, dataSourceId: string, error: unknown): Promise<unknown> {
  if (error instanceof Error && error.message.startsWith('iterateAllDataSourceRows cannot make progress'))
    return new UserError(
      `The data source ${dataSourceId} has more than 10,000 pages that were created in one minute; Notion lists no more. Move some of them into another data source.`,
      { cause: error },
    )
  if (!APIResponseError.isAPIResponseError(error)) return error
  if (error.code === 'object_not_found') return new UserError(await notFound(client, dataSourceId), { cause: error })
  if (error.code === 'validation_error')
    return new UserError(`Notion can't list the data source ${dataSourceId}: ${error.message}`, { cause: error })
  return error
}

/** An address in the browser has the id of the database, which is another one than that of its data source. */
async function notFound(client: Client, id: string): Promise<string> {
  try {
    const database = await client.databases.retrieve({ database_id: id })
    const sources =
      'data_sources' in database ? database.data_sources.map((source) => `${source.id} (${source.name})`) : []
    return `${id} is the id of a Notion database. Name the data source in it instead: ${sources.join(', ')}.`
  } catch (error) {
    if (!APIResponseError.isAPIResponseError(error)) throw error
    return `Notion shows the connection no data source ${id}. Share the database with the connection (in its menu: Connections), or correct the id.`
  }
}
