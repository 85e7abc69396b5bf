import { type Client, extractNotionId, isFullPage, type PageObjectResponse } from '@notionhq/client'
import type { SourceItem } from '../domain.ts'
import { UserError } from '../errors.ts'
import type { DocumentSource, Gone, LiveSource, Reading, Unchanged } from '../ports.ts'
import { checkMapping } from './check-mapping.ts'
import type { NotionConnection } from './client.ts'
import { itemOf, readDocument, stampOf } from './page-item.ts'
import { isNotFound } from './page-text.ts'
import { isPublished } from './publication.ts'
import { rowsOf } from './rows.ts'
import type { NotionSettings } from './settings.ts'
import { UnreadablePage } from './unreadable-page.ts'

/** A source that also tells what has changed. */
export type NotionSource = DocumentSource & { readonly live: LiveSource }

/** `connection` is the one for everything that uses its token. */
export type NotionTools = { readonly connection: NotionConnection; readonly now: () => Date }

/**
 * The published pages of one data source. Where mapping and data source don't fit, everything rejects with a
 * `UserError`, before any page is taken for unpublished.
 */
export function notionSource(
  { mapping }: Pick<NotionSettings, 'mapping'>,
  dataSource: { readonly id: string },
  { connection, now }: NotionTools,
): NotionSource {
  const id = extractNotionId(dataSource.id) ?? dataSource.id
  let fitted = Number.NEGATIVE_INFINITY

  const mustFit = async (client: Client): Promise<void> => {
    const problems = await checkMapping(client, id, mapping)
    if (problems.length > 0) throw new UserError(problems.join('\n'))
    fitted = now().getTime()
  }

  const read = async (client: Client, page: PageObjectResponse, reading?: Reading): Promise<Read> => {
    const sourceId = page.id
    const at = now()
    try {
      if (!isPublished(page, mapping, at)) return { sourceId, is: 'gone' }
      if (await reading?.isKnown?.(sourceId, stampOf(page, mapping))) return { sourceId, is: 'unchanged' }
      return itemOf(page, mapping, { document: await readDocument(client, mapping, page) }, at)
    } catch (error) {
      if (isNotFound(error) && !(await pageThere(client, page.id, id))) return { sourceId, is: 'gone' }
      return itemOf(page, mapping, { unreadable: reasonOf(error) }, at)
    }
  }

  return {
    name: `notion:${id}`,
    async *items(reading) {
      const client = connection.client(reading?.signal)
      await mustFit(client)
      for await (const page of rowsOf(client, id)) {
        const item = await read(client, page, reading)
        if (!isGone(item)) yield item
      }
    },
    live: {
      async *changes(since, reading) {
        const client = connection.client(reading?.signal)
        await mustFit(client)
        for await (const page of rowsOf(client, id, { editedSince: since })) yield await read(client, page, reading)
        for await (const page of rowsOf(client, id, { editedSince: since, inTrash: true }))
          yield { sourceId: page.id, is: 'gone' }
      },
      async item(sourceId, signal) {
        const client = connection.client(signal)
        if (now().getTime() - fitted > fitsForMs) await mustFit(client)
        const page = await pageThere(client, sourceId, id)
        const item = page && (await read(client, page))
        return item && 'revision' in item ? item : null
      },
    },
  }
}

/** How long a single page may be read without another look at the data source: they come in bursts. */
const fitsForMs = 60_000

type Read = SourceItem | Unchanged | Gone

/** The page, if it is not in the trash, not elsewhere, and the connection may see it. */
async function pageThere(client: Client, pageId: string, dataSourceId: string): Promise<PageObjectResponse | null> {
  try {
    const page = await client.pages.retrieve({ page_id: pageId })
    if (!isFullPage(page) || page.in_trash) return null
    return page.parent.type === 'data_source_id' && page.parent.data_source_id === dataSourceId ? page : null
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

function isGone(item: Read): item is Gone {
  return 'is' in item && item.is === 'gone'
}

/** What isn't about the page but about Notion is thrown again. */
function reasonOf(error: unknown): string {
  if (error instanceof UnreadablePage) return error.message
  if (isNotFound(error)) return 'incomplete: Notion lists the page, but gives no text of it; it is tried again.'
  throw error
}
