import type { Client, GetPagePropertyResponse, PageObjectResponse } from '@notionhq/client'
import type { NotionMapping } from './mapping.ts'
import { isReadable, labelsOf, type Property, propertyOf } from './properties.ts'

/** A page shows no more of a property than this; the rest comes from the property's own endpoint. */
const shownPeople = 25

type Person = { readonly object: string; readonly name?: string | null }

/** Everybody whom the page's properties name. Without the capability to read about people they have no names. */
export async function peopleOf(
  client: Client,
  page: PageObjectResponse,
  { people }: NotionMapping,
): Promise<readonly string[]> {
  const properties = people
    ? people.flatMap((mapped) => propertyOf(page, mapped, 'people') ?? [])
    : Object.values(page.properties).filter(({ type }) => ['people', 'created_by', 'last_edited_by'].includes(type))
  const names: string[] = mentionedIn(Object.values(page.properties))
  for (const property of properties) names.push(...(await namesIn(client, page.id, property)))
  return [...new Set(names)]
}

/** Whoever is mentioned in the title, or in another text of the page's properties. */
function mentionedIn(properties: readonly Property[]): string[] {
  return properties.flatMap((property) => {
    const items = property.type === 'title' ? property.title : property.type === 'rich_text' ? property.rich_text : []
    return items.flatMap((item) =>
      item.type === 'mention' && item.mention.type === 'user' ? namesOf([item.mention.user]) : [],
    )
  })
}

async function namesIn(client: Client, pageId: string, property: Property): Promise<readonly string[]> {
  switch (property.type) {
    case 'people':
      return namesOf(property.people.length < shownPeople ? property.people : await allOf(client, pageId, property.id))
    case 'created_by':
      return namesOf([property.created_by])
    case 'last_edited_by':
      return namesOf([property.last_edited_by])
    default:
      return isReadable(property.type, 'people')
        ? labelsOf(property)
            .flatMap((label) => label.split(/[,;\n]/).map((name) => name.trim()))
            .filter(Boolean)
        : []
  }
}

async function allOf(client: Client, pageId: string, propertyId: string): Promise<readonly Person[]> {
  const people: Person[] = []
  let cursor: string | null = null
  do {
    const asked = { page_id: pageId, property_id: propertyId, ...(cursor !== null && { start_cursor: cursor }) }
    const list: GetPagePropertyResponse = await client.pages.properties.retrieve(asked)
    if (list.object !== 'list') throw new Error(`Notion gave no list for the property ${propertyId} of ${pageId}.`)
    people.push(...list.results.flatMap((item) => (item.type === 'people' ? [item.people] : [])))
    cursor = list.next_cursor
  } while (cursor !== null)
  return people
}

/** Groups are no people, and somebody who left has no name. */
function namesOf(people: readonly Person[]): string[] {
  return people.flatMap(({ object, name }) => (object === 'user' && name ? [name] : []))
}
