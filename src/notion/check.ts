import { type Client, isFullPage } from '@notionhq/client'
import { UserError } from '../errors.ts'
import { checkMapping, type Fit } from './check-mapping.ts'
import { isNotFound } from './page-text.ts'
import type { NotionSettings } from './settings.ts'

/** `absent`: usual properties that some data source does not have. */
export type NotionCheck = Pick<Fit, 'problems' | 'absent'>

/**
 * Everything that keeps Lode from reading what it should, one sentence each, and from writing where it is asked to. Rejects
 * with a `UserError` where Notion can't be reached at all.
 */
export async function checkNotion(
  client: Client,
  { dataSources, mapping, reportsPage }: Pick<NotionSettings, 'dataSources' | 'mapping' | 'reportsPage'>,
): Promise<NotionCheck> {
  const fits: Fit[] = []
  for (const id of dataSources) fits.push(await checkMapping(client, id, mapping))
  const others = [await namesOfPeople(client), reportsPage === null ? null : await placeForPages(client, reportsPage)]
  return {
    problems: [...fits.flatMap((fit) => fit.problems), ...others.filter((problem) => problem !== null)],
    absent: [...new Set(fits.flatMap((fit) => fit.absent))],
  }
}

/** Without names people can't be redacted where a page mentions them. */
async function namesOfPeople(client: Client): Promise<string | null> {
  try {
    await client.users.list({ page_size: 1 })
    return null
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return 'The connection may not read user information, so that people whom pages mention have no names and are not redacted. Give it "Read user information without email addresses" in its settings.'
  }
}

/** Whether it may be written there shows only when something is: a connection can't be asked for its capabilities. */
async function placeForPages(client: Client, id: string): Promise<string | null> {
  try {
    const page = await client.pages.retrieve({ page_id: id })
    return isFullPage(page) && page.in_trash ? 'The page NOTION_REPORTS_PAGE is in the trash.' : null
  } catch (error) {
    if (!isNotFound(error)) throw error
    return 'Notion shows the connection no page NOTION_REPORTS_PAGE. Share it with the connection (in its menu: Connections), or correct the id.'
  }
}
