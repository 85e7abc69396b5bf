import {
  APIResponseError,
  type Client,
  type CreatePageResponse,
  isFullBlock,
  isFullPage,
  iteratePaginatedAPI,
} from '@notionhq/client'
import { UserError } from '../errors.ts'
import type { Library, Page, PagePlace } from '../ports.ts'
import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'
import type { NotionConnection } from './client.ts'
import { isNotFound } from './page-text.ts'
import { writtenPage } from './written-page.ts'

/** Keeps pages under one page of Notion, which must be shared with the connection. `self` is our own user's id. */
export function notionLibrary(connection: NotionConnection, reportsPage: string, self: () => Promise<string>): Library {
  const client = connection.client()
  return {
    name: 'Notion',
    create: (page) => explaining(create(client, reportsPage, page)),
    rewrite: (page, id) => explaining(rewrite(client, page, id)),
    find: (title) => explaining(find(client, reportsPage, titleOf({ title }), self)),
  }
}

async function create(client: Client, reportsPage: string, page: Page): Promise<PagePlace> {
  const properties = titled(page)
  return placeOf(
    await client.pages.create({ parent: { page_id: reportsPage }, properties, markdown: writtenPage(page) }),
  )
}

async function rewrite(client: Client, page: Page, id: string): Promise<PagePlace | null> {
  try {
    const known = await client.pages.retrieve({ page_id: id })
    if (isFullPage(known) && known.in_trash) return null
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
  const newText = [writtenPage(page), ...(await pagesBelow(client, id))].join('\n\n')
  await client.pages.updateMarkdown({ page_id: id, type: 'replace_content', replace_content: { new_str: newText } })
  return placeOf(await client.pages.update({ page_id: id, properties: titled(page) }))
}

/** What people have put below a page of ours, as its Markdown points at it: left out, Notion would refuse to delete it. */
async function pagesBelow(client: Client, id: string): Promise<readonly string[]> {
  const { markdown } = await client.pages.retrieveMarkdown({ page_id: id })
  return markdown.match(/^<(page|database) .*<\/\1>$/gm) ?? []
}

async function find(
  client: Client,
  reportsPage: string,
  title: string,
  self: () => Promise<string>,
): Promise<PagePlace | null> {
  const own = await self()
  for await (const block of iteratePaginatedAPI(client.blocks.children.list, { block_id: reportsPage })) {
    const isOurs = isFullBlock(block) && block.type === 'child_page' && block.created_by.id === own
    if (isOurs && block.child_page.title === title) return placeOf(await client.pages.retrieve({ page_id: block.id }))
  }
  return null
}

/** A title is one text of Notion's; those end at 2,000 characters. */
const titleOf = ({ title }: Pick<Page, 'title'>): string => clamped(oneLine(title), 200)

const titled = (page: Page) => ({ title: { title: [{ text: { content: titleOf(page) } }] } })

function placeOf(page: CreatePageResponse): PagePlace {
  if (!isFullPage(page)) throw new Error(`Notion gave only the id of the page ${page.id}.`)
  return { id: page.id, url: page.url }
}

/** Says what a person can mend. Notion's own words stay out of it: they may be those of the page. */
async function explaining<Result>(request: Promise<Result>): Promise<Result> {
  try {
    return await request
  } catch (error) {
    if (!APIResponseError.isAPIResponseError(error)) throw error
    if (error.code === 'object_not_found')
      throw new UserError(
        'Notion shows the connection no page NOTION_REPORTS_PAGE. Share it with the connection (in its menu: Connections), or correct the id.',
        { cause: error },
      )
    if (error.code !== 'validation_error') throw error
    throw new UserError(
      'Notion refuses to write the page (validation_error). If NOTION_REPORTS_PAGE or a page above it is in the trash, restore it or name another one.',
      { cause: error },
    )
  }
}
