import { APIResponseError, type Client, isFullPage, type PageObjectResponse } from '@notionhq/client'
import type { SourceItem } from '../domain.ts'
import { NoAnswerError } from '../errors.ts'
import type { Gone, Reading, Unchanged } from '../ports.ts'
import type { NotionMapping } from './mapping.ts'
import { itemOf, readDocument, stampOf } from './page-item.ts'
import { isNotFound } from './page-text.ts'
import { isPublished, isRestricted } from './publication.ts'
import { UnreadablePage } from './unreadable-page.ts'

/** Reads one page of a listing, or finds that there is nothing to read. */
export type PageReader = (
  client: Client,
  page: PageObjectResponse,
  reading?: Reading,
) => Promise<SourceItem | Unchanged | Gone>

/** When Notion answers, but fails on more pages in a row than these, it is not the pages. */
const mostFailures = 3
/** Whoever edits a page this often while it is read is not done with it. */
const mostReadings = 3

/**
 * Reads the pages of one listing. A page on which Notion fails is unreadable, so that it keeps no other from being
 * read; where Notion fails altogether, reading rejects.
 */
export function pageReader(mapping: NotionMapping, dataSourceId: string, now: () => Date): PageReader {
  let failedInARow = 0
  return async (client, listed, reading) => {
    const at = now()
    try {
      const item = await readPage(client, listed, reading)
      if (!('is' in item && item.is === 'unchanged')) failedInARow = 0
      return item
    } catch (error) {
      const isLost = error instanceof NoAnswerError
      if (isLost) failedInARow += 1
      if (isLost && failedInARow > mostFailures) throw error
      return itemOf(listed, mapping, { unreadable: reasonOf(error), isPassing: isLost }, at)
    }
  }

  async function readPage(client: Client, listed: PageObjectResponse, reading?: Reading) {
    for (let page = listed, readings = 1; ; readings += 1) {
      const at = now()
      const sourceId = page.id
      if (!isPublished(page, mapping, at)) return gone(page, mapping)
      if (await reading?.isKnown?.(sourceId, stampOf(page, mapping))) return { sourceId, is: 'unchanged' } as const
      const item = await textOf(client, page, at)
      if ('is' in item) return item
      // A listing is half a minute old when its last page is read: what people did meanwhile counts.
      const current = await pageThere(client, sourceId, dataSourceId, mapping)
      if ('is' in current) return current
      const isSame = stampOf(current, mapping) === stampOf(page, mapping)
      if (isSame || (readings >= mostReadings && mayBeRead(current))) return item
      page = current
    }
  }

  function mayBeRead(page: PageObjectResponse): boolean {
    return isPublished(page, mapping, now()) && !isRestricted(page, mapping)
  }

  /** A page whose parts can't be had is unreadable. */
  async function textOf(client: Client, page: PageObjectResponse, at: Date): Promise<SourceItem | Gone> {
    try {
      return itemOf(page, mapping, { document: await readDocument(client, mapping, page) }, at)
    } catch (error) {
      if (!(error instanceof NoAnswerError))
        return itemOf(page, mapping, { unreadable: reasonOf(error), isPassing: false }, at)
      const there = await pageThere(client, page.id, dataSourceId, mapping)
      if ('is' in there) return there
      throw error
    }
  }
}

/** The page; gone when it is in the trash, elsewhere, or the connection may not see it. */
export async function pageThere(
  client: Client,
  pageId: string,
  dataSourceId: string,
  mapping: NotionMapping,
): Promise<PageObjectResponse | Gone> {
  try {
    const page = await client.pages.retrieve({ page_id: pageId })
    if (!isFullPage(page)) return { sourceId: pageId, is: 'gone', isRestricted: false }
    const isHere = page.parent.type === 'data_source_id' && page.parent.data_source_id === dataSourceId
    return isHere && !page.in_trash ? page : gone(page, mapping)
  } catch (error) {
    if (isNotFound(error)) return { sourceId: pageId, is: 'gone', isRestricted: false }
    throw error
  }
}

/** A page that is not to be read. Elsewhere it may lack the property that says whether it is restricted. */
export function gone(page: PageObjectResponse, mapping: NotionMapping): Gone {
  try {
    return { sourceId: page.id, is: 'gone', isRestricted: isRestricted(page, mapping) }
  } catch (error) {
    if (!(error instanceof UnreadablePage)) throw error
    return { sourceId: page.id, is: 'gone', isRestricted: false }
  }
}

/** What isn't about the page but about everything is thrown again. */
function reasonOf(error: unknown): string {
  if (error instanceof UnreadablePage) return error.message
  if (error instanceof NoAnswerError) return 'incomplete: Notion fails on this page; it is tried again.'
  if (!APIResponseError.isAPIResponseError(error)) throw error
  return `incomplete: Notion gives no text of the page (${error.code}); it is tried again.`
}
