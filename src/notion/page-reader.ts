import { APIResponseError, type Client, isFullPage, type PageObjectResponse } from '@notionhq/client'
import type { SourceItem } from '../domain.ts'
import type { Gone, Reading, Unchanged } from '../ports.ts'
import type { NotionMapping } from './mapping.ts'
import { itemOf, readDocument, stampOf } from './page-item.ts'
import { isNotFound } from './page-text.ts'
import { NoAnswerError } from './persistent-fetch.ts'
import { isPublished } from './publication.ts'
import { UnreadablePage } from './unreadable-page.ts'

/** Reads one page of a listing, or finds that there is nothing to read. */
export type PageReader = (
  client: Client,
  page: PageObjectResponse,
  reading?: Reading,
) => Promise<SourceItem | Unchanged | Gone>

/** When Notion answers, but fails on more pages in a row than these, it is not the pages. */
const mostFailures = 3

/**
 * Reads the pages of one listing. A page on which Notion fails is unreadable, so that it keeps no other from being
 * read; where Notion fails altogether, reading rejects.
 */
export function pageReader(mapping: NotionMapping, dataSourceId: string, now: () => Date): PageReader {
  let failedInARow = 0
  return async (client, page, reading) => {
    const sourceId = page.id
    const at = now()
    try {
      if (!isPublished(page, mapping, at)) return { sourceId, is: 'gone' }
      if (await reading?.isKnown?.(sourceId, stampOf(page, mapping))) return { sourceId, is: 'unchanged' }
      const document = await readDocument(client, mapping, page)
      failedInARow = 0
      return itemOf(page, mapping, { document }, at)
    } catch (error) {
      const isLost = error instanceof NoAnswerError
      if (isLost) failedInARow += 1
      if (isLost && failedInARow > mostFailures) throw error
      if ((isLost || isNotFound(error)) && !(await pageThere(client, sourceId, dataSourceId)))
        return { sourceId, is: 'gone' }
      return itemOf(page, mapping, { unreadable: reasonOf(error) }, at)
    }
  }
}

/** The page, if it is not in the trash, not elsewhere, and the connection may see it. */
export async function pageThere(
  client: Client,
  pageId: string,
  dataSourceId: string,
): Promise<PageObjectResponse | null> {
  try {
    const page = await client.pages.retrieve({ page_id: pageId })
    if (!isFullPage(page) || page.in_trash) return null
    return page.parent.type === 'data_source_id' && page.parent.data_source_id === dataSourceId ? page : null
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

/** What isn't about the page but about everything is thrown again. */
function reasonOf(error: unknown): string {
  if (error instanceof UnreadablePage) return error.message
  if (error instanceof NoAnswerError) return 'incomplete: Notion fails on this page; it is tried again.'
  if (!APIResponseError.isAPIResponseError(error)) throw error
  return `incomplete: Notion gives no text of the page (${error.code}); it is tried again.`
}
